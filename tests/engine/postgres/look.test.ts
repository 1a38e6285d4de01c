import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { inspector } from '../../../src/lib/engine/dialects/postgres/inspect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { emptyDatabase } from '../databases.ts';

let database: Database;

beforeEach(async () => {
	database = await emptyDatabase('postgres');
	await database.execute('CREATE TABLE a (x int)');
});

/** Adds a column and expects a look to see it. */
async function expectToSee(observer: Awaited<ReturnType<typeof inspector.observe>>, column: string) {
	await database.execute(`ALTER TABLE a ADD COLUMN ${column} int`);
	const { set } = await observer.look();
	expect(set.map(({ name }) => name)).toEqual(['a']);
	expect(set[0]?.sql).toContain(`${column} integer`);
	expect(observer.schema).toEqual(await inspector.inspect(database));
}

async function prepared() {
	const { rows } = await database.query('SELECT name FROM pg_prepared_statements ORDER BY name');
	return rows.map(([name]) => String(name));
}

describe('a look at PostgreSQL', () => {
	it('plans its queries once in a session', async () => {
		const observer = await inspector.observe(database);
		const names = await prepared();
		expect(names).toContain('updown_look_1');
		const query = vi.spyOn(database, 'query');
		try {
			await expectToSee(observer, 'y');
			await expectToSee(await inspector.observe(database), 'z');
			expect(query.mock.calls.filter(([sql]) => sql.startsWith('PREPARE'))).toEqual([]);
		} finally {
			query.mockRestore();
		}
		expect(await prepared()).toEqual(names);
	});

	it('sees everything after the session has forgotten its plans, also within a transaction', async () => {
		const observer = await inspector.observe(database);
		await database.execute('DISCARD ALL');
		await expectToSee(observer, 'y');
		await database.execute('BEGIN; DEALLOCATE ALL');
		await expectToSee(observer, 'z');
		await database.execute('ROLLBACK');
		expect((await observer.look()).set).toHaveLength(1);
		expect(observer.schema).toEqual(await inspector.inspect(database));
	});

	it('leaves alone what somebody else has prepared under a name like its own', async () => {
		await database.execute('PREPARE updown_look_1 AS SELECT 1; PREPARE updown_look_3 AS SELECT 3');
		const observer = await inspector.observe(database);
		await expectToSee(observer, 'y');
		expect((await database.query('EXECUTE updown_look_1')).rows).toEqual([[1]]);
		expect((await database.query('EXECUTE updown_look_3')).rows).toEqual([[3]]);
	});

	it('reads nothing again where a step has changed rows only', async () => {
		const observer = await inspector.observe(database);
		await database.execute('BEGIN');
		await observer.expectChanges?.('');
		await database.execute('INSERT INTO a VALUES (1); UPDATE a SET x = 2; ANALYZE a');
		const query = vi.spyOn(database, 'query');
		try {
			expect(await observer.look()).toEqual({ set: [], unset: [] });
			expect(query.mock.calls.length).toBeLessThan(5);
		} finally {
			query.mockRestore();
		}
	});

	it('sees what is rolled back to a savepoint, and what comes after it', async () => {
		const observer = await inspector.observe(database);
		await database.execute('BEGIN; SAVEPOINT s');
		await observer.expectChanges?.('');
		await expectToSee(observer, 'y');
		await database.execute('ROLLBACK TO s');
		expect((await observer.look()).set).toHaveLength(1);
		await observer.expectChanges?.('');
		await expectToSee(observer, 'z');
		await observer.expectChanges?.('');
		await database.execute('ROLLBACK');
		expect((await observer.look()).set).toHaveLength(1);
		expect(observer.schema).toEqual(await inspector.inspect(database));
	});

	it.each([
		"COMMENT ON TABLE a IS 'of letters'",
		"COMMENT ON SCHEMA public IS 'everything'",
		'CREATE SCHEMA s',
		'ALTER TABLE a ALTER x SET STATISTICS 7',
		'ALTER TABLE a SET (fillfactor = 70)',
		'ALTER TABLE a ALTER x SET DEFAULT 1',
		'ALTER TABLE a REPLICA IDENTITY FULL',
		'ALTER TABLE a ENABLE ROW LEVEL SECURITY',
		'CREATE POLICY p ON a USING (x > 0)',
		'CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING',
		'CREATE STATISTICS t (ndistinct) ON x, (x + 1) FROM a',
		'CREATE INDEX ON a (x)',
		'CREATE TABLE b () INHERITS (a)',
		'CREATE TABLE p (x int) PARTITION BY LIST (x)',
		"CREATE TYPE e AS ENUM ('one')",
		'CREATE DOMAIN d AS int CHECK (value > 0)',
		'CREATE TYPE c AS (x int)',
		'CREATE TYPE r AS RANGE (subtype = int)',
		'CREATE SEQUENCE q',
		'CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int)',
		'CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1',
		'CREATE OPERATOR <+> (function = int4pl, leftarg = int, rightarg = int)',
		"CREATE COLLATION de (provider = icu, locale = 'de')",
		'CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)',
		'CREATE PUBLICATION news FOR TABLE a',
		'CREATE FOREIGN DATA WRAPPER w',
		'CREATE EXTENSION citext'
	])('sees %s where a step of rows was expected', async (sql) => {
		const observer = await inspector.observe(database);
		await database.execute('BEGIN');
		await observer.expectChanges?.(sql);
		await database.execute(sql);
		expect((await observer.look()).set).not.toEqual([]);
		expect(observer.schema).toEqual(await inspector.inspect(database));
	});

	it('sees what changes while nothing is counted', async () => {
		const observer = await inspector.observe(database);
		const sql = 'SET LOCAL track_counts = off; CREATE TABLE b (x int); SET LOCAL track_counts = on';
		await database.execute('BEGIN');
		await observer.expectChanges?.(sql);
		await database.execute(sql);
		expect((await observer.look()).set).toMatchObject([{ name: 'b' }]);
	});

	it('sees what a function changes while nothing is counted', async () => {
		await database.execute(`CREATE FUNCTION make() RETURNS void LANGUAGE plpgsql SET track_counts = off AS
			'BEGIN CREATE TABLE b (x int); END'`);
		const observer = await inspector.observe(database);
		await database.execute('BEGIN');
		await observer.expectChanges?.('SELECT make()');
		await database.execute('SELECT make()');
		expect((await observer.look()).set).toMatchObject([{ name: 'b' }]);
	});

	it('sees what another transaction has changed since one was expected', async () => {
		const observer = await inspector.observe(database);
		await database.execute('BEGIN');
		await observer.expectChanges?.('');
		await database.execute('ROLLBACK; CREATE TABLE b (x int)');
		expect((await observer.look()).set).toMatchObject([{ name: 'b' }]);
	});

	it('sees everything after the database has become an earlier one', async () => {
		const other = await openDatabase('postgres');
		try {
			await other.execute('CREATE TABLE b (x int)');
			const image = await other.snapshot();
			const observer = await inspector.observe(other);
			await other.execute('DROP TABLE b');
			expect((await observer.look()).unset).toEqual(['table b']);
			await other.restore(image);
			expect((await observer.look()).set).toMatchObject([{ name: 'b' }]);
		} finally {
			await other.close();
		}
	});
});
