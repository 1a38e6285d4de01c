import type { Value } from '../database.ts';
import type { FatedRow, RowFate } from '../rows/rows.ts';

/** The columns of both sides of a table, each side in its own order. */
export interface BothColumns {
	readonly after: readonly unknown[];
	readonly before: readonly unknown[];
	/** Those that both sides have, by their positions. */
	readonly shared: readonly { readonly beforeAt: number; readonly afterAt: number }[];
}

/** Where a column of a page stands on either side; absent where that side has no such column. */
export interface ColumnPlaces {
	readonly now?: number;
	readonly then?: number;
	/** Its position among the shared ones. */
	readonly shared?: number;
}

/** Where column number `at` of a page stands: a page shows the columns of now, and after them those that are gone. */
export function columnPlaces({ after, before, shared }: BothColumns, at: number): ColumnPlaces {
	if (at < after.length) {
		const index = shared.findIndex(({ afterAt }) => afterAt === at);
		const column = shared[index];
		return { now: at, ...(column && { then: column.beforeAt, shared: index }) };
	}
	const gone = before
		.map((_, index) => index)
		.filter((index) => !shared.some(({ beforeAt }) => beforeAt === index));
	const then = gone[at - after.length];
	return then === undefined ? {} : { then };
}

/** A row that both sides may have, as a query gives it. */
export interface MatchedRow {
	readonly fate: RowFate;
	readonly now: readonly Value[];
	readonly then: readonly Value[];
	/** Whether a column that both sides have holds the same in it. */
	readonly isSame: (column: ColumnPlaces) => boolean;
}

/** The row as a page shows it, with what it held before where that is another value or has no column any more. */
export function fatedRow(places: readonly ColumnPlaces[], { fate, now, then, isSame }: MatchedRow): FatedRow {
	const cell = (side: readonly Value[], at: number | undefined): Value =>
		at === undefined ? null : (side[at] ?? null);
	const values: Value[] = [];
	const old: Record<number, Value> = {};
	for (const [at, column] of places.entries()) {
		values.push(fate === 'lost' ? cell(then, column.then) : cell(now, column.now));
		if ((fate !== 'kept' && fate !== 'changed') || column.then === undefined) continue;
		if (column.now === undefined || !isSame(column)) old[at] = cell(then, column.then);
	}
	return { values, fate, ...(Object.keys(old).length > 0 && { old }) };
}
