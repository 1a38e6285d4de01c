import { DatabaseError, type Database, type Value } from '../../database.ts';
import { stringLiteral } from './identifier.ts';

/** A column as `pragma_table_xinfo` tells it. */
export interface CatalogColumn {
	readonly name: string;
	readonly type: string;
	readonly notNull: boolean;
	readonly default: string | null;
}

export interface CatalogIndexPart {
	readonly table: string;
	readonly index: string;
	/** `u` from UNIQUE, `pk` from PRIMARY KEY. */
	readonly origin: string;
	/** Null for an expression. */
	readonly column: string | null;
	readonly descending: boolean;
	readonly collation: string;
}

const text = (value: Value | undefined) => String(value ?? '');
const textOrNull = (value: Value | undefined) => (typeof value === 'string' ? value : null);

/** Up to here a PRAGMA for each name costs less than one query over a function, which runs them within. */
const few = 8;

/** These columns of what a PRAGMA says of each of these names; the name comes first in each row. */
async function pragmaRows(
	database: Database,
	pragma: string,
	columns: readonly string[],
	names: readonly string[]
): Promise<Value[][]> {
	if (names.length > few) {
		// One string crosses from WebAssembly many times faster than a cell for each.
		const { rows } = await database.query(
			`SELECT json_group_array(json_array(w.value, ${columns.map((column) => `x."${column}"`).join(', ')}))
			FROM json_each(?) w CROSS JOIN pragma_${pragma}(w.value, 'main') x`,
			[JSON.stringify(names)]
		);
		return JSON.parse(text(rows[0]?.[0])) as Value[][];
	}
	const found: Value[][] = [];
	for (const name of names) {
		const told = await database.query(`PRAGMA main.${pragma}(${stringLiteral(name)})`);
		const places = columns.map((column) => told.columns.indexOf(column));
		for (const row of told.rows) found.push([name, ...places.map((place) => row[place] ?? null)]);
	}
	return found;
}

/** Columns of these tables, which must not be virtual, by table; without those that are hidden. */
export async function readColumns(
	database: Database,
	tables: readonly string[]
): Promise<Map<string, CatalogColumn[]>> {
	const told = ['name', 'type', 'notnull', 'dflt_value', 'hidden'];
	const found = new Map<string, CatalogColumn[]>(tables.map((table) => [table, []]));
	for (const [table, name, type, notNull, value, hidden] of await pragmaRows(
		database,
		'table_xinfo',
		told,
		tables
	)) {
		if (hidden === 1) continue;
		const column = {
			name: text(name),
			type: text(type),
			notNull: Number(notNull) !== 0,
			default: textOrNull(value)
		};
		found.get(text(table))?.push(column);
	}
	return found;
}

/**
 * Columns of a view or a virtual table; none where it cannot be read (a table that is not there, a module that this
 * SQLite lacks), as one that fails would fail a query for several.
 */
export async function readColumnsOfOne(database: Database, name: string): Promise<CatalogColumn[]> {
	try {
		return (await readColumns(database, [name])).get(name) ?? [];
	} catch (error) {
		if (error instanceof DatabaseError) return [];
		throw error;
	}
}

/** The tables in which virtual tables keep what they know. */
export async function readShadowTables(database: Database): Promise<Set<string>> {
	const { rows } = await database.query(
		`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'`
	);
	return new Set(rows.map((row) => text(row[0])));
}

/** The parts of the keys of these tables: the indexes SQLite makes for UNIQUE and PRIMARY KEY. */
export async function readKeys(database: Database, tables: readonly string[]): Promise<CatalogIndexPart[]> {
	const indexes = new Map<string, { table: string; origin: string }>();
	for (const [table, index, origin] of await pragmaRows(database, 'index_list', ['name', 'origin'], tables)) {
		if (origin !== 'c') indexes.set(text(index), { table: text(table), origin: text(origin) });
	}
	return readParts(database, indexes);
}

/** The parts of these indexes. */
export async function readIndexParts(
	database: Database,
	indexes: readonly string[]
): Promise<CatalogIndexPart[]> {
	return readParts(database, new Map(indexes.map((index) => [index, { table: '', origin: 'c' }])));
}

async function readParts(
	database: Database,
	indexes: ReadonlyMap<string, { readonly table: string; readonly origin: string }>
): Promise<CatalogIndexPart[]> {
	const told = ['name', 'desc', 'coll', 'key'];
	const rows = await pragmaRows(database, 'index_xinfo', told, [...indexes.keys()]);
	return rows.flatMap(([index, column, descending, collation, isKey]) => {
		const source = indexes.get(text(index));
		if (source === undefined || Number(isKey) === 0) return [];
		return [
			{
				...source,
				index: text(index),
				column: textOrNull(column),
				descending: Number(descending) !== 0,
				collation: text(collation).toUpperCase()
			}
		];
	});
}

/**
 * Every statement of `sqlite_schema` in one string with the sign `separator` after each, how many they are, in which rows
 * they stand, and the last row of all: one string crosses from WebAssembly many times faster than a row for each.
 */
export async function readTexts(database: Database): Promise<{
	readonly count: number;
	readonly joined: string;
	readonly places: readonly number[];
	readonly lastRow: number;
}> {
	const { rows } = await database.query(
		// Joined wholly over there: a string put together here would be copied once more to be compared.
		`SELECT count(sql), group_concat(sql, char(30)) || char(30), group_concat(iif(sql IS NULL, NULL, rowid)),
			(SELECT max(rowid) FROM main.sqlite_schema)
		FROM main.sqlite_schema`
	);
	const [count, joined, places, lastRow] = rows[0] ?? [];
	return {
		count: Number(count),
		joined: text(joined),
		places: places === null ? [] : text(places).split(',').map(Number),
		lastRow: Number(lastRow)
	};
}

/** A statement and the row of `sqlite_schema` it stands in. */
export interface PlacedText {
	readonly row: number;
	readonly sql: string;
}

/** The statements that stand after a row of `sqlite_schema`, and which is now the last. */
export async function readTextsAfter(
	database: Database,
	row: number
): Promise<{ readonly texts: PlacedText[]; readonly lastRow: number }> {
	const { rows } = await database.query('SELECT rowid, sql FROM main.sqlite_schema WHERE rowid > ?', [row]);
	return { texts: rows.flatMap(placedText), lastRow: Number(rows.at(-1)?.[0] ?? row) };
}

/** For how many rows `readTextsIn` can be asked. */
export const mostRows = 12;

const someTexts = `SELECT rowid, sql FROM main.sqlite_schema WHERE rowid IN (${Array(mostRows).fill('?').join(', ')})`;

/** The statements that stand in these rows of `sqlite_schema`, as far as there still are any. */
export async function readTextsIn(database: Database, wanted: readonly number[]): Promise<PlacedText[]> {
	const padded = [...wanted, ...Array<number>(mostRows - wanted.length).fill(-1)];
	const { rows } = await database.query(someTexts, padded);
	return rows.flatMap(placedText);
}

function placedText([row, sql]: readonly Value[]): PlacedText[] {
	return typeof sql === 'string' ? [{ row: Number(row), sql }] : [];
}

/** Every statement on its own, in the same order. */
export async function readTextList(database: Database): Promise<string[]> {
	const { rows } = await database.query(`SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL`);
	return rows.map((row) => text(row[0]));
}
