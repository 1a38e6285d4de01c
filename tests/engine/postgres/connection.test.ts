import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { emptyDatabase } from '../databases.ts';
import { refusal, runAll } from './support.ts';

const open = () => emptyDatabase('postgres');

describe('running a script', () => {
	it('gives every statement with its exact place, whatever stands around it', async () => {
		const sql =
			"\uFEFF-- 😀;\nCREATE TABLE t (a int /* 😀 ; */, b text);;;  INSERT INTO t VALUES (1, '😀;'), (2, $x$;$x$);\r\nSELECT 1 -- end;\n/* and; */ ";
		const runs = await runAll(await open(), sql);
		expect(runs.map((run) => run.sql)).toEqual([
			'CREATE TABLE t (a int /* 😀 ; */, b text);',
			"INSERT INTO t VALUES (1, '😀;'), (2, $x$;$x$);",
			'SELECT 1'
		]);
		for (const { start, end, sql: text } of runs) expect(sql.slice(start, end)).toBe(text);
	});

	it('counts the rows each statement changed itself, and none for anything else', async () => {
		const runs = await runAll(
			await open(),
			`CREATE TABLE t (a int); CREATE TABLE log (a int);
			CREATE FUNCTION logs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (new.a); RETURN new; END $$;
			CREATE TRIGGER logs AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION logs();
			INSERT INTO t VALUES (1), (2), (3);
			SELECT * FROM t;
			CREATE TABLE u AS SELECT * FROM t;
			WITH x AS (SELECT 2 AS a) UPDATE t SET a = 9 WHERE a IN (SELECT a FROM x);
			MERGE INTO u USING t ON u.a = t.a WHEN NOT MATCHED THEN INSERT VALUES (t.a);
			COPY t TO STDOUT;
			EXPLAIN ANALYZE DELETE FROM t;
			DELETE FROM u;
			TRUNCATE t`
		);
		expect(runs.map(({ rowsChanged }) => rowsChanged)).toEqual([0, 0, 0, 0, 3, 0, 0, 1, 1, 0, 0, 4, 0]);
	});

	it('returns rows only where they are asked for, and says when there were more', async () => {
		const database = await open();
		const sql =
			'SELECT 1 AS a UNION SELECT 2 ORDER BY 1; CREATE TABLE t (x int); INSERT INTO t VALUES (7) RETURNING x; SELECT x FROM t WHERE false';
		expect((await runAll(database, sql)).every(({ result }) => result === undefined)).toBe(true);
		await database.execute('DROP TABLE t');
		expect((await runAll(database, sql, 1)).map(({ result }) => result)).toEqual([
			{ columns: ['a'], rows: [[1]], truncated: true },
			undefined,
			{ columns: ['x'], rows: [[7]], truncated: false },
			{ columns: ['x'], rows: [], truncated: false }
		]);
	});

	it('stops where the reader stops, and the rest is not run', async () => {
		const database = await open();
		for await (const { sql } of database.run('CREATE TABLE a (x int); CREATE TABLE b (x int);')) {
			expect(sql).toBe('CREATE TABLE a (x int);');
			break;
		}
		expect((await database.query("SELECT to_regclass('a')::text, to_regclass('b')")).rows).toEqual([
			['a', null]
		]);
	});
});

