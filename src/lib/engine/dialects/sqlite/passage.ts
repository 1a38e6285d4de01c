import type { Column, Schema, Table } from '../../schema/model.ts';
import { mentionedNames } from './mentions.ts';
import { rowidAlias } from './rowid.ts';

/** Rows on their way from a table as it is, its renames done, to the table as it is to be. */
export interface Passage {
	readonly from: Table;
	readonly to: Table;
	readonly schemas: { readonly from: Schema; readonly to: Schema };
	/** What the table is called before any rename. */
	readonly earlierName: string;
}

/** The value written for a column that is not copied; undefined leaves it to its default, or NULL. */
export type MissingValue = (column: Column, passage: Passage) => string | undefined;

/** The columns that rows come to without a value of their own. */
export function arriving({ from, to }: Passage): Column[] {
	const known = new Set(from.columns.map((column) => column.name));
	const alias = rowidAlias(to);
	return to.columns.filter(
		({ name, generated }) => !known.has(name) && generated === undefined && name !== alias
	);
}

/** The columns of `table` that hold what this expression is computed from, through columns that are computed themselves. */
export function basisOf(table: Table, expression: string): Column[] {
	const reached = new Set<Column>();
	const visit = (sql: string) => {
		const names = mentionedNames({ sql });
		for (const column of table.columns) {
			if (reached.has(column) || !names.includes(column.name.toLowerCase())) continue;
			reached.add(column);
			if (column.generated !== undefined) visit(column.generated.expression);
		}
	};
	visit(expression);
	return [...reached].filter((column) => column.generated === undefined);
}
