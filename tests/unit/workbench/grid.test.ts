import { describe, expect, test } from 'vitest';
import { columnWidths, isNumeric } from '../../../src/lib/workbench/rows/column-widths.ts';
import { fateMeaning } from '../../../src/lib/workbench/rows/fates.ts';
import { cellContent, gridMove, valuesGone } from '../../../src/lib/workbench/rows/grid.ts';

const size = { rows: 10, columns: 3, screen: 4 };

function press(key: string, row: number, column: number, held: { ctrlKey?: boolean; altKey?: boolean } = {}) {
	const move = gridMove({ row, column }, { key, ctrlKey: false, altKey: false, ...held }, size);
	if (move === undefined) return 'nothing';
	return move.kind === 'page' ? `page ${move.by}` : `${move.place.row},${move.place.column}`;
}

describe('keys in the grid', () => {
	test('arrow keys go from cell to cell and stop at the edges', () => {
		expect(press('ArrowDown', 1, 0)).toBe('2,0');
		expect(press('ArrowDown', 10, 0)).toBe('10,0');
		expect(press('ArrowUp', 1, 2)).toBe('0,2');
		expect(press('ArrowUp', 0, 2)).toBe('0,2');
		expect(press('ArrowLeft', 3, 0)).toBe('3,0');
		expect(press('ArrowRight', 3, 2)).toBe('3,2');
	});

	test('Home and End go along the row, with Ctrl to the first and last cell of the data', () => {
		expect(press('Home', 4, 2)).toBe('4,0');
		expect(press('End', 4, 0)).toBe('4,2');
		expect(press('Home', 4, 2, { ctrlKey: true })).toBe('1,0');
		expect(press('End', 4, 0, { ctrlKey: true })).toBe('10,2');
	});

	test('page keys go a screen, and at the edge of the rows turn the page', () => {
		expect(press('PageDown', 1, 1)).toBe('5,1');
		expect(press('PageDown', 8, 1)).toBe('10,1');
		expect(press('PageDown', 10, 1)).toBe('page 1');
		expect(press('PageUp', 3, 1)).toBe('1,1');
		expect(press('PageUp', 1, 1)).toBe('page -1');
		expect(press('PageDown', 1, 1, { altKey: true })).toBe('page 1');
	});

	test('other keys are left to the browser', () => {
		expect(press('a', 1, 1)).toBe('nothing');
		expect(press('Tab', 1, 1)).toBe('nothing');
		expect(press('ArrowLeft', 1, 1, { altKey: true })).toBe('nothing');
	});
});

describe('a cell before and after a step', () => {
	const kept = { name: 'name', fate: 'kept' } as const;
	const added = { name: 'email', fate: 'added' } as const;
	const lost = { name: 'phone', fate: 'lost' } as const;

	test('a changed value stands beside the old one', () => {
		expect(cellContent(kept, { values: ['B'], fate: 'changed', old: { 0: 'A' } }, 0)).toEqual({
			now: 'B',
			old: 'A'
		});
	});

	test('a value that was NULL is shown as having been NULL', () => {
		expect(cellContent(kept, { values: ['B'], fate: 'changed', old: { 0: null } }, 0)).toEqual({
			now: 'B',
			old: null
		});
	});

	test('a lost row has only old values, and none in a column that came later', () => {
		expect(cellContent(kept, { values: ['A'], fate: 'lost' }, 0)).toEqual({ now: undefined, old: 'A' });
		expect(cellContent(added, { values: [null], fate: 'lost' }, 0)).toEqual({
			now: undefined,
			old: undefined
		});
	});

	test('a dropped column shows what went, and nothing for a row that came later', () => {
		expect(cellContent(lost, { values: [null], fate: 'kept', old: { 0: '555' } }, 0)).toEqual({
			now: undefined,
			old: '555'
		});
		expect(cellContent(lost, { values: [null], fate: 'added' }, 0)).toEqual({
			now: undefined,
			old: undefined
		});
	});
});

describe('a row that stays while a column goes', () => {
	const columns = [{ name: 'id' }, { name: 'phone', fate: 'lost' }, { name: 'fax', fate: 'lost' }] as const;

	test('has lost the values that it had in it, and no NULL', () => {
		expect(valuesGone(columns, { values: [1, null, null], fate: 'kept', old: { 1: '555', 2: '556' } })).toBe(
			2
		);
		expect(
			valuesGone(columns, { values: [1, null, null], fate: 'changed', old: { 1: '555', 2: null } })
		).toBe(1);
		expect(valuesGone(columns, { values: [1, null, null], fate: 'kept' })).toBe(0);
	});

	test('is not counted where the row is gone itself, or new', () => {
		expect(valuesGone(columns, { values: [1, '555', null], fate: 'lost' })).toBe(0);
		expect(valuesGone(columns, { values: [1, null, null], fate: 'added' })).toBe(0);
	});

	test('is not told to have every value as it was', () => {
		expect(fateMeaning('kept', 1)).toBe(
			'Kept: the other values are as they were. 1 value went with a column that is gone.'
		);
		expect(fateMeaning('kept', 0)).toBe('Kept: every value is as it was before the step.');
	});
});

describe('widths of columns', () => {
	test('follow what is in them, between a least and a most', () => {
		expect(columnWidths(['id', 'name'], [{ values: [1, 'Ada Lovelace'] }])).toEqual([5, 12]);
		expect(columnWidths(['note'], [{ values: ['x'.repeat(500)] }])).toEqual([30]);
	});

	test('never shrink from page to page', () => {
		expect(columnWidths(['name'], [{ values: ['Bo'] }], [20])).toEqual([20]);
	});

	test('a column of numbers and NULLs is numeric, one of NULLs alone or with a text is not', () => {
		expect(isNumeric([{ values: [1] }, { values: [null] }, { values: [2n] }], 0)).toBe(true);
		expect(isNumeric([{ values: [null] }], 0)).toBe(false);
		expect(isNumeric([{ values: [1] }, { values: ['2'] }], 0)).toBe(false);
	});
});
