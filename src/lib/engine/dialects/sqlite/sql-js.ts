import initSqlJs from 'sql.js';

/** What a cell is on sql.js's side. */
export type RawValue = null | number | bigint | string | Uint8Array;

/** The part of sql.js's prepared statement that is used here; its own types lack `useBigInt`. */
export interface RawStatement {
	bind(values: readonly unknown[]): boolean;
	step(): boolean;
	get(params: null, config?: { readonly useBigInt: boolean }): RawValue[];
	getColumnNames(): string[];
	/** The text from where the statement before it ended to its own end, leading space and comments included. */
	getSQL(): string;
	reset(): void;
	free(): boolean;
}

/** Prepares a script's statements one after another; asking for the next frees the one before. */
export interface RawStatements {
	next(): { readonly done: boolean; readonly value?: RawStatement };
	return(): void;
}

/** The part of a sql.js database that is used here. */
export interface RawDatabase {
	/** Its file in sql.js's own file system, which all databases share. */
	readonly filename: string;
	iterateStatements(sql: string): RawStatements;
	prepare(sql: string): RawStatement;
	getRowsModified(): number;
	export(): Uint8Array;
	close(): void;
}

/** sql.js, loaded. */
export interface SqlJs {
	readonly Database: new (image?: Uint8Array) => RawDatabase;
}

/** Says where a file that belongs to the database engine is, e.g. `sql-wasm-browser.wasm`. */
export type LocateFile = (name: string) => string;

/**
 * Loads SQLite's WebAssembly; every call in one worker or process gives the same one, so `locateFile` counts
 * only at the first. A load that failed stays failed until the worker is started anew (sql.js keeps it).
 */
export function loadSqlJs(locateFile?: LocateFile): Promise<SqlJs> {
	const load = initSqlJs as unknown as (config: object) => Promise<SqlJs>;
	// sql.js's own replacements for SQLite's functions (e.g. for substr) would differ from what sqlite3 does.
	return load({ useOldExtensionFunctions: false, ...(locateFile ? { locateFile } : {}) });
}
