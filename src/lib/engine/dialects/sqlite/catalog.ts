import { DatabaseError, type Database, type Value } from '../../database.ts';

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

const catalogColumn = (row: readonly Value[]): CatalogColumn => ({
	table: text(row[0]),
	name: text(row[1]),
	type: text(row[2]),
	notNull: Number(row[3]) !== 0,
	default: textOrNull(row[4]),
	key: Number(row[5]),
	hidden: Number(row[6])
});

/** Columns of these tables, which must not be virtual. */
export async function readColumns(database: Database, tables: readonly string[]): Promise<CatalogColumn[]> {
	if (tables.length === 0) return [];
	const { rows } = await database.query(
		`SELECT w.value, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden
		FROM json_each(?) w CROSS JOIN pragma_table_xinfo(w.value, 'main') x`,
		[JSON.stringify(tables)]
	);
	return rows.map(catalogColumn);
}

/**
 * Columns of a view or a virtual table; none where it cannot be read (a table that is not there, a module that this
 * SQLite lacks), as one that fails would fail a query for several.
 */
export async function readColumnsOfOne(database: Database, name: string): Promise<CatalogColumn[]> {
	try {
		const { rows } = await database.query(
			`SELECT ?1, name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main')`,
			[name]
		);
		return rows.map(catalogColumn);
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
	if (tables.length === 0) return [];
	const { rows } = await database.query(
		`SELECT w.value, x.id, x."from", x."table", x."to", x.on_update, x.on_delete
		FROM json_each(?) w CROSS JOIN pragma_foreign_key_list(w.value, 'main') x
		ORDER BY w.id, x.id, x.seq`,
		[JSON.stringify(tables)]
	);
	return rows.map((row) => ({
		table: text(row[0]),
		id: Number(row[1]),
		column: text(row[2]),
		parent: text(row[3]),
		reference: textOrNull(row[4]),
		onUpdate: text(row[5]),
		onDelete: text(row[6])
	}));
}

const indexPart = (row: readonly Value[]): CatalogIndexPart => ({
	table: text(row[0]),
	index: text(row[1]),
	origin: text(row[2]),
	column: textOrNull(row[3]),
	descending: Number(row[4]) !== 0,
	collation: text(row[5]).toUpperCase()
});

/** The parts of the keys of these tables: the indexes SQLite makes for UNIQUE and PRIMARY KEY. */
export async function readKeys(database: Database, tables: readonly string[]): Promise<CatalogIndexPart[]> {
	if (tables.length === 0) return [];
	const { rows } = await database.query(
		`SELECT w.value, l.name, l.origin, x.name, x."desc", x.coll
		FROM json_each(?) w
		CROSS JOIN pragma_index_list(w.value, 'main') l
		CROSS JOIN pragma_index_xinfo(l.name, 'main') x
		WHERE l.origin <> 'c' AND x.key
		ORDER BY w.id, l.seq, x.seqno`,
		[JSON.stringify(tables)]
	);
	return rows.map(indexPart);
}

/** The parts of these indexes. */
export async function readIndexParts(
	database: Database,
	indexes: readonly string[]
): Promise<CatalogIndexPart[]> {
	if (indexes.length === 0) return [];
	const { rows } = await database.query(
		`SELECT '', w.value, 'c', x.name, x."desc", x.coll
		FROM json_each(?) w CROSS JOIN pragma_index_xinfo(w.value, 'main') x
		WHERE x.key
		ORDER BY w.id, x.seqno`,
		[JSON.stringify(indexes)]
	);
	return rows.map(indexPart);
}

/** Parts two statements in one text; no statement can begin with it. */
const separator = '\u001e';

/** The text of every statement in `sqlite_schema`, joined; two databases with the same result have the same structure. */
export async function readTexts(
	database: Database
): Promise<{ joined: string; texts: () => Promise<string[]> }> {
	// One long text crosses from WebAssembly many times faster than a row for each object.
	const { rows } = await database.query(
		`SELECT count(sql), group_concat(sql, char(30)) FROM main.sqlite_schema`
	);
	const count = Number(rows[0]?.[0] ?? 0);
	const joined = text(rows[0]?.[1]);
	return {
		joined: `${count}${separator}${joined}`,
		texts: async () => {
			const texts = joined === '' ? [] : joined.split(separator);
			if (texts.length === count) return texts;
			// The separator stands in some statement's own text.
			const listed = await database.query(`SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL`);
			return listed.rows.map((row) => text(row[0]));
		}
	};
}
