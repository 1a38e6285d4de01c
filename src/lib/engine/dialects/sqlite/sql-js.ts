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
	/** SQLite's own handle of it. */
	readonly db: number;
	iterateStatements(sql: string): RawStatements;
	prepare(sql: string): RawStatement;
	run(sql: string): unknown;
	getRowsModified(): number;
	export(): Uint8Array;
	close(): void;
}

/** sql.js, loaded. */
export interface SqlJs {
	readonly Database: new (image?: Uint8Array) => RawDatabase;
	/** Makes a function callable by SQLite, whose arguments are told by the letters of `signature` (i: number, j: bigint). */
	addFunction(
		callback: (context: number, operation: number, schema: number, table: number, rowid: bigint) => void,
		signature: 'viiiij'
	): number;
	removeFunction(callback: number): void;
	UTF8ToString(text: number): string;
	/** A text in SQLite's memory, to be freed. */
	stringToNewUTF8(text: string): number;
	_free(memory: number): void;
	_sqlite3_update_hook(db: number, callback: number, context: number): number;
	_sqlite3_backup_init(to: number, toSchema: number, from: number, fromSchema: number): number;
	_sqlite3_backup_step(backup: number, pages: number): number;
	_sqlite3_backup_finish(backup: number): number;
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
