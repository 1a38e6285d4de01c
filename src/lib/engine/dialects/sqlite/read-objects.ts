import type { Database } from '../../database.ts';
import { groupBy } from '../../group-by.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { Index, SchemaObject, Table, Trigger, View } from '../../schema/model.ts';
import {
	readColumns,
	readColumnsOfOne,
	readForeignKeys,
	readIndexParts,
	readKeys,
	readShadowTables
} from './catalog.ts';
import type { CatalogColumn, CatalogIndexPart } from './catalog.ts';
import { normalizeExpression, normalizeStatement, normalizeTrigger } from './normalize.ts';
import { parseIndex, parseTrigger, parseView, type Entry } from './parse-object.ts';
import { parseTable, type ParsedConstraint, type ParsedTable } from './parse-table.ts';
import { keyPart, scopeOf, tableOf } from './table-model.ts';

/** Whether SQLite or Updown made this for itself. */
export function isInternal(entry: Entry): boolean {
	return /^sqlite_/i.test(entry.name) || entry.table.toLowerCase() === ledgerTable;
}

/** What is known apart from the statements to be read. */
export interface Surroundings {
	/** A table that is known from before. */
	readonly tableNamed: (name: string) => Table | undefined;
	/** Whether the database has virtual tables, which keep tables of their own. */
	readonly hasVirtualTables: boolean;
}

/**
 * The objects that these statements make, read from the catalog with a few queries however many they are. Tables
 * that belong to a virtual table are left out.
 */
export async function readObjects(
	database: Database,
	entries: readonly Entry[],
	{ tableNamed, hasVirtualTables }: Surroundings
): Promise<SchemaObject[]> {
	const shadows = hasVirtualTables ? await readShadowTables(database) : new Set<string>();
	const tables = entries.filter((entry) => entry.kind === 'table' && !shadows.has(entry.name));
	const views = entries.filter((entry) => entry.kind === 'view');
	const indexes = entries.filter((entry) => entry.kind === 'index');
	const triggers = entries.filter((entry) => entry.kind === 'trigger');

	const plain = await readColumns(database, namesOf(tables.filter((entry) => !entry.isVirtual)));
	const columns = groupBy(plain, (column) => column.table);
	for (const { name } of [...tables.filter((entry) => entry.isVirtual), ...views]) {
		columns.set(name, await readColumnsOfOne(database, name));
	}
	const read = await readTables(database, tables, columns);
	const fresh = new Map(read.map((table) => [table.name.toLowerCase(), table]));
	const parts = groupBy(await readIndexParts(database, namesOf(indexes)), (part) => part.index);
	return [
		...read,
		...views.map((entry) => viewOf(entry, columns.get(entry.name) ?? [])),
		...indexes.flatMap((entry) => {
			const table = fresh.get(entry.table.toLowerCase()) ?? tableNamed(entry.table);
			return table === undefined ? [] : [indexOf(entry, table, parts.get(entry.name) ?? [])];
		}),
		...triggers.map((entry) =>
			triggerOf(entry, fresh.get(entry.table.toLowerCase()) ?? tableNamed(entry.table))
		)
	];
}

function namesOf(entries: readonly Entry[]): string[] {
	return entries.map((entry) => entry.name);
}

async function readTables(
	database: Database,
	entries: readonly Entry[],
	columns: ReadonlyMap<string, readonly CatalogColumn[]>
): Promise<Table[]> {
	const parsed = new Map(entries.map((entry) => [entry.name, parseTable(entry.sql)]));
	const having = (has: (table: ParsedTable) => boolean) =>
		[...parsed].filter(([, table]) => has(table)).map(([name]) => name);
	const foreignKeys = await readForeignKeys(database, having(hasForeignKey));
	const keys = await readKeys(database, having(hasIndexedKey));
	const foreignKeysOf = groupBy(foreignKeys, (key) => key.table);
	const keysOf = groupBy(keys, (part) => part.table);
	return entries.flatMap(({ name, sql }) => {
		const table = parsed.get(name);
		if (table === undefined) return [];
		return [
			tableOf({
				name,
				sql,
				parsed: table,
				columns: columns.get(name) ?? [],
				foreignKeys: foreignKeysOf.get(name) ?? [],
				keys: keysOf.get(name) ?? []
			})
		];
	});
}

function hasForeignKey(table: ParsedTable): boolean {
	return constraintsOf(table).some(({ kind }) => kind === 'foreignKey');
}

/** Whether SQLite may have made an index for a key; for the usual `id INTEGER PRIMARY KEY` it has not. */
function hasIndexedKey(table: ParsedTable): boolean {
	return constraintsOf(table).some((constraint) => {
		if (constraint.kind === 'unique') return true;
		if (constraint.kind !== 'primaryKey') return false;
		const [part, ...others] = constraint.parts;
		const column = table.columns.find(({ name }) => name === part?.column);
		return table.withoutRowid || others.length > 0 || part?.descending === true || column?.type !== 'INTEGER';
	});
}

function constraintsOf(table: ParsedTable): ParsedConstraint[] {
	return [...table.constraints, ...table.columns.flatMap((column) => column.constraints)];
}

function viewOf({ name, sql }: Entry, columns: readonly CatalogColumn[]): View {
	const parsed = parseView(sql);
	return {
		kind: 'view',
		name,
		columns: columns.map((column) => column.name),
		query: normalizeStatement(sql.slice(parsed.query.start, parsed.query.end)),
		// Names given in the statement are part of what it means; names that follow from the query are not.
		options: parsed.columns.length === 0 ? {} : { columns: JSON.stringify(parsed.columns) },
		sql
	};
}

function triggerOf({ name, table, sql }: Entry, watched: Table | undefined): Trigger {
	const { definition } = parseTrigger(sql);
	return {
		kind: 'trigger',
		name,
		table: watched?.name ?? table,
		definition: normalizeTrigger(sql.slice(definition.start, definition.end)),
		options: {},
		sql
	};
}

function indexOf({ name, sql }: Entry, table: Table, parts: readonly CatalogIndexPart[]): Index {
	const parsed = parseIndex(sql);
	const scope = scopeOf(
		table.name,
		table.columns.map((column) => column.name)
	);
	const expression = (range: { start: number; end: number }) =>
		normalizeExpression(sql.slice(range.start, range.end), scope);
	return {
		kind: 'index',
		name,
		table: table.name,
		unique: parsed.unique,
		parts: parts.map((part, i) => {
			const column = table.columns.find((candidate) => candidate.name === part.column);
			const written = parsed.parts[i]?.range;
			return {
				...(part.column === null && written !== undefined ? { expression: expression(written) } : {}),
				...keyPart(part, column?.collation)
			};
		}),
		...(parsed.where === undefined ? {} : { where: expression(parsed.where) }),
		options: {},
		sql
	};
}
