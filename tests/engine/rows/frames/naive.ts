import type { Database, Value } from '../../../../src/lib/engine/database.ts';
import type { RowFate } from '../../../../src/lib/engine/rows/rows.ts';
import type { TableFates } from '../../../../src/lib/engine/rows/table-fates.ts';
import type { Rename } from '../../../../src/lib/engine/schema/change.ts';

/** A table as whoever reads all of it sees it. */
interface Everything {
	readonly columns: readonly string[];
	readonly key: readonly string[];
	readonly rows: readonly (readonly Value[])[];
}

/** Every row of every table, by the table's name. */
export type Picture = ReadonlyMap<string, Everything>;

const tables = {
	sqlite:
		"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'updown_migrations'",
	postgres:
		"SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'updown_migrations'"
};

const columns = {
	sqlite: 'SELECT name, pk FROM pragma_table_info($1) ORDER BY cid',
	postgres: `SELECT attname, coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0) FROM pg_attribute a
		LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
		WHERE a.attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`
};

/** Looks at everything there is. */
export async function picture(database: Database): Promise<Picture> {
	const { name } = database.dialect;
	const found = new Map<string, Everything>();
	for (const [table] of (await database.query(tables[name])).rows) {
		const { rows: list } = await database.query(columns[name], [String(table)]);
		const { rows } = await database.query(`SELECT * FROM "${String(table)}"`);
		const key = list
			.filter(([, place]) => Number(place) > 0)
			.toSorted(([, a], [, b]) => Number(a) - Number(b));
		found.set(String(table), {
			columns: list.map(([column]) => String(column)),
			key: key.map(([column]) => String(column)),
			rows
		});
	}
	return found;
}

type Counts = Readonly<Record<RowFate, number>>;

/** What became of the rows of each table of either picture; undefined where no key says which row is which. */
export function naiveFates(
	before: Picture,
	after: Picture,
	renames: readonly Rename[]
): ReadonlyMap<string, Counts | undefined> {
	const found = new Map<string, Counts | undefined>();
	const left = new Set(before.keys());
	for (const [table, now] of after) {
		const was = renames.find(({ kind, to }) => kind === 'table' && to === table)?.from ?? table;
		const isOther = was === table && renames.some(({ kind, from }) => kind === 'table' && from === table);
		const then = isOther ? undefined : before.get(was);
		if (then) left.delete(was);
		const columnOf = (name: string) =>
			renames.find((rename) => rename.kind === 'column' && rename.table === table && rename.to === name)
				?.from ?? name;
		found.set(table, then ? fatesOf(then, now, columnOf) : { ...none, added: now.rows.length });
	}
	for (const table of left) found.set(gone(table), { ...none, lost: before.get(table)?.rows.length ?? 0 });
	return found;
}

/** How a table that is gone is called here: another may have its name. */
function gone(table: string): string {
	return `${table}, which is gone`;
}

const none: Counts = { kept: 0, changed: 0, added: 0, lost: 0 };

function fatesOf(then: Everything, now: Everything, columnOf: (name: string) => string): Counts | undefined {
	const shared = now.columns.filter((name) => then.columns.includes(columnOf(name)));
	const isKey =
		now.key.length > 0 &&
		now.key.map(columnOf).join() === then.key.join() &&
		now.key.every((name) => shared.includes(name));
	if (!isKey) return undefined;
	const pick = (table: Everything, names: readonly string[]) => (row: readonly Value[]) =>
		names.map((name) => text(row[table.columns.indexOf(name)] ?? null)).join('|');
	const keyThen = pick(then, then.key);
	const keyNow = pick(now, now.key);
	const cellsThen = pick(then, shared.map(columnOf));
	const cellsNow = pick(now, shared);
	const old = new Map(then.rows.map((row) => [keyThen(row), cellsThen(row)]));
	const counts = { ...none };
	for (const row of now.rows) {
		const cells = old.get(keyNow(row));
		counts[cells === undefined ? 'added' : cells === cellsNow(row) ? 'kept' : 'changed']++;
		old.delete(keyNow(row));
	}
	counts.lost = old.size;
	return counts;
}

function text(value: Value): string {
	return value instanceof Uint8Array ? `x${value.join()}` : `${typeof value} ${String(value)}`;
}

/** What a frame says of a table; undefined where it says nothing of it. */
export function fatesIn(tables: readonly TableFates[], name: string): TableFates | undefined {
	return tables.find(({ table, fate }) => (fate === 'lost' ? gone(table) : table) === name);
}
