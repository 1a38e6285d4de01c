import type { Database } from '../../database.ts';
import { applyPatch, sameValue } from '../../schema/patch.ts';
import { emptySchema, objectKey } from '../../schema/model.ts';
import type { Schema, SchemaObject, SchemaPatch, Table } from '../../schema/model.ts';
import type { SchemaObserver } from '../dialect.ts';
import { readTextList, readTexts, readTextsAfter } from './catalog.ts';
import { journalOf } from './connection.ts';
import { entryOf, type Entry } from './parse-object.ts';
import type { Definitions } from './parse-table.ts';
import { isInternal, readObjects } from './read-objects.ts';
import { Standing } from './standing.ts';
import { namesSchema, type JournalMark } from './structure-journal.ts';
import { changedStretch, separator, type Stretch } from './text-delta.ts';

/**
 * A watcher of a database's structure; without `known` it takes a first look at once.
 *
 * SQLite makes its own picture of the structure from the statements in `sqlite_schema` and from nothing
 * else, so two looks that find the same statements find the same structure. A look compares these texts (one
 * string, fetched in one go) and reads from the catalog only what a new text makes. Where the connection's journal
 * shows that objects were only added since the last look, it asks for those alone. Nothing is written to the
 * database, and nothing depends on `schema_version`, which a rollback sets back: a look is exact
 * after rollbacks, `restore` and re-creation alike.
 */
export async function observe(database: Database, known?: Schema): Promise<SchemaObserver> {
	const watcher = new Watcher(database, known ?? emptySchema);
	if (known === undefined) await watcher.look();
	return watcher;
}

class Watcher implements SchemaObserver {
	readonly #database: Database;
	#schema: Schema;
	/** What looks have found since `#schema` was made, by key; undefined where it is gone. */
	readonly #found = new Map<string, SchemaObject | undefined>();
	/** The statements in their order, and the same in one string with `separator` after each. */
	readonly #texts: string[];
	#joined: string;
	/** What each of the texts makes; the ones that nobody shall see are here as well. */
	readonly #entries: Entry[];
	/** Made when first asked: a first look at a whole database has nothing to read again. */
	#standing: Standing | undefined;
	/** The names of all tables, in lower case. */
	readonly #tableKeys = new Set<string>();
	#virtualTables = 0;
	/** Triggers that may write `sqlite_schema`. */
	#meddlers = 0;
	/** The last row of `sqlite_schema`, and what the journal had seen, at the last look. */
	#seen: { readonly lastRow: number; readonly mark: JournalMark } | undefined;
	#tables = new Map<string, Table>();
	readonly #definitions: Definitions = new Map();
	/** Objects by the statement that makes them. */
	#objects = new Map<string, SchemaObject>();

	constructor(database: Database, known: Schema) {
		this.#database = database;
		this.#schema = known;
		this.#texts = known.objects.map((object) => object.sql);
		this.#joined = this.#texts.map((sql) => sql + separator).join('');
		this.#entries = this.#texts.map(entryOf);
		this.#count(this.#entries, []);
		for (const object of known.objects) {
			this.#objects.set(object.sql, object);
			if (object.kind === 'table') this.#tables.set(object.name.toLowerCase(), object);
		}
	}

