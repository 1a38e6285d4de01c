import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';
import { roundTrip } from './round-trip.ts';

const types = {
	'an enum': "CREATE TYPE d AS ENUM ('a', 'b');",
	'a domain': 'CREATE DOMAIN d AS text;',
	'a composite type': 'CREATE TYPE d AS (p int, q text);',
	'a range': 'CREATE TYPE d AS RANGE (subtype = int4);'
};

const pairs = Object.entries(types).flatMap(([from, before]) =>
	Object.entries(types).flatMap(([to, after]) => (from < to ? [[from, to, before, after] as const] : []))
);

const users = `CREATE TABLE t (id int, x d, y d[]); CREATE INDEX i ON t (x); CREATE VIEW v AS SELECT x, g(x) AS gx FROM t;`;
const using = `CREATE FUNCTION g(d) RETURNS d LANGUAGE sql IMMUTABLE AS 'SELECT $1';`;

describe('a type of the same name and another kind', () => {
	it.each(pairs)(
		'takes the place of the other under all that has it: %s and %s',
		async (_, __, before, after) => {
			const body = users.replace('CREATE TABLE t', `${using} CREATE TABLE t`);
			await migrated(before + body, after + body);
			await migrated(after + body, before + body);
		}
	);

	it('takes the values along, with a warning that some may not fit', async () => {
		const query = 'SELECT x::text, y::text FROM t';
		const table = 'CREATE TABLE t (x d, y d[]);';
		const { up, down, downgrade, warnings } = await migrated(
			`CREATE DOMAIN d AS text; ${table}`,
			`${types['an enum']} ${table}`,
			{ data: "INSERT INTO t VALUES ('a', '{b,a}')" },
			query
		);
		expect([up(query), down(query)]).toEqual([[['a', '{b,a}']], [['a', '{b,a}']]]);
		expect(warnings).toContain(
			'`x` of t goes from one d to another: this fails where a value cannot be converted.'
		);
		expect(downgrade).toContain('values of t.x that were converted');
	});
});

describe('a text that is too long for the new type is refused, not cut off', () => {
	it.each([
		[
			'a domain becomes shorter',
			'CREATE DOMAIN d AS text; CREATE TABLE t (x d);',
			'CREATE DOMAIN d AS varchar(3); CREATE TABLE t (x d);',
			"'abcdef'"
		],
		[
			'an enum becomes a short domain',
			"CREATE TYPE d AS ENUM ('abcdef'); CREATE TABLE t (x d);",
			'CREATE DOMAIN d AS varchar(3); CREATE TABLE t (x d);',
			"'abcdef'"
		],
		['a value becomes a list', 'CREATE TABLE t (x int)', 'CREATE TABLE t (x varchar(3)[])', '12345'],
		['text becomes bits', 'CREATE TABLE t (x text)', 'CREATE TABLE t (x bit(3))', "'10101'"]
	])('where %s', async (_, before, after, value) => {
		await expect(roundTrip(before, after, `INSERT INTO t VALUES (${value})`)).rejects.toThrow(
			/too long|does not match/
		);
	});
});
