import type { Value } from '../../engine/database.ts';
import type { GridRow } from './grid.ts';
import { showValue } from './value-text.ts';

const narrowest = 5;
const widest = 30;
const widestChanged = 44;
/** Room for the sort sign and the fate of a column. */
const headerRoom = 3;

/**
 * How wide each column should be, in characters, for what is in `rows`. Fixed widths keep the table still
 * while pages come and go; `atLeast` carries the widths of the pages before, so columns only grow.
 */
export function columnWidths(
	names: readonly string[],
	rows: readonly GridRow[],
	atLeast: readonly number[] = []
): number[] {
	return names.map((name, index) => {
		let width = Math.max(narrowest, atLeast[index] ?? 0, Math.min(widest, name.length + headerRoom));
		for (const row of rows) {
			const old = row.old !== undefined && index in row.old ? shownLength(row.old[index] ?? null) + 2 : 0;
			const needed = shownLength(row.values[index] ?? null) + old;
			width = Math.max(width, Math.min(old > 0 ? widestChanged : widest, needed));
		}
		return width;
	});
}

/** Whether a column holds numbers and nothing else, so that its header stands over their last digits. */
export function isNumeric(rows: readonly GridRow[], index: number): boolean {
	let some = false;
	for (const row of rows) {
		const value = row.values[index] ?? null;
		if (value === null) continue;
		if (typeof value !== 'number' && typeof value !== 'bigint') return false;
		some = true;
	}
	return some;
}

function shownLength(value: Value): number {
	if (value === null) return 6;
	const shown = showValue(value, widest);
	const note = shown.kind === 'text' && shown.note !== 'empty' ? 0 : (shown.note?.length ?? -1) + 1;
	return shown.parts.reduce((length, part) => length + part.text.length, 0) + note;
}
