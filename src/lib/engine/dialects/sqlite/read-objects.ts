import type { Database } from '../../database.ts';
import { groupBy } from '../../group-by.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { SchemaObject, Table, Trigger, View } from '../../schema/model.ts';
import { readColumnsOfOne, readIndexParts, readShadowTables, type CatalogColumn } from './catalog.ts';
import { indexOf, isOfColumns } from './index-model.ts';
import { normalizeStatement, normalizeTrigger } from './normalize.ts';
import { parseTrigger, parseView, type Entry } from './parse-object.ts';
import type { Definitions } from './parse-table.ts';
import { readTables } from './read-tables.ts';

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
	/** What has been read before. */
	readonly definitions: Definitions;
}

/**
 * The objects that these statements make, read from the catalog with a few queries however many they are. Tables
 * that belong to a virtual table are left out.
 */
export async function readObjects(
	database: Database,
	entries: readonly Entry[],
	{ tableNamed, hasVirtualTables, definitions }: Surroundings
): Promise<SchemaObject[]> {
	const shadows = hasVirtualTables ? await readShadowTables(database) : new Set<string>();
	const tables = entries.filter((entry) => entry.kind === 'table' && !shadows.has(entry.name));
	const views = entries.filter((entry) => entry.kind === 'view');
	const indexes = entries.filter((entry) => entry.kind === 'index');
	const triggers = entries.filter((entry) => entry.kind === 'trigger');

	const read = await readTables(database, tables, definitions);
	const fresh = new Map(read.map((table) => [table.name.toLowerCase(), table]));
	const watchedBy = ({ table, tableKey }: Entry) => fresh.get(tableKey) ?? tableNamed(table);
	const facts = indexes.flatMap((entry) => {
		const table = watchedBy(entry);
		return table === undefined ? [] : [{ entry, table }];
	});
	const asked = facts.filter((known) => !isOfColumns(known)).map(({ entry }) => entry.name);
	const parts =
		asked.length > 0 ? groupBy(await readIndexParts(database, asked), (part) => part.index) : undefined;
	const columns = new Map<Entry, readonly CatalogColumn[]>();
	for (const view of views) columns.set(view, await readColumnsOfOne(database, view.name));
	return [
		...read,
		...views.map((entry) => viewOf(entry, columns.get(entry) ?? [])),
		...facts.map((known) => indexOf(known, parts?.get(known.entry.name) ?? [])),
		...triggers.map((entry) => triggerOf(entry, watchedBy(entry)))
	];
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
