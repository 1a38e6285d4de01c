import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('a type that becomes one of another kind', () => {
	it.each([
		['a domain over it', 'CREATE DOMAIN outer_one AS inner_one;', "'a'"],
		['a composite type with it', 'CREATE TYPE outer_one AS (x inner_one);', "ROW('a')"],
		[
			'a composite type with a domain over it',
			'CREATE DOMAIN middle AS inner_one; CREATE TYPE outer_one AS (x middle);',
			"ROW('a')"
		]
	])('takes %s along, with the values', async (_, standing, value) => {
		const rest = `${standing} CREATE TABLE t (v outer_one);`;
		const query = 'SELECT v::text FROM t';
		const { up, down, warnings } = await migrated(
			`CREATE DOMAIN inner_one AS text; ${rest}`,
			`CREATE TYPE inner_one AS ENUM ('a', 'b'); ${rest}`,
			{ data: `INSERT INTO t VALUES (${value})` },
			query
		);
		expect(down(query)).toEqual(up(query));
		expect(warnings.join()).toContain('this fails where a value cannot be converted');
		expect(up(query)).toHaveLength(1);
		expect(String(up(query)[0]?.[0])).toContain('a');
	});
});

describe('a domain within lists', () => {
	it('is made anew where the function of its check has to go meanwhile', async () => {
		const rest = 'CREATE DOMAIN pos AS int CONSTRAINT p CHECK (is_ok(VALUE)); CREATE TABLE t (p pos[]);';
		const made = (argument: string) =>
			`CREATE FUNCTION is_ok(${argument}int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0'; ${rest}`;
		const query = 'SELECT p::text FROM t';
		const { up, down } = await migrated(
			made('n '),
			made(''),
			{ data: "INSERT INTO t VALUES ('{1,2}')" },
			query
		);
		expect([up(query), down(query)]).toEqual([[['{1,2}']], [['{1,2}']]]);
	});
});

describe('a composite type', () => {
	it('keeps values of an attribute that becomes a list, and back', async () => {
		const types = (attribute: string) =>
			`CREATE DOMAIN d AS ${attribute === 'd' ? 'text' : 'varchar'}; CREATE TYPE c AS (y ${attribute}, z int); CREATE TABLE t (v c);`;
		const query = 'SELECT v::text FROM t';
		const { up, down } = await migrated(
			types('d'),
			types('d[]'),
			{ data: "INSERT INTO t VALUES (ROW('k', 1)), (NULL)" },
			query
		);
		expect(up(query)).toEqual([['({k},1)'], [null]]);
		expect(down(query)).toEqual([['(k,1)'], [null]]);
	});

	it('may get its attributes in another order under a table of it, with its rows', async () => {
		const query = 'SELECT a, b FROM t';
		const { up, down } = await migrated(
			'CREATE TYPE pair AS (a int, b text); CREATE TABLE t OF pair (PRIMARY KEY (a))',
			'CREATE TYPE pair AS (b text, a int); CREATE TABLE t OF pair',
			{ data: "INSERT INTO t VALUES (1, 'x')" },
			query
		);
		expect([up(query), down(query)]).toEqual([[[1, 'x']], [[1, 'x']]]);
	});

	it('and an index over one of its attributes goes where only the index goes', async () => {
		const type = 'CREATE TYPE c AS (x text, y int); CREATE TABLE t (v c);';
		const { upgrade } = await migrated(`${type} CREATE INDEX i ON t (((v).x));`, type);
		expect(upgrade).toBe('DROP INDEX i;\n');
	});
});

describe('what falls with a column, and what does not', () => {
	it('a foreign key within a table goes before the column that it points at', async () => {
		const { upgrade } = await migrated(
			'CREATE TABLE t (id int PRIMARY KEY, k int UNIQUE, up int REFERENCES t (k))',
			'CREATE TABLE t (id int PRIMARY KEY)'
		);
		expect(upgrade).toContain('DROP CONSTRAINT t_up_fkey');
		await migrated(
			'CREATE TABLE t (k int PRIMARY KEY, up int REFERENCES t (k), z int)',
			'CREATE TABLE t (z int, up int)'
		);
	});

	it('statistics of a materialized view go where only they go', async () => {
		const view = 'CREATE TABLE t (a int, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;';
		const { upgrade } = await migrated(`${view} CREATE STATISTICS s ON a, b FROM m;`, view);
		expect(upgrade).toBe('DROP STATISTICS s;\n');
	});
});
