import type { Database, Value } from '../../../../src/lib/engine/database.ts';
import type { ColumnFates, RowFate } from '../../../../src/lib/engine/rows/rows.ts';
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

/** What became of a table: its rows, and the values of its columns in the rows that stayed, by the column's name now. */
export interface NaiveFates {
	readonly rows: Counts;
	readonly columns: Readonly<Record<string, ColumnCounts>>;
}

type ColumnCounts = Pick<ColumnFates, 'fate' | 'changed' | 'lost' | 'gained'>;

/** What became of each table of either picture; undefined where no key says which row is which. */
export function naiveFates(
	before: Picture,
	after: Picture,
	renames: readonly Rename[]
): ReadonlyMap<string, NaiveFates | undefined> {
	const found = new Map<string, NaiveFates | undefined>();
	const left = new Set(before.keys());
	for (const [table, now] of after) {
		const was = renames.find(({ kind, to }) => kind === 'table' && to === table)?.from ?? table;
		const isOther = was === table && renames.some(({ kind, from }) => kind === 'table' && from === table);
		const then = isOther ? undefined : before.get(was);
		if (then) left.delete(was);
		const own = renames.filter((rename) => rename.kind === 'column' && rename.table === table);
		// A column that took the name of one that was renamed away is another column.
		const columnOf = (name: string) =>
			own.find(({ to }) => to === name)?.from ?? (own.some(({ from }) => from === name) ? undefined : name);
		found.set(table, then ? fatesOf(then, now, columnOf) : whole({ added: now.rows.length }));
	}
	for (const table of left) found.set(gone(table), whole({ lost: before.get(table)?.rows.length ?? 0 }));
	return found;
}

/** How a table that is gone is called here: another may have its name. */
function gone(table: string): string {
	return `${table}, which is gone`;
}

const none: Counts = { kept: 0, changed: 0, added: 0, lost: 0 };

/** A table all of whose rows came or went, so that there are no columns to compare. */
function whole(counts: Partial<Counts>): NaiveFates {
	return { rows: { ...none, ...counts }, columns: {} };
}

function fatesOf(
	then: Everything,
	now: Everything,
	columnOf: (name: string) => string | undefined
): NaiveFates | undefined {
	const shared = now.columns.filter((name) => then.columns.includes(columnOf(name) ?? ''));
	const isKey =
		now.key.length > 0 &&
		now.key.map(columnOf).join() === then.key.join() &&
		now.key.every((name) => shared.includes(name));
	if (!isKey) return undefined;
	const cell = (table: Everything, row: readonly Value[], name: string) =>
		row[table.columns.indexOf(name)] ?? null;
	const pick = (table: Everything, names: readonly string[]) => (row: readonly Value[]) =>
		names.map((name) => text(cell(table, row, name))).join('|');
	const keyThen = pick(then, then.key);
	const keyNow = pick(now, now.key);
	const old = new Map(then.rows.map((row) => [keyThen(row), row]));
	const counts = { ...none };
	const pairs: (readonly [was: readonly Value[], is: readonly Value[]])[] = [];
	for (const row of now.rows) {
		const was = old.get(keyNow(row));
		old.delete(keyNow(row));
		if (was) pairs.push([was, row]);
		else counts.added++;
	}
	counts.lost = old.size;
	const columns = new Map<
		string,
		{ fate: ColumnCounts['fate']; changed: number; lost: number; gained: number }
	>();
	const column = (name: string, fate: ColumnCounts['fate']) => {
		const known = columns.get(name) ?? { fate, changed: 0, lost: 0, gained: 0 };
		columns.set(name, known);
		return known;
	};
	const come = now.columns.filter((name) => !shared.includes(name));
	const went = then.columns.filter((name) => !shared.map(columnOf).includes(name));
	for (const [was, is] of pairs) {
		let differs = false;
		for (const name of shared) {
			const [a, b] = [cell(then, was, columnOf(name) ?? ''), cell(now, is, name)];
			if (text(a) === text(b)) continue;
			differs = true;
			column(name, 'kept')[a === null ? 'gained' : b === null ? 'lost' : 'changed']++;
		}
		for (const name of come) column(name, 'added').gained += cell(now, is, name) === null ? 0 : 1;
		for (const name of went) column(name, 'lost').lost += cell(then, was, name) === null ? 0 : 1;
		counts[differs ? 'changed' : 'kept']++;
	}
	return { rows: counts, columns: Object.fromEntries(columns) };
}

function text(value: Value): string {
	return value instanceof Uint8Array ? `x${value.join()}` : `${typeof value} ${String(value)}`;
}

/** What a frame says of a table; undefined where it says nothing of it. */
export function fatesIn(tables: readonly TableFates[], name: string): TableFates | undefined {
	return tables.find(({ table, fate }) => (fate === 'lost' ? gone(table) : table) === name);
}
