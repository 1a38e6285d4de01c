import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import type { Database, StatementRun } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';

const opened: Database[] = [];

async function open(options: Parameters<typeof openDatabase>[1] = {}): Promise<Database> {
	const database = await openDatabase('sqlite', options);
	opened.push(database);
	return database;
}

afterEach(async () => {
	for (const database of opened.splice(0)) await database.close();
});

async function runAll(database: Database, sql: string, maxRows?: number): Promise<readonly StatementRun[]> {
	const runs: StatementRun[] = [];
	for await (const run of database.run(sql, maxRows === undefined ? {} : { maxRows })) runs.push(run);
	return runs;
}

async function refusal(work: Promise<unknown>): Promise<DatabaseError['failure']> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason
	);
	if (error instanceof DatabaseError) return error.failure;
	throw new Error(`no DatabaseError: ${String(error)}`);
}

describe('running a script', () => {
	it('gives every statement with its exact place, whatever stands around it', async () => {
		const database = await open();
		const sql =
			"\uFEFF-- 😀;\nCREATE TABLE t (a /* 😀 ; */, b);;;  INSERT INTO t VALUES (1, '😀;'), (2, 'x');\r\nSELECT 1 -- end;\n/* and; */ ";
		const runs = await runAll(database, sql);
		expect(runs.map((run) => run.sql)).toEqual([
			'CREATE TABLE t (a /* 😀 ; */, b);',
			"INSERT INTO t VALUES (1, '😀;'), (2, 'x');",
			'SELECT 1'
		]);
		for (const { start, end, sql: text } of runs) expect(sql.slice(start, end)).toBe(text);
	});

	it.each(['', ';', ' ;; ; ', '-- only a comment', '/* only a comment', '\uFEFF', '\uFEFF-- x\n;'])(
		'finds no statement in %j',
		async (sql) => {
			expect(await runAll(await open(), sql)).toEqual([]);
		}
	);

	it('counts the rows each statement changed itself, and none for anything else', async () => {
		const database = await open();
		const runs = await runAll(
			database,
			`CREATE TABLE t (a); CREATE TABLE log (a);
			CREATE TRIGGER logs AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); INSERT INTO log VALUES (new.a); END;
			INSERT INTO t VALUES (1), (2), (3);
			SELECT * FROM t;
			WITH x AS (SELECT 1) SELECT * FROM x;
			CREATE TABLE u AS SELECT * FROM t;
			WITH x AS (SELECT 2 AS a) UPDATE t SET a = 9 WHERE a IN (SELECT a FROM x);
			UPDATE t SET a = 1 WHERE a = 77;
			REPLACE INTO t (rowid, a) VALUES (1, 5);
			ALTER TABLE t ADD COLUMN b DEFAULT 1;
			EXPLAIN DELETE FROM t;
			DELETE FROM t;
			DROP TABLE u`
		);
		expect(runs.map(({ rowsChanged }) => rowsChanged)).toEqual([0, 0, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 3, 0]);
	});

	it('returns rows only where they are asked for, and says when there were more', async () => {
		const database = await open();
		const sql =
			'SELECT 1 AS a UNION SELECT 2; CREATE TABLE t (x); INSERT INTO t VALUES (7) RETURNING x; SELECT x FROM t WHERE 0';
		expect((await runAll(database, sql)).every(({ result }) => result === undefined)).toBe(true);
		await database.execute('DROP TABLE t');
		const runs = await runAll(database, sql, 1);
		expect(runs.map(({ result }) => result)).toEqual([
			{ columns: ['a'], rows: [[1]], truncated: true },
			undefined,
			{ columns: ['x'], rows: [[7]], truncated: false },
			{ columns: ['x'], rows: [], truncated: false }
		]);
	});

	it('stops where the reader stops, and the rest is not run', async () => {
		const database = await open();
		for await (const { sql } of database.run('CREATE TABLE a (x); CREATE TABLE b (x);')) {
			expect(sql).toBe('CREATE TABLE a (x);');
			break;
		}
		const { rows } = await database.query('SELECT name FROM sqlite_schema');
		expect(rows).toEqual([['a']]);
	});

	it('lets other questions be asked between two statements', async () => {
		const database = await open();
		const counts: unknown[] = [];
		for await (const run of database.run('CREATE TABLE a (x); CREATE TABLE b (x);')) {
			const { rows } = await database.query('SELECT count(*) FROM sqlite_schema');
			counts.push([run.end, rows[0]?.[0]]);
		}
		expect(counts).toEqual([
			[19, 1],
			[39, 2]
		]);
	});

	it('takes half of a surrogate pair without losing its place', async () => {
		const database = await open();
		const sql = "SELECT '\uD83D'; SELECT 2;";
		expect((await runAll(database, sql)).map(({ start, end }) => [start, end])).toEqual([
			[0, 11],
			[12, 21]
		]);
	});
});

