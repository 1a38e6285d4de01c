import { describe, expect, test } from 'vitest';
import { render } from './rendered.ts';

describe('a warning says where an upgrade may fail', () => {
	test.each([
		[
			'values that a strict table no longer takes',
			'CREATE TABLE t (a TEXT) STRICT',
			'CREATE TABLE t (a INT) STRICT',
			"INSERT INTO t VALUES ('x')",
			'This fails if `a` of t is no INT in some row.'
		],
		[
			'computed values that a strict table does not take',
			'CREATE TABLE t (a ANY) STRICT',
			"CREATE TABLE t (a ANY, b INT AS (a || '!')) STRICT",
			'INSERT INTO t VALUES (1)',
			'This fails if `b` of t is no INT in some row.'
		],
		[
			'a text that is no JSON under an index on what is in it',
			'CREATE TABLE t (a TEXT)',
			"CREATE TABLE t (a TEXT); CREATE INDEX i ON t (json_extract(a, '$.x'))",
			"INSERT INTO t VALUES ('no')",
			"This fails if json_extract(a, '$.x') cannot be computed for a row of t."
		],
		[
			'values that are computed from now on and no longer differ',
			'CREATE TABLE t (a TEXT, b TEXT UNIQUE)',
			'CREATE TABLE t (a TEXT, b TEXT AS (length(a)) STORED UNIQUE)',
			"INSERT INTO t VALUES ('x', 'x'), ('y', 'y')",
			'This fails if two rows of t have the same `b`.'
		],
		[
			'what must not be NULL and is computed from a column that comes without values',
			'CREATE TABLE t (a INT, b INT NOT NULL AS (a * 2) STORED)',
			'CREATE TABLE t (z INT, b INT NOT NULL AS (z * 2) STORED)',
			'INSERT INTO t (a) VALUES (1)',
			'This fails if `b` of t is NULL in some row.'
		],
		[
			'values that are one number under another type',
			'CREATE TABLE t (a TEXT UNIQUE)',
			'CREATE TABLE t (a INTEGER UNIQUE)',
			"INSERT INTO t VALUES ('1'), ('01')",
			'This fails if two rows of t have the same `a`.'
		],
		[
			'names that differ only in their case under another collation',
			'CREATE TABLE t (a TEXT UNIQUE)',
			'CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE)',
			"INSERT INTO t VALUES ('a'), ('A')",
			'This fails if two rows of t have the same `a`.'
		],
		[
			'a default that takes the place of NULL in two rows',
			"CREATE TABLE t (a TEXT DEFAULT 'x' UNIQUE)",
			"CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x' UNIQUE)",
			'INSERT INTO t VALUES (NULL), (NULL)',
			'This fails if two rows of t have the same `a`.'
		],
		[
			'a check that converted values break',
			"CREATE TABLE t (a TEXT CHECK (typeof(a) = 'text'))",
			"CREATE TABLE t (a INTEGER CHECK (typeof(a) = 'text'))",
			"INSERT INTO t VALUES ('1')",
			"This fails if a row of t breaks the check typeof(a) = 'text'."
		],
		[
			'what becomes the row number and is no number',
			'CREATE TABLE t (a INTEGER)',
			'CREATE TABLE t (a INTEGER PRIMARY KEY)',
			"INSERT INTO t VALUES ('x')",
			'This fails if `a` of t is no whole number in some row.'
		]
	])('%s', async (_, before, after, rows, warning) => {
		const step = await render(before, after, { rows: { t: 2 } });
		expect(step.warnings).toContain(warning);
		await step.fill(rows);
		await expect(step.up()).rejects.toThrow(
			/constraint failed|cannot store|datatype mismatch|malformed JSON/
		);
	});

	test('and not where the new type keeps values as they are', async () => {
		const step = await render('CREATE TABLE t (a INT UNIQUE)', 'CREATE TABLE t (a BIGINT UNIQUE)');
		expect(step.warnings.join()).not.toMatch(/fail/);
	});
});

describe('a warning says where a downgrade may fail', () => {
	test('on values that were converted', async () => {
		const step = await render('CREATE TABLE t (a INT) STRICT', 'CREATE TABLE t (a TEXT) STRICT');
		expect(step.warnings).toContain('A downgrade may fail where t has rows: `a` must be INT in every row.');
		await step.fill('INSERT INTO t VALUES (1)');
		await step.up();
		await step.fill("INSERT INTO t VALUES ('x')");
		await expect(step.down()).rejects.toThrow('cannot store');
	});

	test('on values that were computed meanwhile, in a table that takes one type only', async () => {
		const plain = 'CREATE TABLE t (a TEXT, b INTEGER) STRICT';
		const computed = (type: string) => `CREATE TABLE t (a TEXT, b ${type} AS (a || '!')) STRICT`;
		const doubt = 'A downgrade may fail where t has rows: `b` must be INTEGER in every row.';
		expect((await render(plain, computed('INTEGER'))).warnings).not.toContain(doubt);
		const step = await render(plain, computed('TEXT'));
		expect(step.warnings).toContain(doubt);
		await step.fill("INSERT INTO t VALUES ('x', 1)");
		await step.up();
		await expect(step.down()).rejects.toThrow('cannot store');
	});
});
