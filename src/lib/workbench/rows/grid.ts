import type { Value } from '../../engine/database.ts';
import type { RowFate } from '../../worker/protocol.ts';

/** A column as the grid shows it. `added` and `lost` say what the last step did to it. */
export interface GridColumn {
	readonly name: string;
	readonly fate?: 'kept' | 'added' | 'lost';
}

/** A row as the grid shows it: the values, and what became of it where that is known. */
export interface GridRow {
	readonly values: readonly Value[];
	readonly fate?: RowFate;
	readonly old?: Readonly<Record<number, Value>>;
	readonly restored?: true | readonly number[];
}

/** What is said of a row: that it is restored goes before how it came. */
export function shownFate({ fate, restored }: GridRow): RowFate | 'restored' | undefined {
	return restored === true ? 'restored' : fate;
}

/** What one cell holds: `now` is undefined where the cell has no such column now, `old` where nothing differs. */
export interface CellContent {
	readonly now: Value | undefined;
	readonly old: Value | undefined;
	/** Whether it had been lost by an earlier step and is back as it was, in a row that stayed. */
	readonly restored?: boolean;
}

/** Reads one cell of a row, so that every view agrees on what is gone, what is new and what was never there. */
export function cellContent(column: GridColumn, row: GridRow, index: number): CellContent {
	const value = row.values[index] ?? null;
	if (row.fate === 'lost') return { now: undefined, old: column.fate === 'added' ? undefined : value };
	if (column.fate === 'lost') {
		return { now: undefined, old: row.fate === 'added' ? undefined : (row.old?.[index] ?? value) };
	}
	const differs = row.old !== undefined && index in row.old && column.fate !== 'added';
	const restored = Array.isArray(row.restored) && row.restored.includes(index);
	return { now: value, old: differs ? (row.old[index] ?? null) : undefined, ...(restored && { restored }) };
}

/** How many values a row that is still there has lost with columns that are gone. */
export function valuesGone(columns: readonly GridColumn[], row: GridRow): number {
	if (row.fate !== 'kept' && row.fate !== 'changed') return 0;
	return columns.filter(
		(column, at) => column.fate === 'lost' && (cellContent(column, row, at).old ?? null) !== null
	).length;
}

/** A place in the grid. Row 0 is the header; the first row of data is 1. */
export interface GridPlace {
	readonly row: number;
	readonly column: number;
}

/** Where a key leads: to another place, to another page, or nowhere (undefined: the key is not the grid's). */
export type GridMove =
	{ readonly kind: 'place'; readonly place: GridPlace } | { readonly kind: 'page'; readonly by: 1 | -1 };

/** The keys of the WAI-ARIA grid pattern; a page key at the edge of the rows turns the page. */
export function gridMove(
	from: GridPlace,
	key: { readonly key: string; readonly ctrlKey: boolean; readonly altKey: boolean },
	size: { readonly rows: number; readonly columns: number; readonly screen: number }
): GridMove | undefined {
	const to = (row: number, column: number): GridMove => ({
		kind: 'place',
		place: {
			row: Math.max(0, Math.min(size.rows, row)),
			column: Math.max(0, Math.min(size.columns - 1, column))
		}
	});
	if (key.altKey && key.key === 'PageDown') return { kind: 'page', by: 1 };
	if (key.altKey && key.key === 'PageUp') return { kind: 'page', by: -1 };
	if (key.altKey) return undefined;
	switch (key.key) {
		case 'ArrowUp':
			return to(from.row - 1, from.column);
		case 'ArrowDown':
			return to(from.row + 1, from.column);
		case 'ArrowLeft':
			return to(from.row, from.column - 1);
		case 'ArrowRight':
			return to(from.row, from.column + 1);
		case 'Home':
			return to(key.ctrlKey ? Math.min(1, size.rows) : from.row, 0);
		case 'End':
			return to(key.ctrlKey ? size.rows : from.row, size.columns - 1);
		case 'PageDown':
			return from.row === size.rows ? { kind: 'page', by: 1 } : to(from.row + size.screen, from.column);
		case 'PageUp':
			return from.row <= 1 ? { kind: 'page', by: -1 } : to(Math.max(1, from.row - size.screen), from.column);
		default:
			return undefined;
	}
}
