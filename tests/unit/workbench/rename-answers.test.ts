import { describe, expect, test } from 'vitest';
import {
	openQuestions,
	outcomeOf,
	renamesOf,
	withAnswer
} from '../../../src/lib/workbench/dialogs/rename-answers.ts';

const table = { kind: 'table', from: 'customers', to: 'clients' } as const;
const column = { kind: 'column', table: 'clients', from: 'nmae', to: 'name' } as const;
const rowCounts = { customers: 1000, orders: 1, empty: 0 };

describe('the questions about renames', () => {
	test('a question is open until it is answered, whatever the answer', () => {
		const suggestions = [{ rename: table, likeness: 0.9 }];
		expect(openQuestions(suggestions, [])).toEqual([table]);
		expect(openQuestions(suggestions, [{ rename: table, renamed: false }])).toEqual([]);
	});

	test('an answer can be changed, and keeps its place', () => {
		const other = { ...column, table: 'orders' };
		const first = withAnswer(withAnswer([], { rename: other, renamed: false }), {
			rename: column,
			renamed: true
		});
		const changed = withAnswer(first, { rename: other, renamed: true });
		expect(renamesOf(changed)).toEqual([other, column]);
	});

	test('what was said of the columns goes where the rename of their table is taken back', () => {
		const both = withAnswer([{ rename: table, renamed: true }], { rename: column, renamed: true });
		expect(withAnswer(both, { rename: table, renamed: false })).toEqual([{ rename: table, renamed: false }]);
	});

	test('each answer says what it does to the rows that are there', () => {
		const answers = [{ rename: table, renamed: true }];
		expect(outcomeOf(answers[0]!, answers, rowCounts)).toBe('its 1,000 rows stay');
		expect(outcomeOf({ rename: table, renamed: false }, answers, rowCounts)).toBe('its 1,000 rows are lost');
		expect(outcomeOf({ rename: column, renamed: false }, answers, rowCounts)).toBe(
			'its values in 1,000 rows are lost'
		);
		const [one, none] = ['orders', 'empty'].map((from) => ({
			rename: { ...table, from },
			renamed: false
		}));
		expect(outcomeOf(one!, [], rowCounts)).toBe('its 1 row is lost');
		expect(outcomeOf(none!, [], rowCounts)).toBe('the table has no rows');
	});
});
