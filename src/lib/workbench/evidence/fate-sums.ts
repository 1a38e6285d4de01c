import type { TableFates } from '../../engine/rows/table-fates.ts';

/** What became of several tables together. */
export interface FateSums {
	/** Rows that are lost. */
	readonly rows: number;
	/** Values lost in rows that stay. */
	readonly values: number;
	/** Values that are other values now. */
	readonly changed: number;
	/** The tables of which nobody could tell. */
	readonly unknown: readonly string[];
}

/** Adds up what became of tables. */
export function fateSums(tables: readonly TableFates[]): FateSums {
	const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
	const columns = tables.flatMap((table) => table.columns);
	return {
		rows: sum(tables.map(({ rows }) => rows.lost)),
		values: sum(columns.map(({ lost }) => lost)),
		changed: sum(columns.map(({ changed }) => changed)),
		unknown: tables.flatMap(({ table, fate, notKept }) =>
			notKept !== undefined && fate !== 'added' ? [table] : []
		)
	};
}
