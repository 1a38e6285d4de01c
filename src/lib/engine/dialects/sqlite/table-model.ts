import type { Table } from '../../schema/model.ts';
import type { CatalogColumn, CatalogIndexPart } from './catalog.ts';
import { collationOf, columnOf, writtenColumn } from './column-model.ts';
import { constraintsOf } from './constraint-model.ts';
import { scopeOf } from './normalize.ts';
import type { ParsedColumn, ParsedConstraint } from './parse-definition.ts';
import type { ParsedTable } from './parse-table.ts';

/** All that is known of one table: its text, read, and what the catalog says where the text does not tell. */
export interface TableFacts {
	readonly name: string;
	readonly sql: string;
	readonly parsed: ParsedTable;
	/** Asked for only where not `tellsColumns`. */
	readonly columns?: readonly CatalogColumn[];
	/** Asked for only where `hasIndexedKey`. */
	readonly keys?: readonly CatalogIndexPart[];
}

/**
 * Whether the text alone tells what the columns are, as it mostly does. STRICT and WITHOUT ROWID forbid NULL in a key
 * without a word, and the columns of a virtual table are its module's.
 */
export function tellsColumns({ isClear, strict, withoutRowid }: ParsedTable): boolean {
	return isClear && !strict && !withoutRowid;
}

/** Whether SQLite may have made an index for a key; for the usual `id INTEGER PRIMARY KEY` it has not. */
export function hasIndexedKey(table: ParsedTable): boolean {
	const isIndexed = (constraint: ParsedConstraint) => {
		if (constraint.kind === 'unique') return true;
		if (constraint.kind !== 'primaryKey') return false;
		const [part, ...others] = constraint.parts;
		const column = table.columns.find(({ name }) => name === part?.column);
		return table.withoutRowid || others.length > 0 || part?.descending === true || column?.type !== 'INTEGER';
	};
	return (
		table.constraints.some(isIndexed) || table.columns.some((column) => column.constraints.some(isIndexed))
	);
}

/**
 * What the catalog says of the index for a primary key where the text tells it, as it does where that is the only key;
 * undefined where the catalog must be asked: SQLite makes one index of several keys that are alike.
 */
export function writtenKey(table: ParsedTable): readonly CatalogIndexPart[] | undefined {
	const rules = [...table.columns.flatMap(({ constraints }) => constraints), ...table.constraints];
	const keys = rules.filter(({ kind }) => kind === 'primaryKey' || kind === 'unique');
	const [key, ...others] = keys;
	if (key?.kind !== 'primaryKey' || others.length > 0 || table.withoutRowid) return undefined;
	const parts: CatalogIndexPart[] = [];
	for (const { column: written, collation, descending } of key.parts) {
		const column =
			table.columns.find(({ name }) => name === written) ??
			table.columns.find(({ name }) => name.toLowerCase() === written?.toLowerCase());
		if (column === undefined || descending || parts.some((part) => part.column === column.name)) {
			return undefined;
		}
		parts.push({
			table: '',
			index: '',
			origin: 'pk',
			column: column.name,
			descending,
			collation: collation?.toUpperCase() ?? collationOf(column) ?? 'BINARY'
		});
	}
	return parts;
}

/** The table as the model has it. */
export function tableOf(facts: TableFacts): Table {
	const { name, sql, parsed } = facts;
	const scope = scopeOf(name, facts.columns ?? parsed.columns);
	const columns = facts.columns
		? facts.columns.map((column, at) => columnOf(column, definitionOf(column, at, parsed), scope))
		: parsed.columns.map((column) => writtenColumn(column, scope));
	const options: Record<string, string | boolean> = {};
	if (parsed.strict) options.strict = true;
	if (parsed.withoutRowid) options.withoutRowid = true;
	if (parsed.module !== undefined) options.module = parsed.module;
	const constraints = constraintsOf(parsed, facts.keys ?? [], scope);
	return { kind: 'table', name, columns, constraints, options, sql };
}

/** The text of a column, which mostly stands where the catalog has the column. */
function definitionOf(
	{ name }: CatalogColumn,
	at: number,
	{ columns }: ParsedTable
): ParsedColumn | undefined {
	if (columns[at]?.name === name) return columns[at];
	return columns.find((column) => column.name === name);
}
