import { expect, test } from 'vitest';
import type { OutputLine } from '../../../src/lib/command-line/host.ts';
import { foldedParts } from '../../../src/lib/workbench/terminal/folds.ts';

const answer = (text: string): readonly OutputLine[] =>
	text.split('\n').map((one) => ({ text: one, tone: 'plain' }));

/** What is seen while everything is folded, and all lines that are there. */
function shownOf(text: string) {
	const parts = foldedParts(answer(text));
	return {
		seen: parts.map((part) => ('summary' in part ? `> ${part.summary}` : part.text)),
		all: parts.flatMap((part) => ('summary' in part ? part.lines : [part])).map((line) => line.text)
	};
}

const frames = '  File "/project/a.py", line 1, in f\n    g()\n    ~^^\n'.repeat(3);
const traceback = (last: string) => `Traceback (most recent call last):\n${frames}${last}`;

test.each([
	[
		'a long traceback',
		`INFO x\n${traceback('ValueError: no')}\nafter`,
		['INFO x', '> ValueError: no', 'after']
	],
	[
		'one with what led to it, and the further lines of what it says',
		`${traceback('KeyError: 1\n[SQL: x]')}\n\nThe above exception was the direct cause of the following exception:\n\n${traceback('app.Oops: 2\n[SQL: y]')}`,
		['> app.Oops: 2', '[SQL: y]']
	],
	[
		'a group of exceptions',
		`  + Exception Group Traceback (most recent call last):\n${frames.replace(/^/gm, '  | ').trimEnd()}\n  | ExceptionGroup: many (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | ValueError: 1\n    +------------------------------------\nafter`,
		['> ExceptionGroup: many (1 sub-exception)', 'after']
	]
])('%s is shown by its last words, and every line is kept in order', (_, text, seen) => {
	const shown = shownOf(text);
	expect(shown.seen).toEqual(seen);
	expect(shown.all.join('\n')).toBe(text);
});

test.each([
	['a short traceback', 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: no'],
	['one that is still being written', traceback('').trimEnd()]
])('%s is shown as it is', (_, text) => {
	expect(shownOf(text).seen.join('\n')).toBe(text);
});
