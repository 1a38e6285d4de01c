import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

/** The doubts about a downgrade. */
async function doubts(before: string, after: string): Promise<readonly string[]> {
	const { warnings } = await migrated(before, after);
	return warnings.filter((warning) => warning.startsWith('A downgrade may fail'));
}

describe('a downgrade may get stuck, which the upgrade says beforehand, where', () => {
	it.each([
		[
			'a column that comes back must point at a row',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, p int NOT NULL REFERENCES p)',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int)',
			'`p` is filled with (SELECT id FROM p ORDER BY id LIMIT 1) and must point at a row of p.'
		],
		[
			'a column that comes back must keep rows apart',
			'CREATE TABLE t (a int, b boolean NOT NULL UNIQUE)',
			'CREATE TABLE t (a int)',
			'`b` is filled with false and must keep rows apart in t_b_key.'
		],
		[
			'a column that comes back must keep a check',
			'CREATE TABLE t (a int, b int NOT NULL CHECK (b > 0))',
			'CREATE TABLE t (a int)',
			'`b` is filled with 0 and must keep the check b > 0.'
		],
		[
			'values go back into a narrower type',
			'CREATE TABLE t (a int)',
			'CREATE TABLE t (a text)',
			'`a` must fit integer.'
		],
		[
			'computed values are ordinary ones again',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int NOT NULL REFERENCES p)',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)',
			'`b` must point at a row of p.'
		],
		[
			'NULLs have got a default meanwhile, and a key over it comes back',
			'CREATE TABLE t (a int UNIQUE)',
			'CREATE TABLE t (a int NOT NULL DEFAULT 5)',
			'`a` must keep rows apart in t_a_key.'
		],
		[
			'a key points at a table that comes back empty',
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p)',
			'CREATE TABLE t (a int)',
			'`a` must point at a row of p, which comes back empty.'
		]
	])('%s', async (_, before, after, rule) => {
		expect(await doubts(before, after)).toContain(`A downgrade may fail where t has rows: ${rule}`);
	});

	it.each([
		['a new column goes', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a int, b int)'],
		[
			'a column comes back with a number each',
			'CREATE TABLE t (a int, b int NOT NULL UNIQUE)',
			'CREATE TABLE t (a int)'
		],
		[
			'a column comes back that may be NULL',
			'CREATE TABLE t (a int, b int UNIQUE)',
			'CREATE TABLE t (a int)'
		],
		['values go back into a wider type', 'CREATE TABLE t (a bigint)', 'CREATE TABLE t (a int)'],
		[
			'a default keeps the check that is about it',
			'CREATE TABLE t (a int, b int NOT NULL DEFAULT 1 CHECK (b > 0))',
			'CREATE TABLE t (a int)'
		],
		[
			'what comes back is in a key with what was one',
			'CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL, UNIQUE (a, b))',
			'CREATE TABLE t (a int PRIMARY KEY)'
		]
	])('and not where %s', async (_, before, after) => {
		expect(await doubts(before, after)).toEqual([]);
	});
});
