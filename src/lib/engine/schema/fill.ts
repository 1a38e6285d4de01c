import type { Direction } from '../migration/migration.ts';

/** A column of a table in one direction of a migration, by the names both have once it has run. */
interface Place {
	readonly direction: Direction;
	readonly table: string;
	readonly column: string;
}

/** A column that must have a value and that rows come to without one. */
export interface Gap extends Place {
	/** The type of the column. */
	readonly type: string;
	/** Whether the column is new, or NULL is no longer allowed in it. */
	readonly why: 'added' | 'nulls';
	/** What the script does where nobody gives a value: writes `placeholder`, numbers the rows, or is refused while rows have none. */
	readonly leftOpen: 'filled' | 'numbered' | 'refused';
	/** What the script writes where nobody says otherwise, or what could be said; absent where that is no expression. */
	readonly placeholder?: string;
}

/** What is written into a gap: an SQL expression, which may name the columns that the table had before. */
export interface Fill extends Place {
	readonly expression: string;
}

/** Whether a value that was given is one for this gap. */
export function isFor(fill: Fill, { direction, table, column }: Gap): boolean {
	return fill.direction === direction && fill.table === table && fill.column === column;
}

/** The expression that was given for a column; undefined where none was. */
export type FillOf = (table: string, column: string) => string | undefined;

/** Finds the fills of one direction. */
export function fillsFor(direction: Direction, fills: readonly Fill[] = []): FillOf {
	const given = new Map(
		fills
			.filter((fill) => fill.direction === direction)
			.map(({ table, column, expression }) => [JSON.stringify([table, column]), expression.trim()])
	);
	return (table, column) => given.get(JSON.stringify([table, column]));
}
