import { describe, expect, it } from 'vitest';
import { RowNotes } from '../../../src/lib/engine/dialects/sqlite/written-rows.ts';

const [deleted, inserted, updated] = [9, 18, 23];

function notes(...writings: readonly (readonly [number, bigint])[]): RowNotes {
	const rows = new RowNotes('t');
	for (const [operation, rowid] of writings) rows.note(operation, rowid);
	return rows;
}

describe('the rows that were written', () => {
	it('are known one by one though most come one number after the other', () => {
		const rows = notes([inserted, 0n], [inserted, 1n], [inserted, 2n], [inserted, 9n], [inserted, -4n]);
		expect([...rows.rowids].toSorted((a, b) => Number(a - b))).toEqual([-4n, 0n, 1n, 2n, 9n]);
		expect(rows.inserted).toBe(5);
	});

	it('are told apart up to the greatest number there is', () => {
		const greatest = BigInt(Number.MAX_SAFE_INTEGER);
		const all = [greatest - 1n, greatest, greatest + 1n, greatest + 2n];
		const rows = notes(...all.map((rowid) => [inserted, rowid] as const));
		expect([...rows.rowids]).toEqual(all);
		expect(rows.inserted).toBe(4);
	});

	it('count as come and gone where they were deleted again', () => {
		const rows = notes([inserted, 1n], [inserted, 2n], [deleted, 1n]);
		expect(rows.inserted).toBe(1);
	});

	it('are not counted where a row was updated that was there before', () => {
		const rows = notes([inserted, 7n], [updated, 3n]);
		expect([rows.inserted, [...rows.updated]]).toEqual([undefined, [3n]]);
	});
});