describe('a refused statement', () => {
	it.each([
		["SELECT '😀'; SELECT nope FROM pg_class; SELECT 1", 'nope', 'SELECT nope FROM pg_class;', '42703'],
		["SELECT '😀', nope", 'nope', "SELECT '😀', nope", '42703'],
		['SELECT 1; SELEC 2; SELECT 3', 'SELEC', 'SELEC 2;', '42601'],
		['SELECT 1;\n\\connect other\nSELECT 2;', '\\', '\\connect other', '42601'],
		["SELECT 1; SELECT 'open; SELECT 2;", "'open", "SELECT 'open; SELECT 2;", '42601'],
		['SELECT 1; DROP TABLE "Nowhere"', '"Nowhere"', 'DROP TABLE "Nowhere"', '42P01'],
		['SELECT 1; SELECT \0 2', '\0', 'SELECT \0 2', '22021']
	])('%j is placed at %j', async (sql, token, statement, code) => {
		const failure = await refusal((await open()).execute(sql));
		expect(failure).toMatchObject({ sql: statement, code });
		expect(sql.slice(failure.start, failure.end)).toBe(statement);
		expect(sql.slice(failure.at, (failure.at ?? 0) + token.length)).toBe(token);
	});

	it('comes with everything PostgreSQL says about it', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a int UNIQUE); INSERT INTO t VALUES (1);');
		expect(await refusal(database.execute('SELECT 1;\nINSERT INTO t VALUES (2), (1);'))).toMatchObject({
			message: 'duplicate key value violates unique constraint "t_a_key"',
			code: '23505',
			detail: 'Key (a)=(1) already exists.',
			start: 10
		});
		expect(await refusal(database.query('SELECT * FROM t WHERE aa = 1'))).toMatchObject({
			databaseHint: 'Perhaps you meant to reference the column "t.a".'
		});
	});

	it('leaves the statements before it where no transaction is open, and the database open', async () => {
		const database = await open();
		await refusal(database.execute('CREATE TABLE a (x int); oops; CREATE TABLE b (x int);'));
		expect((await database.query('SELECT count(*) FROM a')).rows).toEqual([[0]]);
		await refusal(database.execute('BEGIN; SELECT * FROM nowhere'));
		expect(await refusal(database.query('SELECT 1'))).toMatchObject({ code: '25P02' });
		expect(await refusal(database.query('COMMIT'))).toMatchObject({ code: '25P02' });
		expect((await database.query('SELECT 1')).rows).toEqual([[1]]);
	});

	it('is COPY FROM STDIN, for whose rows PostgreSQL would wait for ever', async () => {
		const database = await open();
		const failure = await refusal(database.execute('CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\n'));
		expect(failure).toMatchObject({ sql: 'COPY t FROM stdin;', start: 24 });
		expect(database.dialect.explain(failure).hint).toContain('--inserts');
	});

	it('is a second BEGIN and a ROLLBACK of nothing, where a query asks for it', async () => {
		const database = await open();
		const { transactions } = database.dialect;
		expect(await transactions.rollback(database)).toBe(false);
		await transactions.begin(database);
		expect(await refusal(transactions.begin(database))).toMatchObject({ code: '25001' });
		expect(await transactions.rollback(database)).toBe(true);
	});
});

describe('values', () => {
	it('are JavaScript’s where it has them, and what PostgreSQL prints where it would lose something', async () => {
		const { columns, rows } = await (
			await open()
		).query(
			`SELECT 1::int2 AS a, -5::int8, 9007199254740993::int8, 1.10::numeric, true, '\\x00ff'::bytea, 'NaN'::float8,
			'-Infinity'::float4, 0.1::float4, array[1, 2], '1 day 2:03'::interval, '{"a": 1}'::jsonb, NULL,
			'2026-11-23 08:00+00'::timestamptz, 5::oid, '{}'::bytea[], 'x'::"char"`
		);
		expect(columns[0]).toBe('a');
		expect(rows).toEqual([
			[
				1,
				-5,
				9007199254740993n,
				'1.10',
				true,
				Uint8Array.of(0, 255),
				NaN,
				-Infinity,
				0.1,
				'{1,2}',
				'1 day 02:03:00',
				'{"a": 1}',
				null,
				'2026-11-23 08:00:00+00',
				5,
				'{}',
				'x'
			]
		]);
	});

	it('come back as they were bound', async () => {
		const values = ["it's", 9007199254740993n, Uint8Array.of(0, 255, 92), false, NaN, -0, null, 1.5];
		const database = await open();
		const { rows } = await database.query(
			'SELECT $1::text, $2::int8, $3::bytea, $4::bool, $5::float8, $6::float8, $7::int, $8::numeric::float8',
			values
		);
		expect(rows).toEqual([values]);
		await database.execute('SET bytea_output = escape');
		expect((await database.query('SELECT $1::bytea', [values[2]!])).rows).toEqual([[values[2]]]);
	});
});

