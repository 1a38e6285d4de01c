import { describe, expect, test } from 'vitest';
import { fillsOf, gapKey, gapQuestion, leftOpen } from '../../../src/lib/workbench/dialogs/fill-answers.ts';

const gap = {
	direction: 'upgrade',
	table: 'users',
	column: 'status',
	type: 'text',
	why: 'added',
	leftOpen: 'refused',
	rows: 1000
} as const;

describe('the questions about values', () => {
	test('say in which rows, and why', () => {
		expect(gapQuestion(gap)).toBe('What does the new column `status` of `users` hold in 1,000 rows?');
		expect(gapQuestion({ ...gap, why: 'nulls', rows: 1 })).toBe(
			'What does `status` of `users` hold in 1 row where it is NULL now?'
		);
		expect(gapQuestion({ ...gap, direction: 'downgrade' })).toMatch(/^Going back, /);
	});

	test('say what happens where they are left open', () => {
		expect(leftOpen(gap)).toBe(
			'Left empty, the script says where the value is missing, and is refused while there are rows.'
		);
		expect(leftOpen({ ...gap, why: 'nulls' })).toBe(
			'Left empty, the migration is refused while a row has NULL there.'
		);
		expect(leftOpen({ ...gap, leftOpen: 'filled', placeholder: "''" })).toBe(
			"Left empty, rows get `''`, and the script says so."
		);
		expect(leftOpen({ ...gap, leftOpen: 'numbered' })).toBe(
			'Left empty, rows get a number each, and the script says so.'
		);
	});

	test('count as answered where something was typed and the gap is still there', () => {
		const other = { ...gap, column: 'age' };
		const texts = {
			[gapKey(gap)]: " 'new' ",
			[gapKey(other)]: '  ',
			[gapKey({ ...gap, table: 'gone' })]: '1'
		};
		expect(fillsOf(texts, [gap, other])).toEqual([
			{ direction: 'upgrade', table: 'users', column: 'status', expression: "'new'" }
		]);
	});
});
