import { describe, expect, it } from 'vitest';
import { emptyDatabase } from '../databases.ts';
import { Bench, migration } from '../run/support.ts';

const database = await emptyDatabase('postgres');
const { dialect } = database;
const conflicts = (sql: string) => dialect.transactionConflicts(sql, { foreignKeys: true });

describe('in a step’s own transaction', () => {
	it.each([
		'BEGIN',
		'START TRANSACTION',
		'COMMIT',
		'END',
		'ROLLBACK',
		'ABORT',
		'SAVEPOINT a',
		'RELEASE a',
		'ROLLBACK TO a',
		"PREPARE TRANSACTION 'x'",
		'CREATE INDEX CONCURRENTLY i ON t (a)',
		'DROP INDEX CONCURRENTLY i',
		'REINDEX TABLE CONCURRENTLY t',
		'REINDEX (CONCURRENTLY) TABLE t',
		'REINDEX SCHEMA public',
		'ALTER TABLE p DETACH PARTITION q CONCURRENTLY',
		'VACUUM t',
		'CLUSTER',
		'CREATE DATABASE d',
		'DROP DATABASE d',
		"CREATE TABLESPACE s LOCATION '/x'",
		'DROP TABLESPACE s',
		"ALTER SYSTEM SET work_mem = '1MB'",
		"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p"
	])('%s is found before it runs, with its place and a way out', (statement) => {
		const sql = `SELECT 1;\n${statement};\nSELECT 2;`;
		const found = conflicts(sql);
		expect(found).toMatchObject([{ severity: 'error', start: 10, end: 11 + statement.length }]);
		expect(found[0]!.hint).toContain('transaction:false');
	});

	it.each([
		'CREATE INDEX i ON t (a)',
		'ANALYZE t',
		'REINDEX TABLE t',
		'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
		"DO $$ BEGIN PERFORM 'COMMIT'; END $$",
		"SELECT 'VACUUM; BEGIN;' -- COMMIT",
		"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
		'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END',
		"ALTER TYPE mood ADD VALUE 'new'; ALTER TYPE mood ADD VALUE 'newer' AFTER 'new'",
		"ALTER TYPE mood ADD VALUE 'new'; ALTER TABLE t ADD CHECK (note <> 'new'::text)",
		"CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'new'; INSERT INTO t VALUES ('new')",
		"ALTER TYPE mood ADD VALUE 'new'; ALTER TABLE t ADD new int, ADD UNIQUE (new); UPDATE t SET new = t.new"
	])('%s is none', (sql) => {
		expect(conflicts(sql)).toEqual([]);
	});

	it('a value added to an enumeration is not used, as PostgreSQL would not let it', async () => {
		const use = "INSERT INTO t VALUES ('new');";
		const sql = `ALTER TYPE mood ADD VALUE 'new';\n${use}`;
		const [found] = conflicts(sql);
		expect(sql.slice(found!.start, found!.end)).toBe(use);
		expect(conflicts("ALTER TYPE mood ADD VALUE 'new'; SELECT 'new'::mood")).toHaveLength(1);
		expect(conflicts(`ALTER TYPE mood ADD VALUE 'new'; DO $$ BEGIN ${use} END $$`)).toHaveLength(1);

		const first = migration("CREATE TYPE mood AS ENUM ('old'); CREATE TABLE t (a mood);", '');
		const bench = await Bench.open({ '1_a.sql': first, '2_b.sql': migration(sql, '') }, false, 'postgres');
		expect((await bench.upgrade()).problems[0]!.code).toBe('enum-value-used');
		bench.files = { '1_a.sql': first, '2_b.sql': migration(sql, '', { up: 'transaction:false' }) };
		expect((await bench.upgrade()).status).toBe('applied');
	});

	it('what they say of PostgreSQL is so', async () => {
		for (const statement of ['VACUUM', 'CREATE INDEX CONCURRENTLY i ON t (a)', 'ALTER SYSTEM RESET ALL']) {
			await emptyDatabase('postgres');
			await database.execute('CREATE TABLE t (a int)');
			await expect(database.execute(`BEGIN; ${statement}`)).rejects.toMatchObject({
				failure: { code: '25001' }
			});
		}
	});
});

it('a step without a transaction may make an index concurrently', async () => {
	const up = migration('CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);', '', {
		up: 'transaction:false'
	});
	const bench = await Bench.open({ '1_a.sql': up }, false, 'postgres');
	expect((await bench.upgrade()).status).toBe('applied');
	expect(await bench.ledgerWords()).toEqual(['1 applied 2/2']);
});
