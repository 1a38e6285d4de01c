import type { Database } from '../../database.ts';
import { applyPatch, sameValue } from '../../schema/patch.ts';
import { emptySchema, objectKey } from '../../schema/model.ts';
import type { Schema, SchemaObject, SchemaPatch, Table } from '../../schema/model.ts';
import type { SchemaObserver } from '../dialect.ts';
import { mostRows, readTextList, readTexts, readTextsAfter, readTextsIn } from './catalog.ts';
import { journalOf } from './connection.ts';
import { entryOf, type Entry } from './parse-object.ts';
import type { Definitions } from './parse-table.ts';
import { isInternal, readObjects } from './read-objects.ts';
import { Standing } from './standing.ts';
import { namesSchema, type JournalMark, type Touch } from './structure-journal.ts';
import { changedStretch, separator } from './text-delta.ts';

/**
 * A watcher of a database's structure; without `known` it takes a first look at once.
 *
 * SQLite makes its own picture of the structure from the statements in `sqlite_schema` and from nothing
 * else, so two looks that find the same statements find the same structure. A look compares these texts (one
 * string, fetched in one go) and reads from the catalog only what a new text makes. Where the connection's journal
 * shows which of them may be others since the last look, it asks for those and the new ones alone. Nothing is written to the
 * database, and nothing depends on `schema_version`, which a rollback sets back: a look is exact
 * after rollbacks, `restore` and re-creation alike.
 */
export async function observe(database: Database, known?: Schema): Promise<SchemaObserver> {
	const watcher = new Watcher(database, known ?? emptySchema);
	if (known === undefined) await watcher.look();
	return watcher;
}

/** What `sqlite_schema` was at the last look. */
interface Seen {
	readonly lastRow: number;
	/** The row of each statement. */
	readonly places: readonly number[];
	/** What the connection's journal had seen. */
	readonly mark: JournalMark;
}

class Watcher implements SchemaObserver {
	readonly #database: Database;
	#schema: Schema;
	/** What looks have found since `#schema` was made, by key; undefined where it is gone. */
	readonly #found = new Map<string, SchemaObject | undefined>();
	/** What each of the statements makes, in their order; the ones that nobody shall see are here as well. */
	#entries: readonly Entry[];
	/** Made when first asked: a first look at a whole database has nothing to read again. */
	#standing: Standing | undefined;
	/** The names of all tables, in lower case. */
	readonly #tableKeys = new Set<string>();
	#virtualTables = 0;
	/** Triggers that may write `sqlite_schema`. */
	#meddlers = 0;
	#seen: Seen | undefined;
	#tables = new Map<string, Table>();
	readonly #definitions: Definitions = new Map();
	/** Objects by the statement that makes them. */
	#objects = new Map<string, SchemaObject>();

	constructor(database: Database, known: Schema) {
		this.#database = database;
		this.#schema = known;
		this.#entries = known.objects.map((object) => entryOf(object.sql));
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
		const doubtful = this.#seen && this.#doubtfulSince(this.#seen.mark);
		if (!this.#seen || !mark || !doubtful) return this.#lookAtAll(mark);
		const { patch, seen } = await this.#lookAt(doubtful, this.#seen);
		this.#seen = { ...seen, mark };
		return patch;
	}

	async #lookAtAll(mark: JournalMark | undefined): Promise<SchemaPatch> {
		const { joined, count, places, lastRow } = await readTexts(this.#database);
		const list = this.#entries.map(({ sql }) => sql);
		const before = { list, joined: list.map((sql) => sql + separator).join('') };
		const { from, to, texts } = changedStretch(before, joined, count) ?? {
			from: 0,
			to: list.length,
			texts: await readTextList(this.#database)
		};
		const patch = await this.#exchange(this.#entries.slice(from, to), texts, (now) => [
			...this.#entries.slice(0, from),
			...now,
			...this.#entries.slice(to)
		]);
		// After the greatest number there is, SQLite gives a new row any that is free.
		this.#seen = mark && Number.isSafeInteger(lastRow) ? { lastRow, mark, places } : undefined;
		return patch;
	}

