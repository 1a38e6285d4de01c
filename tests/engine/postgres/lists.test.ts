import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

/** A pair of types, with values that must come back, and what they are in between. */
interface Pair {
	readonly from: string;
	readonly to: string;
	/** Values before, as texts, each with what it is after the upgrade. */
	readonly values: readonly (readonly [before: string | null, between: string | null])[];
	/** Made before the table. */
	readonly types?: string;
}

const pairs: readonly Pair[] = [
	{
		from: 'int[]',
		to: 'text',
		values: [
			['{1,2}', '{1,2}'],
			['{}', '{}'],
			['{NULL,7}', '{NULL,7}'],
			['{{1,2},{3,4}}', '{{1,2},{3,4}}'],
			['[0:1]={5,6}', '[0:1]={5,6}'],
			[null, null]
		]
	},
	{
		from: 'text[]',
		to: 'text',
		values: [
			['{a,"b c"}', '{a,"b c"}'],
			['{a}', '{a}'],
			['{"{x}","1,2",NULL,"NULL",""}', '{"{x}","1,2",NULL,"NULL",""}'],
			['{}', '{}'],
			['{{a,b},{c,d}}', '{{a,b},{c,d}}'],
			[null, null]
		]
	},
	{ from: 'varchar(9)[]', to: 'varchar(40)', values: [['{a,b}', '{a,b}']] },
	{ from: 'numeric(8,2)[]', to: 'text', values: [['{1.50,2.00}', '{1.50,2.00}']] },
	{
		from: 'mood[]',
		to: 'text',
		types: "CREATE TYPE mood AS ENUM ('ok', 'so so')",
		values: [['{"so so",ok}', '{"so so",ok}']]
	},
	{
		from: 'text',
		to: 'int[]',
		values: [
			['{1,2}', '{1,2}'],
			['{}', '{}'],
			['{{1},{2}}', '{{1},{2}}'],
			[null, null]
		]
	},
	{
		from: 'text',
		to: 'date[]',
		values: [
			['{2020-01-02}', '{2020-01-02}'],
			[null, null]
		]
	},
	{
		from: 'text',
		to: 'text[]',
		values: [
			['a', '{a}'],
			['{a,b}', '{"{a,b}"}'],
			['', '{""}'],
			[null, null]
		]
	},
	{ from: 'varchar(5)', to: 'text[]', values: [['a b', '{"a b"}']] },
	{
		from: 'int',
		to: 'int[]',
		values: [
			['7', '{7}'],
			[null, null]
		]
	},
	{
		from: 'int',
		to: 'text[]',
		values: [
			['7', '{7}'],
			[null, null]
		]
	},
	{ from: 'date', to: 'date[]', values: [['2020-01-02', '{2020-01-02}']] },
	{
		from: 'mood',
		to: 'mood[]',
		types: "CREATE TYPE mood AS ENUM ('ok', 'so so')",
		values: [['so so', '{"so so"}']]
	},
	{ from: 'point', to: 'point[]', values: [['(1,2)', '{"(1,2)"}']] },
	{
		from: 'jsonb',
		to: 'jsonb[]',
		values: [
			['{"a": [1]}', '{"{\\"a\\": [1]}"}'],
			['[1, 2]', '{"[1, 2]"}'],
			[null, null]
		]
	},
	{ from: 'text', to: 'jsonb[]', values: [['{"a": 1}', '{"{\\"a\\": 1}"}']] },
	{
		from: 'int[]',
		to: 'jsonb',
		values: [
			['{1,NULL}', '[1, null]'],
			['{}', '[]'],
			['{{1,2},{3,4}}', '[[1, 2], [3, 4]]'],
			[null, null]
		]
	},
	{ from: 'text[]', to: 'jsonb', values: [['{a,"b \\"c\\""}', '["a", "b \\"c\\""]']] },
	{ from: 'text[]', to: 'json', values: [['{a,b}', '["a","b"]']] },
	{
		from: 'jsonb',
		to: 'text[]',
		values: [
			['["a", "b,c"]', '{a,"b,c"}'],
			['[]', '{}'],
			[null, null]
		]
	},
	{
		from: 'timestamptz[]',
		to: 'jsonb',
		values: [['{"2020-01-02 03:04:05+00"}', '["2020-01-02T03:04:05+00:00"]']]
	},
	{
		from: 'int[]',
		to: 'bigint[]',
		values: [
			['{1,2}', '{1,2}'],
			['{{1},{2}}', '{{1},{2}}']
		]
	},
	{
		from: 'int[]',
		to: 'text[]',
		values: [
			['{1,2}', '{1,2}'],
			['{{1},{NULL}}', '{{1},{NULL}}']
		]
	},
	{
		from: 'few',
		to: 'text',
		types: 'CREATE DOMAIN few AS int[] CHECK (cardinality(VALUE) < 5)',
		values: [
			['{1,2}', '{1,2}'],
			[null, null]
		]
	},
	{
		from: 'int',
		to: 'few',
		types: 'CREATE DOMAIN few AS int[] CHECK (cardinality(VALUE) < 5)',
		values: [
			['3', '{3}'],
			[null, null]
		]
	}
];