describe('a snapshot', () => {
	it('brings back structure, rows and sequences, and is refused where it is none', async () => {
		const database = await openDatabase('postgres');
		await database.execute('CREATE TABLE t (id serial, a text); INSERT INTO t (a) VALUES ($$😀$$);');
		const mark = () => database.dialect.changeMark!(database);
		const image = await database.snapshot();
		await database.execute('INSERT INTO t (a) VALUES (1); DROP TABLE t;');
		const later = await mark();
		await database.restore(image);
		expect(await mark()).not.toBe(later);
		await database.execute('INSERT INTO t (a) VALUES (2);');
		expect((await database.query('SELECT * FROM t')).rows).toEqual([
			[1, '😀'],
			[2, '2']
		]);
		for (const wrong of [new Uint8Array(1024), image.slice(0, 2048), Uint8Array.of(1, 2, 3)]) {
			expect((await refusal(database.restore(wrong))).message).toContain('not a snapshot');
		}
		expect((await database.query('SELECT count(*) FROM t')).rows).toEqual([[2]]);
		await database.close();
		const other = await openDatabase('postgres', { image });
		expect((await other.query('SELECT a FROM t')).rows).toEqual([['😀']]);
		await other.close();
	});

	it('has the rows of unlogged tables, whatever the session and the tables say', async () => {
		const database = await open();
		await database.execute(`
			CREATE UNLOGGED TABLE "a b" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "at" timestamptz, f float8, g int GENERATED ALWAYS AS (id * 2) STORED);
			CREATE UNLOGGED TABLE empty ();
			CREATE UNLOGGED TABLE child (x int REFERENCES "a b") INHERITS ("a b");
			CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
			INSERT INTO "a b" ("at", f) VALUES ('2020-02-03 04:05:06.789+00', 0.1), (NULL, 'NaN');
			INSERT INTO empty DEFAULT VALUES;
			INSERT INTO child (id, x) VALUES (9, 1);
			CREATE TRIGGER never BEFORE INSERT ON "a b" FOR EACH ROW EXECUTE FUNCTION never();
			SET datestyle = 'SQL, DMY'; SET extra_float_digits = -10;
		`);
		const looked = async () => {
			await database.execute("SET timezone = 'UTC'; RESET datestyle; RESET extra_float_digits");
			const queries = [
				`SELECT id, "at"::text, f, g FROM ONLY "a b" ORDER BY id`,
				'SELECT id, x FROM child',
				'SELECT count(*)::int FROM empty',
				`SELECT last_value::int, is_called FROM "a b_id_seq"`
			];
			const found = [];
			for (const query of queries) found.push((await database.query(query)).rows);
			return found;
		};
		const image = await database.snapshot();
		const before = await looked();
		await database.execute('TRUNCATE "a b" CASCADE; DROP TABLE empty');
		await database.restore(image);
		expect(await looked()).toEqual(before);
		expect(before[0]).toHaveLength(2);
		const again = await openDatabase('postgres', { image });
		expect((await again.query('SELECT id, x FROM child')).rows).toEqual([[9, 1]]);
		await again.close();
	});
});

it('a transaction can lock more tables than a folder will ever make', async () => {
	const database = await open();
	const tables = Array.from(
		{ length: 1000 },
		(_, at) => `CREATE TABLE t${at} (id serial PRIMARY KEY, a text);`
	);
	await database.execute(
		`BEGIN; ${tables.join('\n')} COMMIT; DROP SCHEMA public CASCADE; CREATE SCHEMA public;`
	);
}, 120_000);

it('the mark changes with whatever is written, also where it is undone or only counted', async () => {
	const database = await open();
	const changeMark = () => database.dialect.changeMark!(database);
	await database.execute(
		'CREATE TABLE t (id serial); CREATE UNLOGGED TABLE u (a int); CREATE TEMP TABLE v (a int);'
	);
	let mark = await changeMark();
	await database.query('SELECT * FROM t');
	expect(await changeMark()).toBe(mark);
	for (const sql of [
		'INSERT INTO t DEFAULT VALUES',
		"SELECT nextval('t_id_seq')",
		"SELECT nextval('t_id_seq')",
		'INSERT INTO u VALUES (1)',
		'INSERT INTO v VALUES (1)',
		'BEGIN; INSERT INTO t DEFAULT VALUES; ROLLBACK',
		'ALTER TABLE t ADD COLUMN b int',
		"COMMENT ON TABLE t IS 'x'",
		"SELECT setval('t_id_seq', 1, false)",
		'TRUNCATE t'
	]) {
		await database.execute(sql);
		const next = await changeMark();
		expect(next, sql).not.toBe(mark);
		mark = next;
	}
});