	/** Looks at these of the statements and at what stands after all others, where a new one must stand. */
	async #lookAt(
		doubtful: ReadonlySet<number>,
		{ places, lastRow }: Seen
	): Promise<{ readonly patch: SchemaPatch; readonly seen: Omit<Seen, 'mark'> }> {
		const isKept = (_: unknown, at: number) => !doubtful.has(at);
		const kept = doubtful.size === 0 ? this.#entries : this.#entries.filter(isKept);
		const keptPlaces = doubtful.size === 0 ? places : places.filter(isKept);
		// Where the last statement has gone, a new one may stand in any row after those that stay. What is after the last
		// statement itself are indexes of its keys, which go with it.
		const after = doubtful.has(places.length - 1) ? (keptPlaces.at(-1) ?? 0) : lastRow;
		const asked = [...doubtful].flatMap((at) => ((places[at] ?? 0) > after ? [] : (places[at] ?? 0)));
		const still = asked.length > 0 ? await readTextsIn(this.#database, asked) : [];
		const later = await readTextsAfter(this.#database, after);
		const found = [...still.toSorted((a, b) => a.row - b.row), ...later.texts];
		const old = this.#entries.filter((_, at) => doubtful.has(at));
		const rows = found.map(({ row }) => row);
		const patch = await this.#exchange(
			old,
			found.map(({ sql }) => sql),
			(now) => merged(keptPlaces, kept, rows, now)
		);
		return { patch, seen: { places: merged(keptPlaces, keptPlaces, rows, rows), lastRow: later.lastRow } };
	}

	/**
	 * Which of the statements may be others or gone since then, by their places in the list, where besides that there
	 * are only new ones; undefined where it may be any, or many.
	 */
	#doubtfulSince(mark: JournalMark): ReadonlySet<number> | undefined {
		// A virtual table's own code may do anything.
		if (this.#virtualTables > 0 || this.#meddlers > 0) return undefined;
		const touched = journalOf(this.#database)?.touchedSince(mark);
		if (touched === undefined) return undefined;
		const found = new Set<number>();
		for (const touch of touched) {
			// Mostly a table gets a column that has just been made, and nobody has looked at it yet.
			if (touch.kind === 'column' && !this.#tableKeys.has(touch.name)) continue;
			this.#entries.forEach((entry, at) => {
				if (isTouched(entry, touch)) found.add(at);
			});
		}
		return found.size > mostRows ? undefined : found;
	}

	/** Takes these statements for those; `listOf` says what all of them are then. */
	async #exchange(
		old: readonly Entry[],
		texts: readonly string[],
		listOf: (now: readonly Entry[]) => readonly Entry[]
	): Promise<SchemaPatch> {
		if (old.length === 0 && texts.length === 0) return { set: [], unset: [] };
		const left = new Map(old.map((entry) => [entry.sql, entry]));
		const now = texts.map((sql) => left.get(sql) ?? entryOf(sql));
		const fresh = now.filter((entry) => !left.delete(entry.sql));
		const gone = [...left.values()];
		const before = this.#entries;
		this.#entries = listOf(now);
		this.#count(fresh, gone);
		try {
			return await this.#read(fresh, gone);
		} catch (error) {
			// What could not be read is still to be seen by the next look.
			this.#entries = before;
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

function isTouched({ kind, name, tableKey, sql }: Entry, touch: Touch): boolean {
	switch (touch.kind) {
		case 'column':
			return kind === 'table' && tableKey === touch.name;
		case 'rename':
			return sql.toLowerCase().includes(touch.name);
		case 'table':
		case 'view':
			return tableKey === touch.name;
		case 'index':
		case 'trigger':
			return kind === touch.kind && name.toLowerCase() === touch.name;
	}
}

/** Two lists in one, in the order of their rows. */
function merged<Item>(
	rows: readonly number[],
	items: readonly Item[],
	otherRows: readonly number[],
	others: readonly Item[]
): readonly Item[] {
	const [first] = otherRows;
	if (first === undefined) return items;
	if (first > (rows.at(-1) ?? 0)) return [...items, ...others];
	const all: Item[] = [];
	let at = 0;
	for (const [index, item] of items.entries()) {
		for (; (otherRows[at] ?? Infinity) < (rows[index] ?? 0); at++) all.push(...others.slice(at, at + 1));
		all.push(item);
	}
	return [...all, ...others.slice(at)];
}
