import { describe, expect, test } from 'vitest';
import { outcomesOf } from '../../../src/lib/engine/rows/rename-effects.ts';
import { openQuestions, renamesOf, withAnswer } from '../../../src/lib/workbench/dialogs/rename-answers.ts';

const table = { kind: 'table', from: 'customers', to: 'clients' } as const;
const column = { kind: 'column', table: 'clients', from: 'nmae', to: 'name' } as const;

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

	test('each answer says in a few words what it does to the rows that are there', () => {
		const sample = { columns: [], rows: [] };
		const outcome = (rename: typeof table | typeof column, rows: number, values: number) =>
			outcomesOf({ rename, rows, values, sample });
		expect(outcome(table, 1000, 1000)).toEqual({ renamed: '1,000 rows kept', dropped: '1,000 rows lost' });
		expect(outcome(column, 1200, 1)).toEqual({ renamed: '1 value kept', dropped: '1 value lost' });
		expect(outcome(table, 0, 0).dropped).toBe('the table has no rows');
		expect(outcome(column, 5, 0).dropped).toBe('the column has no values');
	});
});
