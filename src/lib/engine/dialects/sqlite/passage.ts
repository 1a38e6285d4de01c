import type { Column, Schema, Table } from '../../schema/model.ts';
import { mentionedNames } from './mentions.ts';
import { rowidAlias } from './rowid.ts';
import { partsOf } from './schema-parts.ts';

/** Rows on their way from a table as it is, its renames done, to the table as it is to be. */
export interface Passage {
	readonly from: Table;
	readonly to: Table;
	readonly schemas: { readonly from: Schema; readonly to: Schema };
	/** What the table is called before any rename. */
	readonly earlierName: string;
	/** The expression that somebody has given for a column that must have a value. */
	readonly given: (column: string) => string | undefined;
	/** Columns that get their new names on the way, by these: what they are called until then. */
	readonly namesUntilThen: ReadonlyMap<string, string>;
}

/** The table that rows are read from, with the names its columns have then. */
export function sourceOf({ from, namesUntilThen }: Passage): Table {
	if (namesUntilThen.size === 0) return from;
	const columns = from.columns.map((column) => ({
		...column,
		name: namesUntilThen.get(column.name) ?? column.name
	}));
	return { ...from, columns };
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

/** The columns that an expression of `table` is computed from, through columns that are computed themselves. */
export function columnsIn(table: Table, expression: string): Column[] {
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
	return [...reached];
}

/** Those of them that hold values of their own. */
export function basisOf(table: Table, expression: string): Column[] {
	return columnsIn(table, expression).filter((column) => column.generated === undefined);
}

/** The tables whose keys point at this column of `table`. */
export function childrenOf(table: Table, column: Column, schema: Schema): string[] {
	const key = table.constraints.find(({ kind }) => kind === 'primaryKey');
	const own = key !== undefined && 'parts' in key && key.parts.some((part) => part.column === column.name);
	const children = partsOf(schema).children.get(table.name.toLowerCase()) ?? [];
	return [...children].flatMap((child) => {
		const points = child.constraints.some(
			(rule) =>
				rule.kind === 'foreignKey' &&
				rule.table.toLowerCase() === table.name.toLowerCase() &&
				(rule.references.length === 0
					? own
					: rule.references.some((name) => name.toLowerCase() === column.name.toLowerCase()))
		);
		return points ? [child.name] : [];
	});
}
