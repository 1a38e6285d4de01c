import type { Value } from '../database.ts';

/**
 * Rows and values of one table as marks, by which they are recognised when they are lost and come back: a mark stands for
 * the exact values and for the row they are in, and two things of the same mark are taken to be the same.
 */
export interface ValueMarks {
	readonly table: string;
	/** A mark for each row, of all its values. */
	readonly rows: readonly string[];
	/** A mark for each value that went from or came to a row that stays, of the value and what tells its row. */
	readonly cells: readonly { readonly column: string; readonly marks: readonly string[] }[];
	/** There were more than are marked, so what is not among these may still be one of them. */
	readonly tooMany?: true;
}

/** How many of the rows, or of the values of one column, are marked. */
export const mostMarked = 20_000;

/** Rows and values that left a table by a step, or came to it, as they are read. */
export interface PassedValues {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly Value[])[];
	/** What rows have become that were others before. */
	readonly became?: readonly (readonly Value[])[];
	readonly cells: readonly {
		readonly column: string;
		/** What tells its rows, by name; its rows hold these and the value. */
		readonly key: readonly string[];
		readonly rows: readonly (readonly Value[])[];
	}[];
	readonly tooMany: boolean;
}

/** Marks what has been read of a table. */
export function marksOf(table: string, passed: PassedValues): ValueMarks {
	return {
		table,
		rows: [...passed.rows, ...(passed.became ?? [])].map((row) => rowMark(passed.columns, row)),
		cells: passed.cells.map(({ column, key, rows }) => ({
			column,
			marks: rows.map((row) => rowMark([...key, column], row))
		})),
		...(passed.tooMany && { tooMany: true })
	};
}

/** The mark of a row, or of a part of it, with these values in columns of these names. */
export function rowMark(columns: readonly string[], row: readonly Value[]): string {
	const cells = columns.map((name, at) => `${name}\u0000${exactText(row[at] ?? null)}`);
	return fingerprint(cells.toSorted().join('\u0001'));
}

/** Of `came`, what is among `lost`, each as often as it is in both. */
export function inBoth(came: ValueMarks, lost: readonly ValueMarks[]): ValueMarks {
	const of = (read: (marks: ValueMarks) => readonly string[]) =>
		counted(lost.filter(({ table }) => table === came.table).flatMap(read));
	return {
		table: came.table,
		rows: taken(
			came.rows,
			of(({ rows }) => rows)
		),
		cells: came.cells.flatMap(({ column, marks }) => {
			const both = taken(
				marks,
				of((one) => cellsOf(one, column))
			);
			return both.length > 0 ? [{ column, marks: both }] : [];
		})
	};
}

/** What is left of `lost` without `back`, and what of `back` was not in it. */
export function without(
	lost: ValueMarks,
	back: ValueMarks
): { readonly left: ValueMarks; readonly rest: ValueMarks } {
	if (lost.table !== back.table) return { left: lost, rest: back };
	const columns = [...new Set([...lost.cells, ...back.cells].map(({ column }) => column))];
	const minus = (one: ValueMarks, other: ValueMarks): ValueMarks => ({
		...one,
		rows: left(one.rows, other.rows),
		cells: columns.flatMap((column) => {
			const marks = left(cellsOf(one, column), cellsOf(other, column));
			return marks.length > 0 ? [{ column, marks }] : [];
		})
	});
	return { left: minus(lost, back), rest: minus(back, lost) };
}

/** How many rows and values are marked. */
export function markCounts({ rows, cells }: ValueMarks): { readonly rows: number; readonly values: number } {
	return { rows: rows.length, values: cells.reduce((sum, { marks }) => sum + marks.length, 0) };
}

function cellsOf({ cells }: ValueMarks, column: string): readonly string[] {
	return cells.find((one) => one.column === column)?.marks ?? [];
}

function counted(marks: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
	return counts;
}

/** Those of `marks` that `counts` has, which they are taken from. */
function taken(marks: readonly string[], counts: Map<string, number>): readonly string[] {
	return marks.filter((mark) => {
		const count = counts.get(mark) ?? 0;
		counts.set(mark, count - 1);
		return count > 0;
	});
}

function left(marks: readonly string[], gone: readonly string[]): readonly string[] {
	const counts = counted(gone);
	return marks.filter((mark) => {
		const count = counts.get(mark) ?? 0;
		counts.set(mark, count - 1);
		return count <= 0;
	});
}

/** A text that two values share only where they are the same: a number is not its text. */
function exactText(value: Value): string {
	if (value === null) return '';
	if (value instanceof Uint8Array) return `x${[...value].map((byte) => byte.toString(16)).join(',')}`;
	return `${typeof value === 'string' ? 's' : typeof value === 'boolean' ? 'b' : 'n'}${String(value)}`;
}

/** cyrb53, 53 bits over UTF-16 units: among 20,000 marks two are alike by chance once in ten million tables. */
function fingerprint(text: string): string {
	let [one, two] = [0xdeadbeef, 0x41c6ce57];
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		one = Math.imul(one ^ unit, 2654435761);
		two = Math.imul(two ^ unit, 1597334677);
	}
	one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
	two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
	return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
