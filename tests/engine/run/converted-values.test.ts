import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { everythingIn } from '../databases.ts';
import { Asked } from './asked.ts';

/** A change of type, the values before, and what is said of it. */
interface Change {
	readonly from: string;
	readonly to: string;
	readonly values: readonly string[];
	readonly said: string | undefined;
}

async function warningsOf(dialect: DialectName, { from, to, values }: Change, options = '') {
	const table = (type: string) => `CREATE TABLE t (id integer PRIMARY KEY, a ${type})${options};`;
	const rows = values.map((value, n) => `(${n}, ${value})`).join(', ');
	const asked = await Asked.on(dialect, `${table(from)} INSERT INTO t VALUES ${rows};`, table(to));
	return (await asked.changes()).migration.warnings.filter((warning) => !warning.includes('downgrade'));
}

const onPostgres: readonly Change[] = [
	{
		from: 'numeric',
		to: 'integer',
		values: ['1.5', '2', '2.4', 'NULL', '3.0', '7.5'],
		said: '3 of 6 rows change: 1.5 becomes 2.'
	},
	{
		from: 'double precision',
		to: 'integer',
		values: ['2.5', '1', '1e12'],
		said: 'this fails, as 1 of 3 rows does not fit, such as 1000000000000; 1 of 3 rows changes: 2.5 becomes 2.'
	},
	{
		from: 'timestamptz',
		to: 'date',
		values: ["'2020-01-02 00:00:00+00'", "'2020-01-02 10:00:00+00'"],
		said: '1 of 2 rows changes: 2020-01-02 10:00:00+00 becomes 2020-01-02.'
	},
	{
		from: 'timestamp',
		to: 'date',
		values: ["'2020-01-02 00:00:01'"],
		said: '1 of 1 row changes: 2020-01-02 00:00:01 becomes 2020-01-02.'
	},
	{
		from: 'numeric(10,4)',
		to: 'numeric(10,2)',
		values: ['1.5000', '1.2345', '0'],
		said: '1 of 3 rows changes: 1.2345 becomes 1.23.'
	},
	{
		from: 'numeric(10,4)',
		to: 'numeric(4,2)',
		values: ['123.5', '1.5'],
		said: 'this fails, as 1 of 2 rows does not fit, such as 123.5000.'
	},
	{
		from: 'double precision',
		to: 'real',
		values: ['0.1', '0.5'],
		said: '1 of 2 rows changes: 0.1 becomes 0.1, which comes back as 0.10000000149011612.'
	},
	{ from: 'real', to: 'double precision', values: ['0.1', '0.5'], said: undefined },
	{
		from: 'bigint',
		to: 'integer',
		values: ['1', '3000000000'],
		said: 'this fails, as 1 of 2 rows does not fit, such as 3000000000.'
	},
	{
		from: 'bigint',
		to: 'integer',
		values: ['1', '2'],
		said: 'this fails where a value does not fit; none of 2 rows changes or is refused.'
	},
	{ from: 'integer', to: 'bigint', values: ['1'], said: undefined },
	{
		from: 'text',
		to: 'varchar(3)',
		values: ["'abc'", "'abcd'", "'ab   '"],
		said: "this fails, as 1 of 3 rows does not fit, such as 'abcd'; 1 of 3 rows changes: 'ab ' becomes 'ab '."
	},
	{
		from: 'text',
		to: 'integer',
		values: ["'7'", "'07'", "'x'", "'y'"],
		said: "this fails, as 2 of 4 rows do not fit, such as 'x'; 1 of 4 rows changes: '07' becomes 7."
	},
	{
		from: 'integer',
		to: 'boolean',
		values: ['0', '1', '2'],
		said: '1 of 3 rows changes: 2 becomes true.'
	},
	{
		from: 'integer[]',
		to: 'integer',
		values: ["'{1,2}'", "'{3}'", "'{}'"],
		said: '2 of 3 rows change: {1,2} becomes 1.'
	},
	{
		from: 'jsonb',
		to: 'integer[]',
		values: ["'[1, 2]'", `'{"a": 1}'`],
		said: 'this fails, as 1 of 2 rows does not fit, such as {"a": 1}.'
	},
	{
		from: 'json',
		to: 'jsonb',
		values: [`'{"b":1,  "a":2}'`],
		said: 'this fails where a value cannot be converted; none of 1 row changes or is refused.'
	}
];

const onSqlite: readonly Change[] = [
	{
		from: 'TEXT',
		to: 'INTEGER',
		values: ["'7'", "'07'", "'x'", 'NULL'],
		said: "1 of 4 rows changes: '07' becomes 7."
	},
	{
		from: 'INTEGER',
		to: 'TEXT',
		values: ['1', '2'],
		said: 'SQLite converts the values that look like it; none of 2 rows changes or is refused.'
	},
	{
		from: 'INTEGER',
		to: 'REAL',
		values: ['9007199254740993', '1'],
		said: '1 of 2 rows changes: 9007199254740993 becomes 9007199254740992.0.'
	},
	{ from: 'VARCHAR(10)', to: 'TEXT', values: ["'a'"], said: undefined }
];

describe('what a change of type does to the rows on PostgreSQL', () => {
	it.each(onPostgres)('is counted: $from to $to of $values', async (change) => {
		const [first, ...more] = await warningsOf('postgres', change);
		if (change.said === undefined) expect(first).toBeUndefined();
		else expect(first).toMatch(/^`a` of t goes from .+ to .+: /);
		expect(first?.replace(/^.*? to .*?: /, '')).toBe(change.said);
		expect(more).toEqual([]);
	});

	it('is counted under the new names of what is renamed, and leaves nothing behind', async () => {
		const asked = await Asked.on(
			'postgres',
			'CREATE TABLE old (id integer PRIMARY KEY, a numeric); INSERT INTO old VALUES (1, 1.5);',
			'CREATE TABLE now (id integer PRIMARY KEY, b integer);'
		);
		const before = await everythingIn(asked.database);
		const { migration } = await asked.changes({
			renames: [
				{ kind: 'table', from: 'old', to: 'now' },
				{ kind: 'column', table: 'now', from: 'a', to: 'b' }
			]
		});
		expect(migration.warnings[0]).toBe(
			'`b` of now goes from numeric to integer: 1 of 1 row changes: 1.5 becomes 2.'
		);
		expect(await everythingIn(asked.database)).toBe(before);
	});
});

describe('what a change of type does to the rows on SQLite', () => {
	it.each(onSqlite)('is counted: $from to $to of $values', async (change) => {
		const [first, ...more] = await warningsOf('sqlite', change);
		expect(first?.replace(/^.*? to .*?: /, '')).toBe(change.said);
		expect(more).toEqual([]);
	});

	it('is counted where a table becomes STRICT', async () => {
		const asked = await Asked.on(
			'sqlite',
			"CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x', 'y'), (2, 3, 'z');",
			'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT) STRICT;'
		);
		const before = await everythingIn(asked.database);
		expect((await asked.changes()).migration.warnings).toContain(
			"`a` of t takes INTEGER alone: this fails, as 1 of 2 rows does not fit, such as 'x'."
		);
		expect(await everythingIn(asked.database)).toBe(before);
	});
});
