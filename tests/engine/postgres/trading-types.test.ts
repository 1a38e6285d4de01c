import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

/** Two types under their names, a column of each, and what else there is: with the names as they are, or traded. */
const traded = (
	first: string,
	second: string,
	rest = ''
): readonly [before: string, after: string, query: string] => {
	const made = (one: string, other: string) =>
		`${first.replace('$', one)}; ${second.replace('$', other)}; CREATE TABLE t (a ${one}, b ${other}); ${rest}`;
	return [made('e', 'f'), made('f', 'e'), 'SELECT a::text, b::text FROM t'];
};

describe('two types that trade places', () => {
	it.each([
		['enums', "CREATE TYPE $ AS ENUM ('a')", "CREATE TYPE $ AS ENUM ('x')", ['a', 'x']],
		['domains', 'CREATE DOMAIN $ AS int', 'CREATE DOMAIN $ AS bigint', ['1', '2']],
		['composite types', 'CREATE TYPE $ AS (m int)', 'CREATE TYPE $ AS (n text)', ['(1)', '(x)']],
		[
			'ranges',
			'CREATE TYPE $ AS RANGE (subtype = int)',
			'CREATE TYPE $ AS RANGE (subtype = text)',
			['[1,2)', '[a,b)']
		],
		['an enum and a domain', "CREATE TYPE $ AS ENUM ('a')", 'CREATE DOMAIN $ AS text', ['a', 'x']]
	])('let their columns keep their values: %s', async (_, first, second, values) => {
		const [before, after, query] = traded(first, second);
		const data = `INSERT INTO t VALUES ('${values.join("', '")}'), (NULL, NULL)`;
		const { up, down } = await migrated(before, after, { data }, query);
		expect([up(query), down(query)]).toEqual([
			[values, [null, null]],
			[values, [null, null]]
		]);
	});

	it('take what stands on their columns along', async () => {
		const [before, after, query] = traded(
			"CREATE TYPE $ AS ENUM ('a')",
			"CREATE TYPE $ AS ENUM ('x')",
			`ALTER TABLE t ALTER a SET DEFAULT 'a', ADD UNIQUE (a), ADD CHECK (b = 'x'); CREATE INDEX i ON t (b);
			CREATE VIEW v AS SELECT a, b FROM t; CREATE TABLE below (c int) INHERITS (t);`
		);
		const { up, down } = await migrated(
			before,
			after,
			{ data: "INSERT INTO below VALUES ('a', 'x', 1)" },
			query
		);
		expect([up(query), down(query)]).toEqual([[['a', 'x']], [['a', 'x']]]);
	});
});

describe('three types that go round', () => {
	it('let their columns keep their values', async () => {
		const made = (...names: readonly string[]) =>
			[
				...names.map((name, at) => `CREATE TYPE ${name} AS ENUM ('${String(at)}')`),
				`CREATE TABLE t (${names.map((name, at) => `c${String(at)} ${name}`).join(', ')})`
			].join('; ');
		const query = 'SELECT c0::text, c1::text, c2::text FROM t';
		const { up, down } = await migrated(
			made('e', 'f', 'g'),
			made('g', 'e', 'f'),
			{ data: "INSERT INTO t VALUES ('0', '1', '2')" },
			query
		);
		expect([up(query), down(query)]).toEqual([[['0', '1', '2']], [['0', '1', '2']]]);
	});
});

describe('a domain with a check over a composite type', () => {
	const made = (attributes: string, column: string) =>
		`CREATE TYPE pair AS (${attributes}); CREATE DOMAIN d AS pair CHECK ((VALUE).zip > 0);
		CREATE TYPE outer_one AS (x d); CREATE TABLE t (v ${column});`;
	const value = 'ROW(5, 6)::pair::d';

	it.each([
		['a column', 'd', value, '(5,6)', '(6,5)'],
		['lists', 'd[]', `ARRAY[${value}]`, '{"(5,6)"}', '{"(6,5)"}'],
		['another composite type', 'outer_one', `ROW(${value})`, '("(5,6)")', '("(6,5)")']
	])(
		'follows it with the values by the names of what is inside: %s',
		async (_, column, inserted, before, after) => {
			const query = 'SELECT v::text FROM t';
			const { up, down, warnings } = await migrated(
				made('zip int, n int', column),
				made('n int, zip bigint', column),
				{ data: `INSERT INTO t VALUES (${inserted}), (NULL)` },
				query
			);
			expect([up(query), down(query)]).toEqual([
				[[after], [null]],
				[[before], [null]]
			]);
			expect(warnings).toContain(
				'In `v` of t goes `zip` from integer to bigint: this fails where a value does not fit.'
			);
		}
	);
});
