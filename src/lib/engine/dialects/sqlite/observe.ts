import type { Database } from '../../database.ts';
import { applyPatch, sameValue } from '../../schema/patch.ts';
import { emptySchema, objectKey } from '../../schema/model.ts';
import type { Schema, SchemaObject, SchemaPatch, Table } from '../../schema/model.ts';
import type { SchemaObserver } from '../dialect.ts';
import { readTextList, readTexts } from './catalog.ts';
import { mentionedNames } from './mentions.ts';
import { entryOf, type Entry } from './parse-object.ts';
import { isInternal, readObjects } from './read-objects.ts';
import { changedStretch, separator, type Texts } from './text-delta.ts';

/**
 * A watcher of a database's structure; without `known` it takes a first look at once.
 *
 * SQLite makes its own picture of the structure from the statements in `sqlite_schema` and from nothing
 * else, so two looks that find the same statements find the same structure. A look compares these texts (one
 * string, fetched in one go) and reads from the catalog only what a new text makes. Nothing is written to the
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
	schema: Schema;
	#texts: Texts;
	/** What each of the texts makes; the ones that nobody shall see are here as well. */
	#entries: readonly Entry[];
	#tables = new Map<string, Table>();
	/** Objects by the statement that makes them. */
	#objects = new Map<string, SchemaObject>();

	constructor(database: Database, known: Schema) {
		this.#database = database;
		this.schema = known;
		const list = known.objects.map((object) => object.sql);
		this.#texts = { list, joined: list.map((sql) => sql + separator).join('') };
		this.#entries = list.map(entryOf);
		for (const object of known.objects) {
			this.#objects.set(object.sql, object);
			if (object.kind === 'table') this.#tables.set(object.name.toLowerCase(), object);
		}
	}

	async look(): Promise<SchemaPatch> {
		const { joined, count } = await readTexts(this.#database);
		if (joined === this.#texts.joined && count === this.#texts.list.length) return { set: [], unset: [] };
		const { from, to, texts } = changedStretch(this.#texts, joined, count) ?? {
			from: 0,
			to: this.#entries.length,
			texts: await readTextList(this.#database)
		};
		const old = new Map(this.#entries.slice(from, to).map((entry) => [entry.sql, entry]));
		const now = texts.map((sql) => old.get(sql) ?? entryOf(sql));
		const fresh = now.filter((entry) => !old.delete(entry.sql));
		const entries = this.#entries.toSpliced(from, to - from, ...now);
		const patch = await this.#read(fresh, [...old.values()], entries);
		this.#entries = entries;
		this.#texts = { list: this.#texts.list.toSpliced(from, to - from, ...texts), joined };
		this.schema = applyPatch(this.schema, patch);
		return patch;
	}

	async #read(
		fresh: readonly Entry[],
		gone: readonly Entry[],
		entries: readonly Entry[]
	): Promise<SchemaPatch> {
		const unset = new Set<string>();
		for (const { kind, name, sql } of gone) {
			if (!this.#objects.delete(sql)) continue;
			if (kind === 'table') this.#tables.delete(name.toLowerCase());
			unset.add(objectKey({ kind, name }));
		}
		const again = this.#dependents([...fresh, ...gone], entries);
		const wanted = [...fresh.filter((entry) => !isInternal(entry)), ...again];
		const read = await readObjects(this.#database, wanted, {
			tableNamed: (name) => this.#tables.get(name.toLowerCase()),
			hasVirtualTables: entries.some((entry) => entry.isVirtual)
		});
		const set: SchemaObject[] = [];
		for (const object of read) {
			const before = this.#objects.get(object.sql);
			if (before !== undefined && sameValue(before, object)) continue;
			this.#objects.set(object.sql, object);
			if (object.kind === 'table') this.#tables.set(object.name.toLowerCase(), object);
			unset.delete(objectKey(object));
			set.push(object);
		}
		return { set, unset: [...unset] };
	}

	/**
	 * What has the same text as before and may read differently because of a table or a view that changed:
	 * indexes of a table (the collations of its columns), and views over it, as `SELECT *` takes what there is.
	 */
	#dependents(changed: readonly Entry[], entries: readonly Entry[]): Entry[] {
		const names = new Set<string>();
		for (const { kind, name } of changed) {
			if (kind === 'table' || kind === 'view') names.add(name.toLowerCase());
		}
		if (names.size === 0) return [];
		const stale: Entry[] = [];
		let views: Entry[] = [];
		for (const entry of entries) {
			if (entry.kind === 'table') continue;
			if (entry.kind !== 'view' && !names.has(entry.tableKey)) continue;
			if (!this.#objects.has(entry.sql)) continue;
			if (entry.kind === 'view') views.push(entry);
			else stale.push(entry);
		}
		for (let found = true; found;) {
			const touched = views.filter((view) => mentionedNames(view).some((name) => names.has(name)));
			for (const view of touched) names.add(view.name.toLowerCase());
			views = views.filter((view) => !touched.includes(view));
			stale.push(...touched);
			found = touched.length > 0;
		}
		return stale;
	}
}