describe('a refused statement', () => {
	it.each([
		['SELECT 1; SELEC 2;', 'SELEC', 'SELEC 2;'],
		["SELECT 'from' FROM; SELECT 1", ';', "SELECT 'from' FROM;"],
		['CREATE TABLE t (a, b,); SELECT 1;', ')', 'CREATE TABLE t (a, b,);'],
		['SELECT a, b, c, FROM t', 'FROM', 'SELECT a, b, c, FROM t'],
		['SELECT 😀 FROM 😀', '😀', 'SELECT 😀 FROM 😀'],
		['INSERT INTO nowhere VALUES (1)', 'nowhere', 'INSERT INTO nowhere VALUES (1)'],
		['SELECT "nowhere"."x" FROM sqlite_schema', '"x"', 'SELECT "nowhere"."x" FROM sqlite_schema'],
		["SELECT 'open", "'open", "SELECT 'open"],
		['CREATE TABLE t (a, b, a)', 'a', 'CREATE TABLE t (a, b, a)'],
		['SELECT nosuch(1)', 'nosuch', 'SELECT nosuch(1)']
	])('%j is placed at %j', async (sql, token, statement) => {
		const failure = await refusal((await open()).execute(sql));
		expect(sql.slice(failure.at, (failure.at ?? 0) + token.length)).toBe(token);
		expect(failure.sql).toBe(statement);
		expect(sql.slice(failure.start, failure.end)).toBe(statement);
	});

	it('keeps the statements before it where no transaction is open', async () => {
		const database = await open();
		await refusal(database.execute('CREATE TABLE a (x); oops; CREATE TABLE b (x);'));
		expect((await database.query('SELECT name FROM sqlite_schema')).rows).toEqual([['a']]);
	});

	it('is also one that fails while it runs', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1);');
		const sql = 'SELECT 1;\nINSERT INTO t VALUES (2), (1);\nSELECT 2;';
		const failure = await refusal(database.execute(sql));
		expect(failure).toMatchObject({
			message: 'UNIQUE constraint failed: t.a',
			sql: 'INSERT INTO t VALUES (2), (1);',
			start: 10
		});
	});

	it('is one with a NUL in it, at which SQLite would stop reading', async () => {
		const failure = await refusal((await open()).execute('SELECT 1; \0 SELECT 2'));
		expect(failure).toMatchObject({ at: 10 });
	});

	it('does not shut the database', async () => {
		const database = await open();
		await refusal(database.query('SELECT * FROM nowhere'));
		await refusal(database.execute('BEGIN; SELECT * FROM nowhere'));
		await database.execute('ROLLBACK');
		expect((await database.query('SELECT 1')).rows).toEqual([[1]]);
	});
});

describe('values', () => {
	it('keep every digit: integers beyond 2^53 are bigints, both ways', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (v)');
		const values = [9007199254740993n, -9223372036854775808n, 9007199254740991, 4294967296, -1, 1.5, 1e300];
		for (const value of values) await database.query('INSERT INTO t VALUES (?)', [value]);
		const { rows } = await database.query('SELECT v, typeof(v) FROM t');
		expect(rows.map(([value]) => value)).toEqual(values);
		expect(rows.map(([, type]) => type)).toEqual([...Array<string>(5).fill('integer'), 'real', 'real']);
		const { rows: found } = await database.query('SELECT count(*) FROM t WHERE v - ? = ? AND ? = 1', [
			9007199254740992n,
			1n,
			1
		]);
		expect(found).toEqual([[1]]);
	});

	it('keep bytes as bytes, text with NUL and emoji as text, and NULL', async () => {
		const database = await open();
		const { rows } = await database.query("SELECT ?, ?, ?, '?', ?", [
			new Uint8Array([0, 255]),
			'a\0😀',
			null,
			true
		]);
		expect(rows).toEqual([[new Uint8Array([0, 255]), 'a\0😀', null, '?', 1]]);
	});

	it('have the names of the columns as they are now, though the question was asked before', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a)');
		expect((await database.query('SELECT * FROM t')).columns).toEqual(['a']);
		await database.execute('ALTER TABLE t ADD COLUMN b');
		expect((await database.query('SELECT * FROM t')).columns).toEqual(['a', 'b']);
	});
});

describe('a snapshot', () => {
	it('leaves settings, temporary tables and prepared questions as they were', async () => {
		const database = await open({ foreignKeys: true });
		await database.execute(
			'CREATE TABLE t (a); CREATE TEMP TABLE scratch (a); INSERT INTO scratch VALUES (1);'
		);
		await database.query('SELECT * FROM t');
		const image = await database.snapshot();
		expect(image.length).toBeGreaterThan(0);
		expect((await database.query('PRAGMA foreign_keys')).rows).toEqual([[1]]);
		expect((await database.query('SELECT * FROM scratch')).rows).toEqual([[1]]);
		expect((await database.query('SELECT * FROM t')).rows).toEqual([]);
	});

	it('brings everything back, with foreign keys on or off as they are now', async () => {
		const database = await open({ foreignKeys: true });
		await database.execute('CREATE TABLE t (a); INSERT INTO t VALUES (1);');
		const image = await database.snapshot();
		await database.execute('DROP TABLE t; CREATE TABLE u (a);');
		await database.restore(image);
		expect((await database.query('SELECT * FROM t')).rows).toEqual([[1]]);
		expect((await database.query('PRAGMA foreign_keys')).rows).toEqual([[1]]);
		await database.execute('PRAGMA foreign_keys = OFF');
		await database.restore(image);
		expect((await database.query('PRAGMA foreign_keys')).rows).toEqual([[0]]);
	});

	it('opens another database that is independent of this one', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a)');
		const copy = await open({ image: await database.snapshot() });
		await copy.execute('DROP TABLE t');
		expect((await database.query('SELECT count(*) FROM t')).rows).toEqual([[0]]);
	});

	it('of something else is refused, and the database stays', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a)');
		const failure = await refusal(database.restore(new Uint8Array(4096).fill(7)));
		expect(failure.message).toBe('file is not a database');
		expect((await database.query('SELECT count(*) FROM t')).rows).toEqual([[0]]);
		await refusal(openDatabase('sqlite', { image: new Uint8Array(4096).fill(7) }));
	});

	it('cannot be taken in the middle of a write', async () => {
		const database = await open();
		await database.execute('BEGIN; CREATE TABLE t (a);');
		await expect(database.snapshot()).rejects.toThrow();
		await database.execute('ROLLBACK');
	});
});
