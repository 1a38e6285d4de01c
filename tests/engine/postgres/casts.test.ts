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