const table = (type: string) => `CREATE TABLE t (id int PRIMARY KEY, a ${type})`;

function valueIn(text: string | null): string {
	return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
}

describe('a column of lists', () => {
	it.each(pairs)('goes from $from to $to with its values and back', async ({ from, to, values, types }) => {
		const query = 'SELECT a::text FROM t ORDER BY id';
		const made = types === undefined ? '' : `${types};\n`;
		const { up, down, warnings } = await migrated(
			made + table(from),
			made + table(to),
			{ data: `INSERT INTO t VALUES ${values.map(([value], n) => `(${n}, ${valueIn(value)})`).join(', ')}` },
			query
		);
		expect(up(query)).toEqual(values.map(([, between]) => [between]));
		expect(down(query)).toEqual(values.map(([before]) => [before]));
		expect(warnings.join()).not.toContain('only the first');
	});

	it('keeps the first of each list only where there is no room for more, and says so', async () => {
		const query = 'SELECT a::text FROM t ORDER BY id';
		const { up, down, warnings } = await migrated(
			table('int[]'),
			table('int'),
			{ data: "INSERT INTO t VALUES (1, '{1,2}'), (2, '{3}'), (3, '{}'), (4, NULL)" },
			query
		);
		expect(up(query)).toEqual([['1'], ['3'], [null], [null]]);
		expect(down(query)).toEqual([['{1}'], ['{3}'], [null], [null]]);
		expect(warnings[0]).toBe(
			'`a` of t goes from integer[] to integer: of each list only the first value is kept.'
		);
	});

	it('from lists that must not be NULL to their first values, which an empty list does not have, it is said', async () => {
		const before = 'CREATE TABLE t (a int[] NOT NULL)';
		const after = 'CREATE TABLE t (a numeric NOT NULL)';
		const { warnings } = await migrated(before, after);
		expect(warnings).toContain(
			'This fails if the first value of `a` of t is NULL in some row: an empty list has none.'
		);
		const data = "INSERT INTO t VALUES ('{}')";
		await expect(migrated(before, after, { data })).rejects.toThrow('contains null values');
	});

	it('takes its default along', async () => {
		const { up, down } = await migrated(
			`CREATE TABLE t (id int PRIMARY KEY, a text[] NOT NULL DEFAULT '{x,y}')`,
			`CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x')`,
			{ data: 'INSERT INTO t VALUES (1)', meanwhile: "INSERT INTO t VALUES (2, '{z}')" },
			'SELECT a::text FROM t ORDER BY id'
		);
		expect(up('SELECT a::text FROM t ORDER BY id')).toEqual([['{x,y}']]);
		expect(down('SELECT a::text FROM t ORDER BY id')).toEqual([['{x,y}'], ['{z}']]);
	});

	it('reads a text as a list on the way back, in the words of PostgreSQL', async () => {
		const { downgrade } = await migrated(table('int[]'), table('text'));
		expect(downgrade).toContain('ALTER TABLE t ALTER COLUMN a TYPE integer[] USING a::integer[];');
	});
});
