import type { RawDatabase, RawStatement } from './sql-js.ts';

/** How many statements are kept: each takes of the little memory that SQLite has at hand without asking for more. */
const mostKept = 16;

/** How many texts are remembered that were asked once. */
const mostHeard = 256;

/**
 * Prepared statements of the questions that are asked again and again, the least recently used first. One that is asked
 * for the first time is not kept: most are of one table and never come back, and SQLite goes over all that are kept at
 * every change of the structure.
 */
export class KeptStatements {
	readonly #kept = new Map<string, RawStatement>();
	readonly #heard = new Set<string>();
	readonly #columns = new WeakMap<RawStatement, readonly string[]>();

	/** Lends the statement to `work`, at its beginning and with nothing bound. */
	with<Value>(raw: RawDatabase, sql: string, work: (statement: RawStatement) => Value): Value {
		const statement = this.#of(raw, sql);
		try {
			return work(statement);
		} finally {
			if (this.#kept.get(sql) === statement) statement.reset();
			else statement.free();
		}
	}

	/** The names of its columns; those that it spells out are asked for once. */
	columnsOf(statement: RawStatement, sql: string): readonly string[] {
		const known = this.#columns.get(statement);
		if (known) return known;
		const columns = statement.getColumnNames();
		if (!sql.includes('*')) this.#columns.set(statement, columns);
		return columns;
	}

	/** Lets go of all of them, before their connection is closed. */
	forget(): void {
		for (const statement of this.#kept.values()) statement.free();
		this.#kept.clear();
	}

	#of(raw: RawDatabase, sql: string): RawStatement {
		const kept = this.#kept.get(sql);
		if (kept) {
			this.#kept.delete(sql);
			this.#kept.set(sql, kept);
			return kept;
		}
		const statement = raw.prepare(sql);
		if (this.#heard.delete(sql)) this.#keep(sql, statement);
		else this.#hear(sql);
		return statement;
	}

	#keep(sql: string, statement: RawStatement): void {
		this.#kept.set(sql, statement);
		if (this.#kept.size <= mostKept) return;
		for (const [oldest, unused] of this.#kept) {
			unused.free();
			this.#kept.delete(oldest);
			return;
		}
	}

	#hear(sql: string): void {
		if (this.#heard.size === mostHeard) this.#heard.clear();
		this.#heard.add(sql);
	}
}
