import { expect, it } from 'vitest';
import { everyDialect } from '../databases.ts';
import { Asked } from './asked.ts';

everyDialect('a column that comes back into a check, on %s', (dialect) => {
	/** Drops the column, says what was said of the way back, and goes it. */
	async function thereAndBack(columns: string, row: string, desired: string) {
		const present = `CREATE TABLE t (${columns}); INSERT INTO t VALUES (${row});`;
		const asked = await Asked.on(dialect, present, desired);
		const { migration } = await asked.changes();
		await asked.run(migration.upgrade);
		const arrived = await asked.run(migration.downgrade).then(
			() => true,
			() => false
		);
		const doubts = migration.warnings.filter((warning) => warning.startsWith('A downgrade may fail'));
		return { arrived, doubts, downgrade: migration.downgrade.sql };
	}

	it('with a default that the check refuses is said to fail, and does', async () => {
		const { arrived, doubts, downgrade } = await thereAndBack(
			"k int, name text DEFAULT '' CHECK (length(name) > 0)",
			"1, 'Ann'",
			'CREATE TABLE t (k int);'
		);
		expect(arrived).toBe(false);
		expect(doubts).toEqual([expect.stringMatching(/`name` is filled with ''.* and must keep the check /)]);
		expect(downgrade).toMatch(/May fail where rows are there|may fail/i);
	});

	it('with a default that the check takes is not doubted', async () => {
		const { arrived, doubts } = await thereAndBack(
			"k int, state text DEFAULT 'new' CHECK (state IN ('new', 'done'))",
			"1, 'done'",
			'CREATE TABLE t (k int);'
		);
		expect([arrived, doubts]).toEqual([true, []]);
	});

	it('without a value is doubted where the check lets only another column be NULL', async () => {
		const { arrived, doubts } = await thereAndBack(
			'a int, b int, CHECK (b IS NULL OR a IS NOT NULL)',
			'1, 2',
			'CREATE TABLE t (b int);'
		);
		expect(arrived).toBe(false);
		expect(doubts).toEqual([expect.stringContaining('`a` is filled with NULL and must keep the check ')]);
	});

	it('without a value is doubted where what stands beside it may be false', async () => {
		const { doubts } = await thereAndBack(
			'a int, b int, CHECK (a > 0 AND b > 0)',
			'1, 2',
			'CREATE TABLE t (b int);'
		);
		expect(doubts).toHaveLength(1);
	});
});
