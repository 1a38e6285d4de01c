import { describe, expect, it } from 'vitest';
import { describeFates } from '../../../src/lib/engine/rows/describe-fates.ts';
import { frameOfStep } from '../run/one-step.ts';

const parts = `CREATE TABLE part (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
	CREATE TABLE part1 PARTITION OF part FOR VALUES IN (1);
	CREATE TABLE part2 PARTITION OF part FOR VALUES IN (2);
	INSERT INTO part VALUES (1, 1), (2, 1), (3, 2), (4, 2);`;

/** What a step says of the rows. */
async function told(start: string, step: string): Promise<readonly string[]> {
	const { tables = [] } = await frameOfStep('postgres', start, step);
	return tables.flatMap((fates) => describeFates(fates).map(({ words }) => words));
}

describe('the rows of a partitioned table', () => {
	it.each([
		['', parts, ['part is new, with 4 rows.']],
		[parts, 'DELETE FROM part WHERE id = 1;', ['1 of 4 rows of part is lost.']],
		[parts, 'INSERT INTO part1 VALUES (5, 1);', ['1 row added to part.']],
		[parts, 'DROP TABLE part2;', ['2 of 4 rows of part are lost.']],
		[parts, 'DROP TABLE part;', ['part is gone. 4 rows are lost with it.']]
	])('are told of once, whichever partition they are in (%#)', async (start, step, words) => {
		expect(await told(start, step)).toEqual(words);
	});

	it.each([
		['ALTER TABLE part DETACH PARTITION part2;', []],
		[
			'ALTER TABLE part DETACH PARTITION part2; DELETE FROM part2 WHERE id = 3;',
			['1 of 2 rows of part2 is lost.']
		],
		[
			'CREATE TABLE part3 (id int NOT NULL, k int NOT NULL); ALTER TABLE part ATTACH PARTITION part3 FOR VALUES IN (3);',
			[]
		]
	])('are not lost when their partition leaves it: %s', async (step, words) => {
		expect(await told(parts, step)).toEqual(words);
	});

	it('are not new when a table with rows becomes one of its partitions', async () => {
		const alone = `${parts} CREATE TABLE part3 (id int NOT NULL, k int NOT NULL); INSERT INTO part3 VALUES (9, 3);`;
		const attach = 'ALTER TABLE part ATTACH PARTITION part3 FOR VALUES IN (3);';
		expect(await told(alone, attach)).toEqual([]);
	});
});
