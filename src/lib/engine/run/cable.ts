import type { Database, QueryRun, StatementRun, Value } from '../database.ts';
import type { Dialect } from '../dialects/dialect.ts';

/** Where the plug is pulled: while a statement of the step runs, or right after it, before anything else is written. */
export interface Plug {
	/** From 1. */
	readonly statement: number;
	readonly after: boolean;
}

/** What whoever still holds a connection hears when it has been cut. */
export class PlugPulled extends Error {
	constructor() {
		super('The connection to the database is lost.');
		this.name = 'PlugPulled';
	}
}

/** A connection to a database that is cut at a statement of the first script that runs on it, and is dead from then on. */
export class Cable implements Database {
	readonly dialect: Dialect;
	readonly #database: Database;
	readonly #plug: Plug;
	/** How many statements of the script have run. */
	ran = 0;
	pulled = false;

	constructor(database: Database, plug: Plug) {
		this.dialect = database.dialect;
		this.#database = database;
		this.#plug = plug;
	}

	get extensions(): readonly string[] {
		return this.#database.extensions ?? [];
	}

	async execute(sql: string): Promise<void> {
		return this.#alive.execute(sql);
	}

	async query(sql: string, params?: readonly Value[]): Promise<QueryRun> {
		return this.#alive.query(sql, params);
	}

	async *run(sql: string, options?: { readonly maxRows?: number }): AsyncGenerator<StatementRun> {
		const script = this.#alive.run(sql, options)[Symbol.asyncIterator]();
		const { statement, after } = this.#plug;
		try {
			for (;;) {
				// A statement stays wholly or not at all, so to be cut off in it is to be cut off before it.
				if (!after && this.ran === statement - 1) await this.#pull(script);
				const next = await script.next();
				if (next.done === true) return;
				this.ran++;
				if (after && this.ran === statement) await this.#pull(script);
				yield next.value;
			}
		} finally {
			if (!this.pulled) await script.return?.();
		}
	}

	async snapshot(): Promise<Uint8Array> {
		return this.#alive.snapshot();
	}

	async restore(image: Uint8Array): Promise<void> {
		return this.#alive.restore(image);
	}

	async cut(): Promise<void> {
		return this.#alive.cut();
	}

	async close(): Promise<void> {
		return this.#alive.close();
	}

	get #alive(): Database {
		if (this.pulled) throw new PlugPulled();
		return this.#database;
	}

	/** What a statement holds in memory is let go of, as nobody else will; that undoes and writes nothing. */
	async #pull(script: AsyncIterator<StatementRun>): Promise<never> {
		await script.return?.();
		await this.#database.cut();
		this.pulled = true;
		throw new PlugPulled();
	}
}
