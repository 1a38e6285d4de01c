import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import type { RowsPage, RowsRequest } from '../../../src/lib/engine/rows/rows.ts';

const open: Database[] = [];

afterEach(async () => {
	for (const database of open.splice(0)) await database.close();
});

/** The rows of `t` after `sql`, matched with the ones before `step`. */
async function matched(sql: string, step: string, request: Partial<RowsRequest> = {}): Promise<RowsPage> {
	const after = await openDatabase('sqlite');
	await after.execute(sql);
	const before = await openDatabase('sqlite', { image: await after.snapshot() });
	open.push(before, after);
	await after.execute(step);
	return readRows({ before, after }, { table: 't', offset: 0, limit: 100, side: 'both', ...request });
}

describe('one row is never matched with two', () => {
	it('when a text key becomes a number and two keys would be the same number', async () => {
		const { fates } = await matched(
			"CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('1', 1), ('01', 2);",
			"CREATE TABLE n (k INTEGER PRIMARY KEY, v); INSERT INTO n SELECT k, v FROM t WHERE k = '1'; DROP TABLE t; ALTER TABLE n RENAME TO t;"
		);
		expect(fates).toEqual({ kept: 0, changed: 0, added: 1, lost: 2 });
	});

	it('when a key stops telling upper from lower case', async () => {
		const { fates } = await matched(
			"CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('a', 1), ('A', 2);",
			"CREATE TABLE n (k TEXT COLLATE NOCASE PRIMARY KEY, v); INSERT INTO n SELECT k, v FROM t WHERE k = 'a'; DROP TABLE t; ALTER TABLE n RENAME TO t;"
		);
		expect(fates).toEqual({ kept: 1, changed: 0, added: 0, lost: 1 });
	});

	it('yet a key that only changes its type still names the same row', async () => {
		const { fates } = await matched(
			"CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES ('1', 1), ('2', 2);",
			'CREATE TABLE n (k INTEGER PRIMARY KEY, v); INSERT INTO n SELECT k, v FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;'
		);
		expect(fates).toEqual({ kept: 2, changed: 0, added: 0, lost: 0 });
	});

	it('kept, changed and added rows are the rows after; kept, changed and lost ones the rows before', async () => {
		const key = fc.constantFrom('k TEXT', 'k INT', 'k', 'k TEXT COLLATE NOCASE', 'k REAL');
		const table = fc.record({ key, primary: fc.boolean() });
		const value = fc.constantFrom("'1'", '1', '1.0', "'01'", "'a'", "'A'", 'NULL', "x'61'", "'1.0'", '2');
		const rows = fc.array(fc.tuple(value, value), { maxLength: 6 });
		const make = (name: string, { key, primary }: { key: string; primary: boolean }) =>
			`CREATE TABLE ${name} (${key}${primary ? ' PRIMARY KEY' : ''}, v);`;
		const insert = (name: string, list: readonly (readonly string[])[]) =>
			list.map((row) => `INSERT OR IGNORE INTO ${name} VALUES (${row.join(', ')});`).join('');
		await fc.assert(
			fc.asyncProperty(table, rows, table, rows, fc.boolean(), async (from, old, to, more, sameSpot) => {
				const step = sameSpot
					? `DROP TABLE t; ${make('t', to)} ${insert('t', more)}`
					: `${make('n', to)} INSERT OR IGNORE INTO n SELECT * FROM t WHERE v IS NOT 2; ${insert('n', more)} DROP TABLE t; ALTER TABLE n RENAME TO t;`;
				const count = async (database: Database | undefined) =>
					Number((await database?.query('SELECT count(*) FROM t'))?.rows[0]?.[0]);
				const page = await matched(`${make('t', from)} ${insert('t', old)}`, step);
				const [before, after] = open.splice(0);
				const { kept, changed, added, lost } = page.fates ?? { kept: -1, changed: 0, added: 0, lost: 0 };
				expect(kept + changed + added).toBe(await count(after));
				expect(kept + changed + lost).toBe(await count(before));
				expect(page.rows).toHaveLength(page.total);
				await before?.close();
				await after?.close();
			}),
			{ numRuns: 150 }
		);
	});
});

