import { pictured, type DiagramColumn } from './diagram-columns.ts';
import type { DiagramTable } from './diagram.ts';

/** Measures of the picture, in its own pixels; the styles of `DiagramNode.svelte` agree with them. */
export const measures = {
	header: 34,
	row: 22,
	padding: 6,
	/** Advance of a character: names at 13 px and columns at 12 px in the code face, which has one width. */
	titleCharacter: 8.2,
	character: 7.25,
	/** Before a column's name: its sign and its keys. */
	lead: 60,
	gap: 14,
	narrowest: 140,
	widest: 340,
	mostColumns: 14
} as const;

/** A table with its place on paper still to be found. */
export interface SizedTable {
	readonly table: DiagramTable;
	readonly columns: readonly DiagramColumn[];
	readonly hidden: number;
	readonly width: number;
	readonly height: number;
}

/** How large a table is drawn. Only from its text, so it needs no screen to be measured on. */
export function sizeTable(table: DiagramTable): SizedTable {
	const { columns, hidden } = pictured(table.columns, measures.mostColumns);
	const rows = columns.map(
		(column) =>
			measures.lead +
			(column.name.length + typeText(column).length) * measures.character +
			measures.gap +
			measures.padding * 2
	);
	const title = (table.name.length + (table.fate === 'kept' ? 0 : 11)) * measures.titleCharacter + 40;
	const width = Math.round(Math.min(measures.widest, Math.max(measures.narrowest, title, ...rows)));
	const lines = columns.length + (hidden > 0 ? 1 : 0) + table.notes.length + (table.missing ? 1 : 0);
	return { table, columns, hidden, width, height: measures.header + lines * measures.row + measures.padding };
}

/** The type as drawn; a question mark says that the column may be null. */
export function typeText(column: DiagramColumn): string {
	return `${column.type.toLowerCase()}${column.nullable ? '?' : ''}`;
}

/** The middle of a column's row, from the top of its table; the header's where the column is not pictured. */
export function rowMiddle(sized: SizedTable, column: string | undefined): number {
	const at = sized.columns.findIndex((candidate) => candidate.name === column);
	return at < 0 ? measures.header / 2 : measures.header + at * measures.row + measures.row / 2;
}

/** Room for a column's name and its type on one line: the type gives way only where the name needs more than half. */
export function columnRoom(
	sized: SizedTable,
	column: DiagramColumn
): { readonly name: number; readonly type: number } {
	const room = sized.width - measures.lead - measures.gap - measures.padding * 2 + 1;
	const type = typeText(column).length * measures.character;
	const name = column.name.length * measures.character;
	if (name + type <= room) return { name, type };
	const narrowed = Math.max(room * 0.4, room - name);
	return { name: room - Math.min(type, narrowed), type: Math.min(type, narrowed) };
}

/** `text` in at most `width` pixels of characters `advance` wide. */
export function fitText(text: string, width: number, advance: number): string {
	const most = Math.max(1, Math.floor(width / advance + 0.01));
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
