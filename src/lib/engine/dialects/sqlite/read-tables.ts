import type { Database } from '../../database.ts';
import { groupBy } from '../../group-by.ts';
import type { Table } from '../../schema/model.ts';
import { readColumns, readColumnsOfOne, readKeys } from './catalog.ts';
import type { Entry } from './parse-object.ts';
import { parseTable, type Definitions, type ParsedTable } from './parse-table.ts';
import { hasIndexedKey, tableOf, tellsColumns, writtenKey } from './table-model.ts';

/** The tables that these statements make, in the same order. The catalog is asked only for what no text tells. */
export async function readTables(
	database: Database,
	entries: readonly Entry[],
	definitions: Definitions
): Promise<Table[]> {
	const tables: (Table | undefined)[] = [];
	const open: { readonly at: number; readonly entry: Entry; readonly parsed: ParsedTable }[] = [];
	entries.forEach((entry, at) => {
		const { name, sql } = entry;
		const parsed = parseTable(sql, definitions);
		const keys = hasIndexedKey(parsed) ? writtenKey(parsed) : [];
		const isTold = tellsColumns(parsed) && keys !== undefined;
		tables.push(isTold ? tableOf({ name, sql, parsed, keys }) : undefined);
		if (!isTold) open.push({ at, entry, parsed });
	});
	if (open.length === 0) return tables.filter((table) => table !== undefined);

	const plain = open.filter(({ entry, parsed }) => !entry.isVirtual && !tellsColumns(parsed));
	const columns = await readColumns(database, namesOf(plain));
	for (const { entry } of open) {
		if (entry.isVirtual) columns.set(entry.name, await readColumnsOfOne(database, entry.name));
	}
	const keyed = open.filter(({ parsed }) => hasIndexedKey(parsed));
	const keys = groupBy(await readKeys(database, namesOf(keyed)), (part) => part.table);
	for (const { at, entry, parsed } of open) {
		const { name, sql } = entry;
		const told = tellsColumns(parsed) ? {} : { columns: columns.get(name) ?? [] };
		tables[at] = tableOf({ name, sql, parsed, ...told, keys: keys.get(name) ?? [] });
	}
	return tables.filter((table) => table !== undefined);
}

function namesOf(open: readonly { readonly entry: Entry }[]): string[] {
	return open.map(({ entry }) => entry.name);
}