describe('a table without a key', () => {
	it('goes by value where it was dropped and made again in the same spot', async () => {
		const page = await matched(
			"CREATE TABLE t (v); INSERT INTO t VALUES ('a'), ('b');",
			"DROP TABLE t; CREATE TABLE t (v); INSERT INTO t VALUES ('x'), ('y'), ('a');"
		);
		expect(page.fates).toEqual({ kept: 1, changed: 0, added: 2, lost: 1 });
		expect(page.identity).toContain('by value');
	});

	it('goes by value where VACUUM gave the rows new numbers', async () => {
		const page = await matched(
			"CREATE TABLE t (v); INSERT INTO t VALUES ('a'), ('b'), ('c');",
			"DELETE FROM t WHERE v = 'a'; VACUUM;"
		);
		expect(page.fates).toEqual({ kept: 2, changed: 0, added: 0, lost: 1 });
	});

	it('tells texts apart behind a NUL, and takes 1 and 1.0 for the same', async () => {
		const { rows, fates } = await matched(
			"CREATE TABLE t (v); INSERT INTO t VALUES ('a' || char(0) || 'b'), (1);",
			"CREATE TABLE n (v REAL); INSERT INTO n VALUES ('a' || char(0) || 'c'), (1.0); DROP TABLE t; ALTER TABLE n RENAME TO t;"
		);
		expect(fates).toEqual({ kept: 1, changed: 0, added: 1, lost: 1 });
		expect(rows.find(({ fate }) => fate === 'kept')?.values).toEqual([1]);
	});
});

it.each([
	['with a key', 'c0 INTEGER PRIMARY KEY', 1999],
	['without one', 'c0', 1100]
])('a table of very many columns %s is matched, searched and ordered', async (_what, first, more) => {
	const columns = Array.from({ length: more }, (_, at) => `c${at + 1}`);
	const make = (name: string) => `CREATE TABLE ${name} (${[first, ...columns].join(', ')});`;
	const page = await matched(
		`${make('t')} INSERT INTO t (c0, c1050) VALUES (1, 'x'), (2, 'y'), (3, 'z');`,
		`${make('n')} INSERT INTO n SELECT * FROM t WHERE c0 < 3; DROP TABLE t; ALTER TABLE n RENAME TO t;`,
		{ search: 'Z', orderBy: { column: 'c1050', descending: true } }
	);
	expect(page.fates).toEqual({ kept: 2, changed: 0, added: 0, lost: 1 });
	expect(page.rows.map(({ values }) => values[1050])).toEqual(['z']);
});

describe('rows known by their number alone', () => {
	const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, v);';

	it.each([
		[
			'all numbers are there on both sides',
			'(1), (2), (3)',
			'(1), (2), (3)',
			{ kept: 3, changed: 0, added: 0, lost: 0 }
		],
		[
			'as many lie between the same ends',
			'(1), (2), (4)',
			'(1), (3), (4)',
			{ kept: 2, changed: 0, added: 1, lost: 1 }
		],
		[
			'as many follow each other elsewhere',
			'(1), (2), (3)',
			'(2), (3), (4)',
			{ kept: 2, changed: 0, added: 1, lost: 1 }
		],
		[
			'the ends are further apart than a double tells',
			'(-9223372036854775808), (9223372036854775807)',
			'(-9223372036854775808), (9223372036854775807)',
			{ kept: 2, changed: 0, added: 0, lost: 0 }
		]
	])('are counted right where %s', async (_, before, after, fates) => {
		const insert = (rows: string) => `INSERT INTO t (id) VALUES ${rows};`;
		const page = await matched(table + insert(before), `DELETE FROM t; ${insert(after)}`);
		expect(page.fates).toEqual(fates);
	});
});
