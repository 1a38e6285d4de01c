import { describe, expect, it } from 'vitest';
import { migrationOf, targets } from './at-targets.ts';

describe.each(targets)('rules that drop or replace rows by themselves, on SQLite %s or newer', (target) => {
	const rows = 'INSERT INTO t VALUES (1, 5, NULL), (2, 5, 8);';
	const plain = 'CREATE TABLE t (id INTEGER, a INT, b INT)';
	const two = [
		[1, 5, null],
		[2, 5, 8]
	];

	it.each([
		'CREATE TABLE t (id INTEGER, a INT UNIQUE ON CONFLICT IGNORE, b INT)',
		'CREATE TABLE t (id INTEGER, a INT, b INT, UNIQUE (a) ON CONFLICT REPLACE)',
		'CREATE TABLE t (id INTEGER, a INTEGER PRIMARY KEY ON CONFLICT IGNORE, b INT)',
		'CREATE TABLE t (id INTEGER, a INT PRIMARY KEY ON CONFLICT FAIL, b INT)',
		'CREATE TABLE t (id INTEGER, a INT UNIQUE ON CONFLICT ROLLBACK, b INT)',
		'CREATE TABLE t (id INTEGER, a INT, b TEXT NOT NULL ON CONFLICT IGNORE)'
	])('refuse the rows that break them instead, where a migration brings %s', async (after) => {
		const step = await migrationOf({ before: plain, after, rows }, { target, rows: { t: 2 } });
		expect(step.upgrade.sql).toContain('INSERT OR ABORT INTO new_t');
		expect(() => step.up()).toThrow('constraint failed');
		expect(step.rows('SELECT * FROM t ORDER BY id')).toEqual(two);
	});

	it('let the rows pass that keep them, and go again', async () => {
		const after = 'CREATE TABLE t (id INTEGER UNIQUE ON CONFLICT REPLACE, a INT, b INT)';
		const step = await migrationOf({ before: plain, after, rows }, { target, rows: { t: 2 } });
		step.up();
		step.down();
		expect(step.rows('SELECT * FROM t ORDER BY id')).toEqual(two);
		expect(step.downgrade.sql).not.toContain('ABORT');
	});

	it('do not take a row away for a value that is filled in', async () => {
		const before = 'CREATE TABLE t (id INTEGER, a INT UNIQUE ON CONFLICT REPLACE, b INT)';
		const step = await migrationOf(
			{
				before,
				after: before.replace('UNIQUE', 'NOT NULL UNIQUE'),
				rows: 'INSERT INTO t VALUES (1, 5, 1), (2, NULL, 2)'
			},
			{ target, rows: { t: 2 }, fills: [{ direction: 'upgrade', table: 't', column: 'a', expression: '5' }] }
		);
		expect(() => step.up()).toThrow('UNIQUE constraint failed');
		expect(step.rows('SELECT id FROM t ORDER BY id')).toEqual([[1], [2]]);
	});
});
