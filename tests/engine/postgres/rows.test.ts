import { describe, expect, it } from 'vitest';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import type { RowsRequest } from '../../../src/lib/engine/rows/rows.ts';
import { emptyDatabase } from '../databases.ts';

async function page(sql: string, request: Partial<RowsRequest>) {
	const database = await emptyDatabase('postgres');
	await database.execute(sql);
	return readRows({ after: database }, { table: 't', offset: 0, limit: 3, side: 'after', ...request });
}

const ten =
	"CREATE TABLE t (id int PRIMARY KEY, name text, doc json); INSERT INTO t SELECT i, 'Name ' || i % 2, '{}' FROM generate_series(10, 1, -1) i;";

describe('rows', () => {
	it('come a page at a time in the order of the key', async () => {
		const { columns, rows, total } = await page(ten, { offset: 3 });
		expect(columns.map(({ name }) => name)).toEqual(['id', 'name', 'doc']);
		expect(rows.map(({ values }) => values[0])).toEqual([4, 5, 6]);
		expect(total).toBe(10);
	});

	it('are ordered by a column, whether its type has an order or not, and then by the key', async () => {
		const by = async (column: string, descending: boolean) =>
			(await page(ten, { orderBy: { column, descending } })).rows.map(({ values }) => values[0]);
		expect(await by('name', true)).toEqual([1, 3, 5]);
		expect(await by('doc', false)).toEqual([1, 2, 3]);
		expect(await by('nosuch', false)).toEqual([1, 2, 3]);
	});

	it('are searched in every cell but bytes, A to Z in upper and lower case alike', async () => {
		expect((await page(ten, { search: 'NAME 1' })).total).toBe(5);
		const wide = `CREATE TABLE t (b bytea, ${Array.from({ length: 200 }, (_, at) => `c${at} int`).join(', ')}); INSERT INTO t (b, c199) VALUES ('7', 42), ('7', 8)`;
		expect((await page(wide, { search: '42' })).total).toBe(1);
		expect((await page(wide, { search: 'x37' })).total).toBe(0);
	});

	it('of a table without a key, a view, a partitioned table and another schema can be read', async () => {
		const sql = `CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
			INSERT INTO p VALUES (1); CREATE VIEW v AS SELECT 1 AS x; CREATE SCHEMA "Other"; CREATE TABLE "Other"."T" ();
			CREATE TABLE t (a int); INSERT INTO t VALUES (2), (1); INSERT INTO "Other"."T" DEFAULT VALUES;`;
		expect((await page(sql, {})).rows.map(({ values }) => values)).toEqual([[2], [1]]);
		expect((await page(sql, { table: 'p' })).rows).toEqual([{ values: [1] }]);
		expect((await page(sql, { table: 'v' })).rows).toEqual([{ values: [1] }]);
		expect(await page(sql, { table: '"Other"."T"' })).toEqual({
			columns: [],
			rows: [{ values: [] }],
			total: 1
		});
		expect(await page(sql, { table: 'nosuch' })).toEqual({ columns: [], rows: [], total: 0 });
	});
});
