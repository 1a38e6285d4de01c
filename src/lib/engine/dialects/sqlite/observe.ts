import type { Database } from '../../database.ts';
import { applyPatch } from '../../schema/patch.ts';
import { emptySchema, objectKey } from '../../schema/model.ts';
import type { Schema, SchemaObject, SchemaPatch, Table } from '../../schema/model.ts';
import type { SchemaObserver } from '../dialect.ts';
import { readTexts } from './catalog.ts';
import { mentionedNames } from './mentions.ts';
import { entryOf, type Entry } from './parse-object.ts';
import { isInternal, isVirtual, readObjects } from './read-objects.ts';

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
	#joined = '';
	/** What each statement makes; the ones that nobody shall see are here as well. */
	#entries = new Map<string, Entry>();
	#tables = new Map<string, Table>();
	/** Objects by the statement that makes them. */
	#objects = new Map<string, SchemaObject>();

	constructor(database: Database, known: Schema) {
		this.#database = database;
		this.schema = known;
		for (const object of known.objects) {
			const { kind, name, sql } = object;
			const table = 'table' in object ? object.table : name;
			this.#entries.set(sql, { kind, name, table, sql });
			this.#objects.set(sql, object);
			if (kind === 'table') this.#tables.set(name.toLowerCase(), object);
		}
	}

	async look(): Promise<SchemaPatch> {
		const { joined, texts } = await readTexts(this.#database);
		if (joined === this.#joined) return { set: [], unset: [] };
		const present = new Map<string, Entry>();
		const fresh: Entry[] = [];
		for (const sql of await texts()) {
			const entry = this.#entries.get(sql);
			if (entry !== undefined) {
				present.set(sql, entry);
			} else {
				const made = entryOf(sql);
				present.set(sql, made);
				fresh.push(made);
			}
		}
		const gone = [...this.#entries.values()].filter((entry) => !present.has(entry.sql));
		const patch = await this.#read(fresh, gone, present);
		this.#joined = joined;
		this.#entries = present;
		this.schema = applyPatch(this.schema, patch);
		return patch;
	}

	async #read(
		fresh: readonly Entry[],
		gone: readonly Entry[],
		present: ReadonlyMap<string, Entry>
	): Promise<SchemaPatch> {
		const unset = new Set<string>();
		for (const { kind, name, sql } of gone) {
			if (!this.#objects.delete(sql)) continue;
			if (kind === 'table') this.#tables.delete(name.toLowerCase());
			unset.add(objectKey({ kind, name }));
		}
		const again = this.#dependents([...fresh, ...gone], present);
		const wanted = [...fresh.filter((entry) => !isInternal(entry)), ...again];
		const read = await readObjects(this.#database, wanted, {
			tableNamed: (name) => this.#tables.get(name.toLowerCase()),
			hasVirtualTables: [...present.values()].some(isVirtual)
		});
		const set: SchemaObject[] = [];
		for (const object of read) {
			const before = this.#objects.get(object.sql);
			if (before !== undefined && JSON.stringify(before) === JSON.stringify(object)) continue;
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
	#dependents(changed: readonly Entry[], present: ReadonlyMap<string, Entry>): Entry[] {
		const names = new Set<string>();
		for (const { kind, name } of changed)
			if (kind === 'table' || kind === 'view') names.add(name.toLowerCase());
		if (names.size === 0) return [];
		const known = [...present.values()].filter((entry) => this.#objects.has(entry.sql));
		const indexes = known.filter(
			(entry) => ['index', 'trigger'].includes(entry.kind) && names.has(entry.table.toLowerCase())
		);
		let views = known.filter((entry) => entry.kind === 'view');
		const stale: Entry[] = [];
		for (let found = true; found;) {
			const touched = views.filter((view) => mentionedNames(view).some((name) => names.has(name)));
			for (const view of touched) names.add(view.name.toLowerCase());
			views = views.filter((view) => !touched.includes(view));
			stale.push(...touched);
			found = touched.length > 0;
		}
		return [...indexes, ...stale];
	}
}
