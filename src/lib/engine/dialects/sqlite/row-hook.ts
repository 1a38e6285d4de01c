import type { StructureJournal } from './structure-journal.ts';
import type { RawDatabase, SqlJs } from './sql-js.ts';
import { RowNotes } from './written-rows.ts';
import type { WrittenRows } from './written-rows.ts';

/** More rows than that are not remembered one by one: then only the names of their tables are. */
const mostRows = 10_000;

/**
 * Hears which rows of the main database are written, while they are: https://sqlite.org/c3ref/update_hook.html tells what
 * it does not hear (tables WITHOUT ROWID, DELETE of a whole table, rows replaced by a conflict clause, the old number of
 * a row that gets another). Those that SQLite counts all the same show where `heard` differs from its count.
 */
export class RowHook {
	/** Rows written in all databases of the connection since it began to hear. */
	heard = 0;
	/** Whether it only counts, as for what the engine writes itself. */
	countsOnly = false;
	/** Whether there were too many rows to remember. */
	overflown = false;
	readonly #sqlJs: SqlJs;
	readonly #raw: () => RawDatabase;
	readonly #journal: StructureJournal;
	/** Making a function that SQLite can call takes longer than a small step, so there is one for all. */
	readonly #callback: number;
	#tables = new Map<string, RowNotes>();
	#remembered = 0;
	/** The connection that is listened to. */
	#heard: number | undefined;
	/** The table of the last row, by its place in memory: the same table for as long as the structure stays. */
	#place = -1;
	#version = -1;
	#rows: RowNotes | undefined;

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

	/** Forgets which rows were written; false where it has not heard everything since the last time. */
	start(): boolean {
		this.countsOnly = false;
		this.overflown = false;
		this.#remembered = 0;
		this.#tables = new Map();
		this.#place = -1;
		const { db } = this.#raw();
		if (db === this.#heard) return true;
		this.#sqlJs._sqlite3_update_hook(db, this.#callback, 0);
		this.#heard = db;
		return false;
	}

	stop(): void {
		this.#sqlJs._sqlite3_update_hook(this.#raw().db, 0, 0);
		this.#heard = undefined;
	}

	/** The connection must be closed. */
	dispose(): void {
		this.#sqlJs.removeFunction(this.#callback);
	}

	#hear(operation: number, schema: number, table: number, rowid: bigint): void {
		this.heard++;
		if (this.countsOnly) return;
		if (this.#place !== table || this.#version !== this.#journal.version) this.#turnTo(schema, table);
		if (this.#rows === undefined || this.overflown) return;
		this.#rows.note(operation, rowid);
		if (++this.#remembered > mostRows) this.overflown = true;
	}

	#turnTo(schema: number, table: number): void {
		this.#place = table;
		this.#version = this.#journal.version;
		const isMain = this.#sqlJs.UTF8ToString(schema) === 'main';
		this.#rows = isMain ? this.#rowsOf(this.#sqlJs.UTF8ToString(table)) : undefined;
	}

	#rowsOf(table: string): RowNotes {
		const key = table.toLowerCase();
		const known = this.#tables.get(key);
		if (known) return known;
		const rows = new RowNotes(table);
		this.#tables.set(key, rows);
		return rows;
	}
}