	/** Made when asked for: a run looks after every step and asks once. */
	get schema(): Schema {
		const set = [...this.#found.values()].filter((object) => object !== undefined);
		const unset = [...this.#found].flatMap(([key, object]) => (object === undefined ? [key] : []));
		this.#schema = applyPatch(this.#schema, { set, unset });
		this.#found.clear();
		return this.#schema;
	}

	async look(): Promise<SchemaPatch> {
		const mark = journalOf(this.#database)?.mark;
		if (this.#seen && mark && this.#onlyAdded(this.#seen.mark)) {
			const { texts, lastRow } = await readTextsAfter(this.#database, this.#seen.lastRow);
			const end = this.#entries.length;
			const joined = this.#joined + texts.map((sql) => sql + separator).join('');
			const patch = await this.#take({ from: end, to: end, texts }, joined);
			this.#seen = { lastRow, mark };
			return patch;
		}
		const { joined, count, lastRow } = await readTexts(this.#database);
		const before = { list: this.#texts, joined: this.#joined };
		const stretch = changedStretch(before, joined, count) ?? {
			from: 0,
			to: this.#entries.length,
			texts: await readTextList(this.#database)
		};
		const patch = await this.#take(stretch, joined);
		// After the greatest number there is, SQLite gives a new row any that is free.
		this.#seen = mark && Number.isSafeInteger(lastRow) ? { lastRow, mark } : undefined;
		return patch;
	}

	/** Whether all that can have happened since then are new objects, which stand after the others. */
	#onlyAdded(mark: JournalMark): boolean {
		// A virtual table's own code may do anything.
		if (this.#virtualTables > 0 || this.#meddlers > 0) return false;
		const altered = journalOf(this.#database)?.alteredSince(mark);
		return altered?.every((name) => !this.#tableKeys.has(name)) ?? false;
	}

	async #take({ from, to, texts }: Stretch, joined: string): Promise<SchemaPatch> {
		if (from === to && texts.length === 0) return { set: [], unset: [] };
		const old = new Map(this.#entries.slice(from, to).map((entry) => [entry.sql, entry]));
		const now = texts.map((sql) => old.get(sql) ?? entryOf(sql));
		const fresh = now.filter((entry) => !old.delete(entry.sql));
		const gone = [...old.values()];
		const replaced = this.#entries.splice(from, to - from, ...now);
		this.#count(fresh, gone);
		try {
			const patch = await this.#read(fresh, gone);
			this.#texts.splice(from, to - from, ...texts);
			this.#joined = joined;
			return patch;
		} catch (error) {
			// What could not be read is still to be seen by the next look.
			this.#entries.splice(from, now.length, ...replaced);
			this.#count(gone, fresh);
			throw error;
		}
	}

	#count(fresh: readonly Entry[], gone: readonly Entry[]): void {
		for (const entry of gone) {
			this.#standing?.delete(entry);
			if (entry.kind === 'table') this.#tableKeys.delete(entry.tableKey);
			if (entry.isVirtual) this.#virtualTables--;
			if (meddles(entry)) this.#meddlers--;
		}
		for (const entry of fresh) {
			this.#standing?.add(entry);
			if (entry.kind === 'table') this.#tableKeys.add(entry.tableKey);
			if (entry.isVirtual) this.#virtualTables++;
			if (meddles(entry)) this.#meddlers++;
		}
	}

	async #read(fresh: readonly Entry[], gone: readonly Entry[]): Promise<SchemaPatch> {
		const again = this.#dependents([...fresh, ...gone]);
		const left = new Set(gone.flatMap(({ kind, tableKey }) => (kind === 'table' ? [tableKey] : [])));
		const wanted = [...fresh.filter((entry) => !isInternal(entry)), ...again];
		const read = await readObjects(this.#database, wanted, {
			tableNamed: (name) => {
				const key = name.toLowerCase();
				return left.has(key) ? undefined : this.#tables.get(key);
			},
			hasVirtualTables: this.#virtualTables > 0,
			definitions: this.#definitions
		});
		const unset = new Set<string>();
		for (const { kind, name, sql } of gone) {
			if (!this.#objects.delete(sql)) continue;
			if (kind === 'table') this.#tables.delete(name.toLowerCase());
			unset.add(objectKey({ kind, name }));
		}
		const set: SchemaObject[] = [];
		for (const object of read) {
			const before = this.#objects.get(object.sql);
			if (before !== undefined && sameValue(before, object)) continue;
			this.#objects.set(object.sql, object);
			if (object.kind === 'table') this.#tables.set(object.name.toLowerCase(), object);
			unset.delete(objectKey(object));
			set.push(object);
		}
		for (const key of unset) this.#found.set(key, undefined);
		for (const object of set) this.#found.set(objectKey(object), object);
		return { set, unset: [...unset] };
	}

	/** What has the same text as before and may read differently because of a table or a view that changed. */
	#dependents(changed: readonly Entry[]): Entry[] {
		const names = new Set<string>();
		for (const { kind, tableKey } of changed) if (kind === 'table' || kind === 'view') names.add(tableKey);
		if (names.size === 0 || this.#objects.size === 0) return [];
		this.#standing ??= new Standing(this.#entries);
		return this.#standing.on(names, this.#entries).filter(({ sql }) => this.#objects.has(sql));
	}
}

function meddles({ kind, sql }: Entry): boolean {
	return kind === 'trigger' && namesSchema.test(sql);
}
