import type { StructureJournal } from './structure-journal.ts';
import type { RawDatabase, SqlJs } from './sql-js.ts';

/** What is known of the rows of one table that were written, by their rowids. */
export interface WrittenRows {
	/** The table as SQLite spells it. */
	readonly name: string;
	readonly rowids: ReadonlySet<bigint>;
	/** Those of them that were there before, if a row of such a number was updated and not moved there. */
	readonly updated: ReadonlySet<bigint>;
	/** Whether a row was seen to come to a number that had been given up. */
	readonly moved: boolean;
}

interface Writing extends WrittenRows {
	readonly rowids: Set<bigint>;
	readonly updated: Set<bigint>;
	readonly gone: Set<bigint>;
	moved: boolean;
}

const deletion = 9;
const insertion = 18;

/** More rows than that are not remembered one by one: then only the names of their tables are. */
const mostRows = 10_000;

/**
 * Hears which rows of the main database are written, while they are: https://sqlite.org/c3ref/update_hook.html tells what
 * it does not hear (tables WITHOUT ROWID, DELETE of a whole table, rows replaced by a conflict clause, the old number of
 * a row that gets another). Those that SQLite counts all the same show where `heard` differs from its count.
 */
export class RowHook {
	/** Rows written in all databases of the connection. */
	heard = 0;
	/** Whether there were too many rows to remember. */
	overflown = false;
	readonly #sqlJs: SqlJs;
	readonly #raw: () => RawDatabase;
	readonly #journal: StructureJournal;
	/** Making a function that SQLite can call takes longer than a small step, so there is one for all. */
	readonly #callback: number;
	#tables = new Map<string, Writing>();
	#remembered = 0;
	/** The table of the last row, by its place in memory: the same table for as long as the structure stays. */
	#last: { readonly place: number; readonly version: number; readonly rows?: Writing } = nowhere;

	/** `raw` gives the connection, which `restore` exchanges. */
	constructor(sqlJs: SqlJs, raw: () => RawDatabase, journal: StructureJournal) {
		this.#sqlJs = sqlJs;
		this.#raw = raw;
		this.#journal = journal;
		this.#callback = sqlJs.addFunction((_, operation, schema, table, rowid) => {
			this.#hear(operation, schema, table, rowid);
		}, 'viiiij');
	}

	/** The tables that were written, by their names in lower case at that moment. */
	get tables(): ReadonlyMap<string, WrittenRows> {
		return this.#tables;
	}

	/** Begins to hear, with nothing heard so far. */
	start(): void {
		this.heard = 0;
		this.overflown = false;
		this.#remembered = 0;
		this.#tables = new Map();
		this.#last = nowhere;
		this.#sqlJs._sqlite3_update_hook(this.#raw().db, this.#callback, 0);
	}

	stop(): void {
		this.#sqlJs._sqlite3_update_hook(this.#raw().db, 0, 0);
	}

	/** The connection must be closed. */
	dispose(): void {
		this.#sqlJs.removeFunction(this.#callback);
	}

	#hear(operation: number, schema: number, table: number, rowid: bigint): void {
		this.heard++;
		const { version } = this.#journal;
		if (this.#last.place !== table || this.#last.version !== version) {
			const isMain = this.#sqlJs.UTF8ToString(schema) === 'main';
			const rows = isMain ? { rows: this.#rowsOf(this.#sqlJs.UTF8ToString(table)) } : {};
			this.#last = { place: table, version, ...rows };
		}
		const { rows } = this.#last;
		if (!rows || this.overflown) return;
		note(rows, operation, rowid);
		if (++this.#remembered > mostRows) this.overflown = true;
	}

	#rowsOf(table: string): Writing {
		const key = table.toLowerCase();
		const known = this.#tables.get(key);
		if (known) return known;
		const rows: Writing = {
			name: table,
			rowids: new Set(),
			updated: new Set(),
			gone: new Set(),
			moved: false
		};
		this.#tables.set(key, rows);
		return rows;
	}
}

const nowhere = { place: -1, version: -1 };

function note(rows: Writing, operation: number, rowid: bigint): void {
	const isNew = !rows.rowids.has(rowid);
	rows.rowids.add(rowid);
	if (operation === deletion) {
		rows.gone.add(rowid);
		return;
	}
	const wasGone = rows.gone.delete(rowid);
	if (operation === insertion) return;
	if (wasGone) rows.moved = true;
	if (isNew) rows.updated.add(rowid);
}
