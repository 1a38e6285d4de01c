import { describe, expect, it } from 'vitest';
import { duration, evidence } from '../../../src/lib/command-line/evidence.ts';
import type { Frame } from '../../../src/lib/engine/run/step.ts';
import type { Change } from '../../../src/lib/engine/schema/change.ts';

function frame(changes: readonly Change[]): Frame {
	return {
		revision: '0002',
		direction: 'upgrade',
		from: ['0001'],
		to: ['0002'],
		patch: { set: [], unset: [] },
		reverse: { set: [], unset: [] },
		changes,
		statements: [],
		warnings: [],
		at: '2026-11-23T05:47:00.000Z',
		durationMs: 3.6
	};
}

const column = (name: string): Change => ({
	kind: 'addColumn',
	table: 'users',
	column: { name, type: 'TEXT', nullable: true, options: {} }
});

describe('the sentence that tells what a step did', () => {
	it('puts every change in words', () => {
		expect(evidence(frame([column('email'), column('phone')]))).toBe(
			'Added `email` to users. Added `phone` to users. (0 statements, 4 ms)'
		);
	});

	it('counts the changes beyond the sixth', () => {
		const many = Array.from({ length: 1006 }, (_, at) => column(`c${at}`));
		expect(evidence(frame(many))).toContain('Added `c5` to users. And 1,000 more changes. (');
	});

	it.each([
		[0.2, 'under 1 ms'],
		[4.4, '4 ms'],
		[1234, '1.2 s']
	])('%d ms is %s', (milliseconds, words) => {
		expect(duration(milliseconds)).toBe(words);
	});
});
