import type { Dialect } from './dialects/dialect.ts';

/** What a database cell can hold on this side: JSON values plus bytes and big integers. */
export type Value = null | number | bigint | string | boolean | Uint8Array;

/** The rows of one query. `rows[i][j]` belongs to `columns[j]`. */
export interface QueryResult {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly Value[])[];
}

/** What one statement with bound values did. */
export interface QueryRun extends QueryResult {
	/** Rows inserted, updated or deleted by the statement itself; 0 for DDL and queries. */
	readonly rowsChanged: number;
	/** Rows in the table that it has made of a query, where the database tells. */
	readonly rowsMade?: number;
}

/** One statement of a script that has run. Offsets count UTF-16 code units of the script. */
export interface StatementRun {
	readonly sql: string;
	readonly start: number;
	readonly end: number;
	/** Rows inserted, updated or deleted by the statement itself; 0 for DDL and queries. */
	readonly rowsChanged: number;
	/** What it returned, where it returned rows: at most `maxRows` of them. */
	readonly result?: QueryResult & { readonly truncated: boolean };
}

/** What the engine of a database said about a statement it refused. */
export interface StatementFailure {
	/** The database's own message, word for word. */
	readonly message: string;
	/** SQLSTATE or the like, where the database has one. */
	readonly code?: string;
	readonly detail?: string;
	readonly databaseHint?: string;
	/** The refused statement and its offsets in the script. */
	readonly sql: string;
	readonly start: number;
	readonly end: number;
	/** Offset in the script of the very token the message is about, where it is known. */
	readonly at?: number;
}

/** Thrown by a `Database` when the database refuses a statement; the engine turns it into a `failed` step. */
export class DatabaseError extends Error {
	readonly failure: StatementFailure;

	constructor(failure: StatementFailure) {
		super(failure.message);
		this.name = 'DatabaseError';
		this.failure = failure;
	}
}

/**
 * One open database. Everything that touches data goes through these verbs, so the same engine code
 * runs on each dialect, in a worker and in Node, and a test can fail any single call.
 */
export interface Database {
	readonly dialect: Dialect;
	/** The extensions that are there from the beginning, because the project has them: they belong to no migration. */
	readonly extensions?: readonly string[];
	/**
	 * Makes these the extensions that are there from the beginning: makes those that are missing and drops those that
	 * are no longer named. Throws `DatabaseError` where something still needs one, and changes nothing then. Absent where
	 * the dialect has none.
	 */
	setExtensions?(names: readonly string[]): Promise<void>;
	/** How many statements its session has been sent, where they are counted: while it is the same, nobody has done anything. */
	readonly sent?: number;
	/** Runs every statement of `sql`. Throws `DatabaseError`; earlier statements stay unless a transaction is open. */
	execute(sql: string): Promise<void>;
	/** Runs one statement with bound `params` and returns all its rows. Throws `DatabaseError`. */
	query(sql: string, params?: readonly Value[]): Promise<QueryRun>;
	/**
	 * Runs a script one statement at a time, split by the database's own parser, yielding after each.
	 * Throws `DatabaseError` at the one refused. Stopping the iteration leaves the rest not run.
	 */
	run(sql: string, options?: { readonly maxRows?: number }): AsyncIterable<StatementRun>;
	/** The whole database as bytes. Must not be called while a transaction is open. */
	snapshot(): Promise<Uint8Array>;
	/** Replaces the whole database by an earlier snapshot. */
	restore(image: Uint8Array): Promise<void>;
	/**
	 * Loses the connection in the middle of whatever is under way, as when the power fails, and opens what is then on the disk:
	 * what was not committed is gone, and so is what belonged to the session. Nothing is asked to be undone.
	 */
	cut(): Promise<void>;
	close(): Promise<void>;
	/**
	 * Lets a program speak the database's own protocol of client and server in this very session: messages go in, the replies
	 * come out before the call returns. `text` is what names all that the program may need, such as its source. Whoever lends it
	 * has no transaction open meanwhile, and the session may have lost what was prepared in it. Absent where the dialect has no such protocol.
	 */
	lend?(text: string): Promise<(messages: Uint8Array) => Uint8Array>;
}

/** As much of a database as reading needs. */
export type Queryable = Pick<Database, 'query' | 'sent'>;
