import { DatabaseError, type Database, type Value } from '../../database.ts';
import { stringLiteral } from './identifier.ts';

/** A column as `pragma_table_xinfo` tells it. */
export interface CatalogColumn {
	readonly table: string;
	readonly name: string;
	readonly type: string;
	readonly notNull: boolean;
	readonly default: string | null;
	/** 1 for the first column of the primary key, and so on; 0 for others. */
	readonly key: number;
	/** 0 plain, 1 hidden, 2 generated when read, 3 generated and stored. */
	readonly hidden: number;
}

export interface CatalogForeignKey {
	readonly table: string;
	/** Counts from the last one declared. */
	readonly id: number;
	readonly column: string;
	readonly parent: string;
	readonly reference: string | null;
	readonly onUpdate: string;
	readonly onDelete: string;
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

/** What a PRAGMA says of each of these names; the name comes first in each row. */
async function pragmaRows(database: Database, pragma: string, names: readonly string[]): Promise<Value[][]> {
	if (names.length > few) {
		const { rows } = await database.query(
			`SELECT w.value, x.* FROM json_each(?) w CROSS JOIN pragma_${pragma}(w.value, 'main') x`,
			[JSON.stringify(names)]
		);
		return rows.map((row) => [...row]);
	}
	const found: Value[][] = [];
	for (const name of names) {
		const { rows } = await database.query(`PRAGMA main.${pragma}(${stringLiteral(name)})`);
		for (const row of rows) found.push([name, ...row]);
	}
	return found;
}

/** Columns of these tables, which must not be virtual. */
export async function readColumns(database: Database, tables: readonly string[]): Promise<CatalogColumn[]> {
	const rows = await pragmaRows(database, 'table_xinfo', tables);
	return rows.map(([table, , name, type, notNull, value, key, hidden]) => ({
		table: text(table),
		name: text(name),
		type: text(type),
		notNull: Number(notNull) !== 0,
		default: textOrNull(value),
		key: Number(key),
		hidden: Number(hidden)
	}));
}

/**
 * Columns of a view or a virtual table; none where it cannot be read (a table that is not there, a module that this
 * SQLite lacks), as one that fails would fail a query for several.
 */
export async function readColumnsOfOne(database: Database, name: string): Promise<CatalogColumn[]> {
	try {
		return await readColumns(database, [name]);
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

/** Foreign keys of these tables, a row for each column. */
export async function readForeignKeys(
	database: Database,
	tables: readonly string[]
): Promise<CatalogForeignKey[]> {
	const rows = await pragmaRows(database, 'foreign_key_list', tables);
	return rows.map(([table, id, , parent, column, reference, onUpdate, onDelete]) => ({
		table: text(table),
		id: Number(id),
		column: text(column),
		parent: text(parent),
		reference: textOrNull(reference),
		onUpdate: text(onUpdate),
		onDelete: text(onDelete)
	}));
}

/** The parts of the keys of these tables: the indexes SQLite makes for UNIQUE and PRIMARY KEY. */
export async function readKeys(database: Database, tables: readonly string[]): Promise<CatalogIndexPart[]> {
	const indexes = new Map<string, { table: string; origin: string }>();
	for (const [table, , index, , origin] of await pragmaRows(database, 'index_list', tables)) {
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
	const rows = await pragmaRows(database, 'index_xinfo', [...indexes.keys()]);
	return rows.flatMap(([index, , , column, descending, collation, isKey]) => {
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
 * Every statement of `sqlite_schema` in one string with the sign `separator` after each, and how many they are: one string
 * crosses from WebAssembly many times faster than a row for each.
 */
export async function readTexts(database: Database): Promise<{ count: number; joined: string }> {
	const { rows } = await database.query(
		// Joined wholly over there: a string put together here would be copied once more to be compared.
		`SELECT count(sql), group_concat(sql || char(30), '') FROM main.sqlite_schema`
	);
	return { count: Number(rows[0]?.[0] ?? 0), joined: text(rows[0]?.[1]) };
}

/** Every statement on its own, in the same order. */
export async function readTextList(database: Database): Promise<string[]> {
	const { rows } = await database.query(`SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL`);
	return rows.map((row) => text(row[0]));
}
