import type { Database, Value } from '../database.ts';
import type { Rename } from '../schema/change.ts';
import type { PassedValues, ValueMarks } from './value-marks.ts';

/** What became of the values of one column, in the rows that are there before and after. */
export interface ColumnFates {
	readonly name: string;
	readonly fate: 'kept' | 'added' | 'lost';
	/** Values that are other values now. */
	readonly changed: number;
	/** Values that are gone: NULL stands there now, or the column is gone. */
	readonly lost: number;
	/** Values where there was NULL or no column. */
	readonly gained: number;
}

/** What became of a row between the moment before the last step and now. */
export type RowFate = 'kept' | 'changed' | 'added' | 'lost';

export interface RowsRequest {
	readonly table: string;
	readonly offset: number;
	readonly limit: number;
	/** `after`: the table now. `before`: the table before the last step. `both`: every row of either, with its fate. */
	readonly side: 'after' | 'before' | 'both';
	readonly orderBy?: { readonly column: string; readonly descending: boolean };
	/** Keep only rows with this fate, or those that are restored in part or whole; only with `both`. */
	readonly fate?: RowFate | 'restored';
	/** Keep only rows in which some cell contains this text; upper and lower case of A to Z are alike. */
	readonly search?: string;
}

export interface FatedRow {
	readonly values: readonly Value[];
	readonly fate?: RowFate;
	/** For `changed`: the old value by column position, only where it differs. For a dropped column, the value that went. */
	readonly old?: Readonly<Record<number, Value>>;
	/** That the whole row was lost earlier and is back as it was, or the positions of the values that are. */
	readonly restored?: true | readonly number[];
}

export interface RowsPage {
	readonly columns: readonly { readonly name: string; readonly fate?: 'kept' | 'added' | 'lost' }[];
	readonly rows: readonly FatedRow[];
	/** Rows that match, on all pages. */
	readonly total: number;
	/** Over the whole table, present with `both`. */
	readonly fates?: Readonly<Record<RowFate, number>>;
	/** How many rows, and values in rows that stayed, had been lost by an earlier step and are back as they were. */
	readonly restored?: number;
	/** How rows were matched, in words, present with `both`: e.g. by primary key, or by value where there is none. */
	readonly identity?: string;
	/** The columns that tell a row that is on both sides, present with `both` where there is such a thing. */
	readonly tellers?: readonly string[];
	/** Why there is nothing to show, in a sentence: the rows from before the step, which were asked for, were not kept. */
	readonly notKept?: string;
}

/** The databases whose rows are looked at, of one dialect. */
export interface RowSides {
	/** As it was before the last step; undefined where there is no such moment. */
	readonly before?: Database | undefined;
	/** Under which id `after` itself keeps the rows from before, where its dialect keeps them so. */
	readonly kept?: string;
	readonly after: Database;
	/** Whether `after` is in the middle of a step, so that no other connection sees what it holds. */
	readonly isInside?: boolean;
	/** What the step renamed, so that a renamed table or column is still the same one. */
	readonly renames?: readonly Rename[];
	/**
	 * What steps before have lost and may come back by this one, in order. Where it is given, also by `[]`, what this step loses
	 * is marked.
	 */
	readonly lost?: readonly ValueMarks[];
}

/** What became of the rows of one table, counted in the database. */
export interface RowCounts {
	readonly counts: Readonly<Record<RowFate, number>>;
	readonly columns: readonly ColumnFates[];
	readonly identity: string;
	/** The first rows that are lost, or else changed, or else added, or else any. */
	readonly examples: RowsPage;
	readonly notKept?: string;
	/** What was lost, and what came to the table, where `RowSides.lost` asks for it. */
	readonly went?: PassedValues;
	readonly came?: PassedValues;
}

/** How many rows of a table are given as examples. */
export const shownExamples = 5;

/** What to ask for, to get the examples of a table whose rows became that. */
export function exampleRequest(table: string, counts: RowCounts['counts']): RowsRequest {
	const request = { table, offset: 0, limit: shownExamples, side: 'both' } as const;
	const fate = (['lost', 'changed', 'added'] as const).find((one) => counts[one] > 0);
	return fate ? { ...request, fate } : request;
}

/** Reads rows for people; SQL text lives only in the dialect. */
export interface RowReader {
	/** One page of a table. With `both`, every row of either side is matched with itself on the other. Reads only. */
	page(sides: RowSides, request: RowsRequest): Promise<RowsPage>;
	/** What became of a table's rows and, where a row is on both sides, of every column's values. Reads only. */
	fates(sides: RowSides, table: string): Promise<RowCounts>;
}
