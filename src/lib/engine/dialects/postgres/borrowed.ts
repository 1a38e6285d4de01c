import type { Database, QueryRun, StatementRun, Value } from '../../database.ts';
import type { Dialect } from '../dialect.ts';

/** A database that is used for something else for a while, and afterwards is as it was. */
export class Borrowed implements Database {
	readonly dialect: Dialect;
	readonly #database: Database;
	readonly #end: () => Promise<void>;

	/** `end` is what closing it does. */
	constructor(
		database: Database,
		{
			dialect = database.dialect,
			end = async () => {}
		}: { readonly dialect?: Dialect; readonly end?: () => Promise<void> } = {}
	) {
		this.dialect = dialect;
		this.#database = database;
		this.#end = end;
	}

	execute(sql: string): Promise<void> {
		return this.#database.execute(sql);
	}

	query(sql: string, params?: readonly Value[]): Promise<QueryRun> {
		return this.#database.query(sql, params);
	}

	run(sql: string, options?: { readonly maxRows?: number }): AsyncIterable<StatementRun> {
		return this.#database.run(sql, options);
	}

	snapshot(): Promise<Uint8Array> {
		return Promise.reject(new Error('What is only borrowed cannot be kept.'));
	}

	restore(): Promise<void> {
		return Promise.reject(new Error('What is only borrowed cannot be made anything else.'));
	}

	cut(): Promise<void> {
		return Promise.reject(new Error('What is only borrowed cannot be cut off.'));
	}

	close(): Promise<void> {
		return this.#end();
	}
}
