import type { Column, Index, KeyPart, Table } from '../../schema/model.ts';
import type { CatalogIndexPart } from './catalog.ts';
import { normalizeExpression, scopeOf } from './normalize.ts';
import type { Entry } from './parse-object.ts';
import type { ParsedPart } from './parse-definition.ts';
import { keyPart } from './constraint-model.ts';

/** All that is known of one index before the catalog is asked: its text, read, and the table it is on. */
export interface IndexFacts {
	readonly entry: IndexEntry;
	readonly table: Table;
}

type IndexEntry = Extract<Entry, { kind: 'index' }>;

/**
 * Whether the text alone tells what the index is of: columns of its table, each by its name. What else may stand
 * there (an expression, the rowid by any of its names) only the catalog tells.
 */
export function isOfColumns({ table, entry }: IndexFacts): boolean {
	return entry.parsed.parts.every((part) => columnOf(part, table) !== undefined);
}

/** The index as the model has it; `catalog` is what the catalog says of its parts, where it had to be asked. */
export function indexOf(facts: IndexFacts, catalog: readonly CatalogIndexPart[]): Index {
	const { entry, table } = facts;
	const { parsed } = entry;
	const scope = scopeOf(table.name, table.columns);
	const expression = (text: string) => normalizeExpression(text, scope);
	const asked = (part: CatalogIndexPart, at: number): KeyPart => {
		const written = parsed.parts[at]?.expression;
		const own = table.columns.find((candidate) => candidate.name === part.column)?.collation;
		return {
			...(part.column === null && written !== undefined ? { expression: expression(written) } : {}),
			...keyPart(part, own)
		};
	};
	return {
		kind: 'index',
		name: entry.name,
		table: table.name,
		unique: parsed.unique,
		parts: isOfColumns(facts) ? parsed.parts.map((part) => writtenPart(part, table)) : catalog.map(asked),
		...(parsed.where === undefined ? {} : { where: expression(parsed.where) }),
		options: {},
		sql: entry.sql
	};
}

function columnOf({ column }: ParsedPart, { columns }: Table): Column | undefined {
	if (column === undefined) return undefined;
	const key = column.toLowerCase();
	return (
		columns.find(({ name }) => name === column) ?? columns.find(({ name }) => name.toLowerCase() === key)
	);
}

/** A part that names a column. Without a collation of its own it has the column's. */
function writtenPart(part: ParsedPart, table: Table): KeyPart {
	const column = columnOf(part, table);
	const own = column?.collation;
	const collation = part.collation?.toUpperCase() ?? own ?? 'BINARY';
	return keyPart({ column: column?.name ?? null, collation, descending: part.descending }, own);
}
