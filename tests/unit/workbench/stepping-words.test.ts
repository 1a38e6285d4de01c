import { describe, expect, it } from 'vitest';
import type { Halt } from '../../../src/lib/engine/run/step.ts';
import { shown, writtenOffset } from '../../../src/lib/workbench/editor/line-ends.ts';
import { marksWithin } from '../../../src/lib/workbench/stepping/marks.ts';
import type { Halted } from '../../../src/lib/workbench/stepping/stepper.svelte.ts';
import {
	didWords,
	leftWords,
	nextWords,
	whereWords
} from '../../../src/lib/workbench/stepping/stepping-words.ts';

const at = (line: number, offset: number) => ({ line, column: 1, offset });

function halted(halt: Partial<Halt>, more: Partial<Halted> = {}): Halted {
	const statements = [10, 30, 50].map((offset, number) => ({
		sql: 'SELECT 1;',
		span: { start: at(number + 2, offset), end: at(number + 2, offset + 9) }
	}));
	return {
		command: { kind: 'upgrade', target: '+1' },
		halt: {
			revision: '0003',
			direction: 'upgrade',
			file: '0003_x.sql',
			transaction: true,
			ran: 1,
			total: 3,
			ahead: statements[1]!.span,
			...halt
		},
		statements,
		ran: [],
		words: [],
		isLooked: true,
		before: { objects: [] },
		changes: [],
		earlier: {} as Halted['earlier'],
		...more
	};
}

const name = (revision: string) => revision;
const report = (rowsChanged: number) => ({
	sql: '',
	span: { start: at(1, 0), end: at(1, 0) },
	durationMs: 0,
	rowsChanged
});

describe('a step that is gone through, in words', () => {
	it.each([
		[{ ran: 0 }, 'Inside the upgrade of 0003: none of 3 statements has run. The transaction is open.'],
		[{ ran: 1 }, 'Inside the upgrade of 0003: 1 of 3 statements has run. The transaction is open.'],
		[{ ran: 3 }, 'Inside the upgrade of 0003: all 3 statements have run. The transaction is open.'],
		[{ ran: 1, total: 1 }, 'Inside the upgrade of 0003: its statement has run. The transaction is open.'],
		[
			{ ran: 2, transaction: false },
			'In the middle of the upgrade of 0003, which has no transaction: 2 of 3 statements have run.'
		],
		[
			{ ran: 1, undone: true as const },
			'In the upgrade of 0003: the database has ended its transaction. Nothing of it is left.'
		]
	])('says where it halts: %j', (halt, words) => {
		expect(whereWords(halted(halt), name)).toBe(words);
	});

	it.each([
		[{ ran: [] }, ''],
		[{ ran: [report(0)] }, 'Neither structure nor rows changed.'],
		[{ ran: [report(2), report(1)], words: ['Created table a'] }, 'Created table a. 3 rows touched.'],
		[{ ran: [report(0)], words: ['A', 'B.', 'C', 'D'] }, 'A. B. And 2 more changes.'],
		[
			{ ran: [report(1)], isLooked: false },
			'1 row touched. The database could not be looked at: what is shown is from before.'
		]
	])('says what the last statements did: %#', (more, words) => {
		expect(didWords(halted({}, more))).toBe(words);
	});

	it('says what comes next, and what giving up would leave', () => {
		expect(nextWords(halted({}))).toBe('Next is statement 2 of 3, line 3.');
		const { ahead: _, ...end } = halted({ ran: 3 }).halt;
		expect(nextWords({ halt: end })).toBe('Continue commits the step.');
		expect(nextWords({ halt: { ...end, transaction: false } })).toBe('Continue finishes the step.');
		expect(leftWords(halted({}))).toBe('Giving up takes back all of it.');
		expect(leftWords(halted({ transaction: false, ran: 0 }))).toBe('Giving up leaves everything as it is.');
		expect(leftWords(halted({ transaction: false, ran: 2 }))).toContain(
			'the 2 statements that ran have stuck'
		);
	});

	it('marks what has run, what is next and what is ahead, within a stretch of the file', () => {
		expect(marksWithin(halted({}), 5, 100)).toEqual({
			words: 'Next is statement 2 of 3, line 3.',
			marks: [
				{ from: 5, to: 14, state: 'ran' },
				{ from: 25, to: 34, state: 'next' },
				{ from: 45, to: 54, state: 'ahead' }
			]
		});
		expect(marksWithin(halted({}), 100, 200)).toBeUndefined();
	});
});

describe('an offset of what an editor shows', () => {
	it.each(['', 'a\nb\n', 'a\r\nb\r\n\r\nc', '\r\n', 'a\r'])(
		'leads to the same place in the text: %j',
		(text) => {
			for (let offset = 0; offset <= shown(text).length; offset++) {
				expect(shown(text.slice(0, writtenOffset(text, offset)))).toBe(shown(text).slice(0, offset));
			}
		}
	);
});
