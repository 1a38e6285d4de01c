import { describe, expect, it } from 'vitest';
import { parseFolder } from '../../../src/lib/engine/migration/folder.ts';
import { createEngineClient } from '../../../src/lib/worker/client.ts';
import { Ride } from '../../../src/lib/workbench/miniature/ride.ts';
import { folder, stops } from '../../../src/lib/workbench/miniature/sample.ts';
import { linkTo, newSession } from '../worker/bench.ts';

function board() {
	return Ride.board(createEngineClient(() => linkTo(newSession())));
}

describe('the miniature of the front page', () => {
	it('is a sound folder whose files say what the page shows', () => {
		const { graph, problems } = parseFolder(folder);
		expect(problems).toEqual([]);
		expect(graph.migrations.map(({ revision, message, file }) => ({ revision, message, file }))).toEqual(
			stops.map(({ revision, message, file }) => ({ revision, message, file }))
		);
	});

	it('starts with one step behind it and one ahead, and four people in the table', async () => {
		const { ride, view } = await board();
		expect(view.at).toBe('0002');
		expect(view.page?.rows.map((row) => row.values)).toEqual([
			[1, 'Ada', '555-01', 'ada@up.test'],
			[2, 'Grace', '555-02', 'grace@up.test'],
			[3, 'Test', '555-00', 'test@up.test'],
			[4, 'Mary', '555-03', 'mary@up.test']
		]);
		ride.dispose();
	});

	it('going up loses a row and a column, and going back brings the column but not its values', async () => {
		const { ride } = await board();
		const up = await ride.go('upgrade', '0003');
		expect(up.sentences).toEqual(['Dropped `phone` from users.', '1 row lost.', '3 values of `phone` lost.']);
		expect(up.page?.rows.find((row) => row.fate === 'lost')?.values[1]).toBe('Test');

		const back = await ride.go('downgrade', '0002');
		expect(back.sentences).toEqual([
			'Added `phone` to users.',
			'`phone` is back, its values are not.',
			'Test does not come back.'
		]);
		expect(back.page?.total).toBe(3);
		ride.dispose();
	});

	it('going down drops the emails', async () => {
		const { ride } = await board();
		const down = await ride.go('downgrade', '0001');
		expect(down.sentences).toEqual(['Dropped `email` from users.', '4 values of `email` lost.']);
		const up = await ride.go('upgrade', '0002');
		expect(up.sentences).toEqual(['Added `email` to users.']);
		ride.dispose();
	});

	it('runs all the way to base and back to the head', async () => {
		const { ride } = await board();
		const down = await ride.go('downgrade', 'base');
		expect(down).toMatchObject({ at: 'base', step: { revision: '0001', direction: 'downgrade' } });
		expect(down.sentences).toEqual(['Dropped table users.', '4 rows went with it.']);
		const up = await ride.go('upgrade', '0003');
		expect(up.at).toBe('0003');
		expect(up.page?.total).toBe(4);
		ride.dispose();
	});
});
