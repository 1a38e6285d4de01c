import { describe, expect, test } from 'vitest';
import { emptyPatch, emptySchema, type Schema, type View } from '../../../src/lib/engine/schema/model.ts';
import type { Frame } from '../../../src/lib/engine/run/step.ts';
import { lastStep } from '../../../src/lib/workbench/frames.ts';

const view: View = { kind: 'view', name: 'recent', columns: [], query: 'SELECT 1', options: {}, sql: '' };
const withView: Schema = { objects: [view] };

function frame(to: readonly string[]): Frame {
	return {
		revision: '0001',
		direction: 'upgrade',
		from: [],
		to,
		patch: { set: [view], unset: [] },
		reverse: { set: [], unset: ['view recent'] },
		changes: [],
		statements: [],
		warnings: [],
		at: '2026-01-01T00:00:00.000Z',
		durationMs: 1
	};
}

describe('after a reload', () => {
	test('the schema before the last step is known again from its frame', () => {
		const last = frame(['0001']);
		expect(lastStep([last], { current: ['0001'], schema: withView })).toEqual({
			frame: last,
			schema: emptySchema
		});
	});

	test('a frame that led elsewhere is not taken for the last step', () => {
		const elsewhere = { ...frame(['0002']), patch: emptyPatch };
		expect(lastStep([elsewhere], { current: ['0001'], schema: withView })).toEqual({
			frame: undefined,
			schema: withView
		});
	});
});
