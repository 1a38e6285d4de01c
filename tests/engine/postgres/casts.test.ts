import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const type =
	"CREATE TYPE tp AS (x int); CREATE FUNCTION t2i(tp) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.x';";
const cast = (context: string) => `CREATE CAST (tp AS int) WITH FUNCTION t2i(tp) AS ${context};`;

describe('a cast that a function makes', () => {
	it('comes before a view that needs it, and goes after it', async () => {
		const query = 'SELECT i FROM v';
		const { up, down } = await migrated(
			`${type} CREATE VIEW v AS SELECT 1 AS i`,
			`${type} ${cast('ASSIGNMENT')} CREATE VIEW v AS SELECT (ROW(2)::tp)::int AS i`,
			{},
			query
		);
		expect(up(query)).toEqual([[2]]);
		expect(down(query)).toEqual([[1]]);
	});

	it('takes a view that needs it along where it is made anew', async () => {
		const view = 'CREATE VIEW v AS SELECT (ROW(2)::tp)::int AS i';
		const { upgrade } = await migrated(
			`${type} ${cast('ASSIGNMENT')} ${view}`,
			`${type} ${cast('IMPLICIT')} ${view}`
		);
		expect(upgrade).toContain('DROP VIEW v');
	});

	it('comes before checks and computed columns that need it', async () => {
		await migrated(
			`${type} CREATE TABLE t (a tp)`,
			`${type} ${cast('ASSIGNMENT')} CREATE TABLE t (a tp, b int GENERATED ALWAYS AS (a::int) STORED, CHECK (a::int > 0))`
		);
	});

	const types = "CREATE TYPE a AS ENUM ('x', 'z'); CREATE TYPE b AS ENUM ('x', 'y');";
	const a2b =
		"CREATE FUNCTION a2b(v a) RETURNS b LANGUAGE sql IMMUTABLE AS 'SELECT ''y''::b'; CREATE CAST (a AS b) WITH FUNCTION a2b(a)";
	const query = 'SELECT v::text FROM t';
	const data = "INSERT INTO t VALUES ('x')";

	it.each([
		['is new', ''],
		['is made anew', `${a2b} AS ASSIGNMENT;`]
	])('comes before the change of type that needs it where it %s', async (_, cast) => {
		const { up, down } = await migrated(
			`${types} ${cast} CREATE TABLE t (v a)`,
			`${types} ${a2b} AS IMPLICIT; CREATE TABLE t (v b)`,
			{ data, meanwhile: "UPDATE t SET v = 'x'" },
			query
		);
		expect(up(query)).toEqual([['y']]);
		expect(down(query)).toEqual([['x']]);
	});

	it('comes before rows are copied with it into a table that is made anew', async () => {
		const { up } = await migrated(
			`${types} CREATE TABLE t (v a)`,
			`${types} ${a2b}; CREATE TABLE t (v b) PARTITION BY LIST (v); CREATE TABLE t_y PARTITION OF t DEFAULT`,
			{ data, meanwhile: "UPDATE t SET v = 'x'" },
			query
		);
		expect(up(query)).toEqual([['y']]);
	});

	it('leaves a view alone that calls the function by name', async () => {
		const view = 'CREATE VIEW v AS SELECT t2i(ROW(2)::tp) AS i';
		const { upgrade } = await migrated(
			`${type} ${cast('ASSIGNMENT')} ${view}`,
			`${type} ${cast('IMPLICIT')} ${view}`
		);
		expect(upgrade).not.toContain('VIEW');
	});
});

describe('a range', () => {
	const query = 'SELECT r::text FROM t ORDER BY id';
	it.each([
		['', 'daterange', 'datemultirange'],
		['CREATE TYPE span AS RANGE (subtype = date);', 'span', 'span_multirange'],
		['CREATE TYPE span AS RANGE (subtype = date, multirange_type_name = spans);', 'span', 'spans']
	])('becomes several of one, and one again: %s %s', async (start, one, several) => {
		const table = (type: string) => `${start} CREATE TABLE t (id int, r ${type});`;
		const data =
			"INSERT INTO t VALUES (1, '[2020-01-01,2020-02-01)'), (2, 'empty'), (3, NULL), (4, '[2020-01-01,)');";
		const { up, down, warnings } = await migrated(table(one), table(several), { data }, query);
		expect(up(query).flat()).toEqual(['{[2020-01-01,2020-02-01)}', '{}', null, '{[2020-01-01,)}']);
		expect(down(query).flat()).toEqual(['[2020-01-01,2020-02-01)', 'empty', null, '[2020-01-01,)']);
		expect(warnings).toContain(`A downgrade may fail where t has rows: \`r\` must fit ${one}.`);
	});

	it('is refused where several have gaps, and never closes them', async () => {
		const table = (type: string) => `CREATE TABLE t (id int, r ${type});`;
		const meanwhile = "INSERT INTO t VALUES (1, '{[2020-01-01,2020-01-05),[2020-02-01,2020-02-05)}')";
		await expect(migrated(table('daterange'), table('datemultirange'), { meanwhile })).rejects.toThrow(
			/malformed range/
		);
	});
});

describe('a domain over lists', () => {
	it('becomes one over lists of another type, item by item', async () => {
		const table = (type: string, most: number) =>
			`CREATE DOMAIN d AS ${type}[] CHECK (cardinality(VALUE) < ${most}); CREATE TABLE t (id int, a d);`;
		const query = 'SELECT a::text FROM t ORDER BY id';
		const options = { data: "INSERT INTO t VALUES (1, '{1,NULL,3}'), (2, NULL), (3, '{}')" };
		for (const other of ['bigint', 'text']) {
			const { up, down } = await migrated(table('int', 5), table(other, 6), options, query);
			expect(up(query).flat()).toEqual(['{1,NULL,3}', null, '{}']);
			expect(down(query)).toEqual(up(query));
		}
	});
});

describe('a cast of the user’s own to text', () => {
	it('that a column gets its type by comes with a warning, as it may leave something out', async () => {
		const made = (column: string) => `CREATE TYPE pt AS (x int, y int);
			CREATE FUNCTION pt_text(pt) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x::text';
			CREATE CAST (pt AS text) WITH FUNCTION pt_text(pt) AS ASSIGNMENT; CREATE TABLE t (v ${column});`;
		const { warnings, downgrade } = await migrated(made('pt'), made('text'), {}, '');
		expect(warnings.join(' ')).toContain(
			'`v` of t goes from pt to text: this fails where a value cannot be converted.'
		);
		expect(downgrade).toContain('values of t.v that were converted');
	});
});
