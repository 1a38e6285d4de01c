import { describe, expect, it } from 'vitest';
import { upgrade } from '../../../src/lib/engine/run/move.ts';
import { StepThrough } from '../../../src/lib/engine/run/step-through.ts';
import { Bench, migration } from '../run/support.ts';

describe('a step that fails', () => {
	it('is undone also where the database has rolled back by itself', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x UNIQUE);', ''),
			'2_b.sql': migration('INSERT INTO a VALUES (1); INSERT OR ROLLBACK INTO a VALUES (1);', '')
		});
		const result = await bench.upgrade();
		expect(result.status).toBe('failed');
		expect(await bench.rows('SELECT * FROM a')).toEqual([]);
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
		expect((await bench.upgrade()).status).toBe('failed');
	});

	it('says so to whoever steps through it: nothing of it is left to be looked at', async () => {
		const bench = await Bench.open({
			'1_a.sql': migration('CREATE TABLE a (x UNIQUE);', ''),
			'2_b.sql': migration('INSERT INTO a VALUES (1); INSERT OR ROLLBACK INTO a VALUES (1);', '')
		});
		await bench.upgrade('1');
		const step = new StepThrough(bench.context, (context) => upgrade(context, '+1'));
		expect(await step.on(1)).toMatchObject({ kind: 'halted', halt: { ran: 1, transaction: true } });
		expect(await step.on('end')).toMatchObject({ kind: 'halted', halt: { ran: 1, undone: true } });
		expect(await bench.rows('SELECT * FROM a')).toEqual([]);
		expect(await step.giveUp()).toMatchObject({ kind: 'ended', result: { status: 'failed' } });
		expect(await bench.ledgerWords()).toEqual(['1 applied 1/1']);
	});
});
