import type { Column, Schema, Table } from '../schema/model.ts';

/** Values that try what a column can hold, as SQL expressions. */
export interface EdgeValues {
	/**
	 * Values at the edges of what the column's type can hold, the most ordinary first; without NULL. Empty where none is
	 * known for the type.
	 */
	of(column: Column, table: Table, schema: Schema): readonly string[];
	/**
	 * A value of a column of a key that no other row has; `at` counts up from 0. Undefined where the database draws one by itself
	 * and where none is known for the type.
	 */
	fresh(column: Column, table: Table, schema: Schema, at: number): string | undefined;
}
