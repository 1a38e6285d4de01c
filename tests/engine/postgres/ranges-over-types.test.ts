import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('a range over a type that is made anew', () => {
	it.each([
		[
			'an enum',
			"CREATE TYPE s AS ENUM ('a', 'b')",
			"CREATE TYPE s AS ENUM ('a')",
			"'[a,a]', ARRAY['[a,a]'::r], '{[a,a]}'",
			['[a,a]', '{"[a,a]"}', '{[a,a]}']
		],
		[
			'a composite type',
			'CREATE TYPE s AS (n int)',
			'CREATE TYPE s AS (n bigint)',
			"r(ROW(1)::s, ROW(2)::s), ARRAY[r(ROW(1)::s, NULL)], '{}'",
			['["(1)","(2)")', '{"[\\"(1)\\",)"}', '{}']
		],
		[
			'a domain',
			'CREATE DOMAIN s AS int',
			'CREATE DOMAIN s AS bigint',
			"'[1,2]', '{}', '{[1,2]}'",
			['[1,2]', '{}', '{[1,2]}']
		]
	])('follows it, and columns keep their values: %s', async (_, before, after, values, kept) => {
		const rest = 'CREATE TYPE r AS RANGE (subtype = s); CREATE TABLE t (x r, y r[], z r_multirange);';
		const query = 'SELECT x::text, y::text, z::text FROM t';
		const { up, down, warnings } = await migrated(
			`${before}; ${rest}`,
			`${after}; ${rest}`,
			{ data: `INSERT INTO t VALUES (${values}), (NULL, NULL, NULL)` },
			query
		);
		const rows = [kept, [null, null, null]];
		expect([up(query), down(query)]).toEqual([rows, rows]);
		expect(warnings.join()).toContain('`x` of t');
	});

	it.each([
		['a column', 'r', '$', '["(2,1)","(3,2)")'],
		['a domain', 'checked', '$', '["(2,1)","(3,2)")'],
		['a composite type', 'outer_one', 'ROW($)', '("[""(2,1)"",""(3,2)"")")']
	])(
		'is brought over by the names of the attributes at both its ends: within %s',
		async (_, column, value, kept) => {
			const made = (
				attributes: string
			) => `CREATE TYPE s AS (${attributes}); CREATE TYPE r AS RANGE (subtype = s);
			CREATE DOMAIN checked AS r CHECK (NOT isempty(VALUE)); CREATE TYPE outer_one AS (x r); CREATE TABLE t (v ${column});`;
			const query = 'SELECT v::text FROM t';
			const inserted = value.replace('$', 'r(ROW(1, 2)::s, ROW(2, 3)::s)');
			const { up, down } = await migrated(
				made('n int, m int'),
				made('m int, n bigint'),
				{ data: `INSERT INTO t VALUES (${inserted}), (NULL)` },
				query
			);
			expect(up(query)).toEqual([[kept], [null]]);
			expect(down(query)).toHaveLength(2);
			expect(String(down(query)[0]?.[0])).toContain('(1,2)');
		}
	);

	it('brings an empty range and open ends over', async () => {
		const made = (type: string) =>
			`CREATE TYPE s AS (n ${type}); CREATE TYPE r AS RANGE (subtype = s); CREATE TABLE t (v r);`;
		const query = 'SELECT v::text FROM t';
		const { up } = await migrated(
			made('int'),
			made('bigint'),
			{ data: "INSERT INTO t VALUES ('empty'), (r(NULL, ROW(1)::s, '(]')), (r(NULL, NULL))" },
			query
		);
		expect(up(query)).toEqual([['empty'], ['(,"(1)"]'], ['(,)']]);
	});

	it.each([
		['is made anew itself', ['int', 'x', 'int'], ['int', 'y', 'int']],
		['takes values of such a type', ['int', 'x', 's'], ['bigint', 'x', 's']]
	])(
		'lets the function that tells how far apart its ends are go last, where that %s',
		async (_, old, now) => {
			const made = ([type = '', name = '', subtype = '']: readonly string[]) =>
				`CREATE DOMAIN s AS ${type};
			CREATE FUNCTION apart(${name} ${subtype}, b ${subtype}) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT 1.0::float8';
			COMMENT ON FUNCTION apart IS 'how far';
			CREATE TYPE r AS RANGE (subtype = ${subtype}, subtype_diff = apart); CREATE TABLE t (v r);`;
			const query = 'SELECT v::text FROM t';
			const data = "INSERT INTO t VALUES ('[1,4)')";
			const { up, down } = await migrated(made(old), made(now), { data }, query);
			expect([up(query), down(query)]).toEqual([[['[1,4)']], [['[1,4)']]]);
		}
	);
});
