import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import { dialectOf, openDatabase } from '../../../src/lib/engine/dialects/registry.ts';

const dialect = dialectOf('sqlite');
let database: Database;
let empty: Uint8Array;

beforeAll(async () => {
	database = await openDatabase('sqlite');
	empty = await database.snapshot();
});
afterAll(() => database.close());

/** What SQLite itself makes of a text: the statements before the end or the refusal. */
async function bySqlite(sql: string) {
	const pieces: { sql: string; start: number; end: number }[] = [];
	let accepted = true;
	try {
		for await (const run of database.run(sql)) pieces.push({ sql: run.sql, start: run.start, end: run.end });
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		accepted = false;
	}
	await database.restore(empty);
	return { pieces, accepted };
}

const texts = [
	'CREATE TABLE t (a); CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT CASE WHEN new.a THEN 1 ELSE 2 END; END; SELECT 1;',
	'CREATE TABLE t (a); CREATE TEMP TRIGGER IF NOT EXISTS x AFTER UPDATE ON t WHEN new.a = CASE 1 WHEN 1 THEN 2 END BEGIN UPDATE t SET a = 1; DELETE FROM t; END; SELECT 1',
	'CREATE TABLE "end" ("begin"); CREATE TRIGGER "begin" AFTER INSERT ON "end" BEGIN INSERT INTO "end" VALUES (\'; END;\'); END;;SELECT 2',
	'CREATE TABLE begin (x); CREATE TRIGGER end AFTER INSERT ON begin BEGIN SELECT 1; END /* c */ ; SELECT 3',
	'CREATE TABLE t (a);CREATE TRIGGER tr BEFORE DELETE ON t BEGIN SELECT 1; /* ; END; */ SELECT 2; -- END;\n END;SELECT 4',
	'EXPLAIN QUERY PLAN SELECT 1; EXPLAIN SELECT 2',
	'SELECT ";" AS [a;b], `c;` FROM (SELECT 1 AS ";", 2 AS `c;`); SELECT \'it\'\';s\'',
	"SELECT x'3b', 1.5e3, $a::b(c), :d, @e, ?1; SELECT 2",
	"SELECT '{}' -> '$', 1 || 2, 3 >> 1, 4 <> 5; -- last",
	'\uFEFFSELECT 1;\uFEFF SELECT 2',
	'SELECT 1;;;; /* a */ ; -- b\n ; SELECT 2',
	'SELECT 1 /* never closed',
	'CREATE TABLE t (a); CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END',
	'CREATE VIEW v AS SELECT CASE WHEN 1 THEN 2 END AS x; SELECT * FROM v;'
];

describe('splitting without a database', () => {
	it.each(texts)('agrees with SQLite: %s', async (sql) => {
		const { pieces, accepted } = await bySqlite(sql);
		expect(accepted).toBe(true);
		expect(dialect.split(sql)).toEqual(pieces);
	});

	it('agrees with SQLite on random texts it accepts, and up to the refusal on others', async () => {
		const fragment = fc.constantFrom(
			...['SELECT 1', "SELECT ';'", 'SELECT "a;b" FROM (SELECT 1 AS "a;b")', ';', ' ', '\n', '\t', '-- c;\n'],
			...[
				'/* ; */',
				'/*',
				'--',
				"'",
				'"',
				'`x;`',
				'[y;]',
				'\uFEFF',
				'😀',
				'é',
				'SELECT CASE 1 WHEN 1 THEN 2 END'
			],
			...[
				'CREATE TABLE t (a);',
				'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END',
				'END',
				'BEGIN'
			],
			...[
				'CREATE TEMP TRIGGER q AFTER DELETE ON t BEGIN DELETE FROM t; END;',
				'INSERT INTO t VALUES (1)',
				'\v',
				' \v',
				'\f'
			]
		);
		await fc.assert(
			fc.asyncProperty(fc.array(fragment, { maxLength: 12 }), async (fragments) => {
				const sql = fragments.join('');
				const { pieces, accepted } = await bySqlite(sql);
				const found = dialect.split(sql);
				expect(found.slice(0, pieces.length)).toEqual(pieces);
				if (accepted) expect(found).toHaveLength(pieces.length);
			}),
			{ numRuns: 400 }
		);
	}, 60_000);

	it('ends a trigger that SQLite would refuse at its first semicolon', () => {
		expect(dialect.split('CREATE TRIGGER x; SELECT 1;').map(({ sql }) => sql)).toEqual([
			'CREATE TRIGGER x;',
			'SELECT 1;'
		]);
	});
});

describe('statements that fight the step’s transaction', () => {
	const codes = (sql: string, foreignKeys = false) =>
		dialect.transactionConflicts(sql, { foreignKeys }).map(({ code, severity }) => `${severity} ${code}`);

	it.each([
		['BEGIN IMMEDIATE; SELECT 1; COMMIT;', 2],
		['end transaction; rollback to x; savepoint a; release a', 4],
		["VACUUM; VACUUM INTO 'x'", 2],
		["ATTACH 'x' AS y; DETACH y", 2],
		['PRAGMA main.synchronous = OFF', 1]
	])('are found: %s', (sql, count) => {
		expect(codes(sql)).toHaveLength(count);
		expect(codes(sql).every((code) => code.startsWith('error'))).toBe(true);
	});

	it.each([
		'SELECT \'BEGIN; COMMIT;\'; -- ROLLBACK;\n/* VACUUM; */ SELECT "commit" FROM (SELECT 1 AS "commit")',
		'CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END;',
		'PRAGMA foreign_keys; PRAGMA foreign_key_check; PRAGMA user_version = 3; PRAGMA table_info(begin)',
		'CREATE TABLE begin (vacuum, pragma); constructor'
	])('are not imagined in: %s', (sql) => {
		expect(codes(sql, true)).toEqual([]);
	});

	it.each([
		['PRAGMA foreign_keys = OFF', true, 'error foreign-keys-pragma-in-transaction'],
		['PRAGMA main.foreign_keys(0);', true, 'error foreign-keys-pragma-in-transaction'],
		['PRAGMA foreign_keys=on', true, 'warning foreign-keys-pragma-without-effect'],
		["PRAGMA foreign_keys='no'", false, 'warning foreign-keys-pragma-without-effect'],
		['PRAGMA foreign_keys = 1', false, 'error foreign-keys-pragma-in-transaction'],
		['PRAGMA journal_mode = WAL', false, 'warning pragma-without-effect']
	])('%s with foreign keys %s: %s', (sql, foreignKeys, expected) => {
		expect(codes(sql, foreignKeys)).toEqual([expected]);
	});
});
