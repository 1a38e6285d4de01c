import { groupBy } from '../../group-by.ts';
import type { Change, Rename } from '../../schema/change.ts';
import { applyRenames } from '../../schema/apply-renames.ts';
import { compareSchemas } from '../../schema/compare.ts';
import type { FillOf } from '../../schema/fill.ts';
import { objectKey } from '../../schema/model.ts';
import type { Schema, SchemaObject, Table } from '../../schema/model.ts';
import { creationOrder, foreignKeysOf } from '../../schema/order.ts';
import { alterInPlace } from './alter-in-place.ts';
import { columnRenames, type ColumnRenames } from './column-renames.ts';
import { brokenObjects, dependentsOn } from './dependents.ts';
import { freeName, namesMet } from './free-name.ts';
import { identifier } from './identifier.ts';
import type { MissingValue, Passage } from './passage.ts';
import { rebuild } from './rebuild.ts';
import { renameSteps, spare } from './rename-steps.ts';
import { partsOf } from './schema-parts.ts';

/** One direction of a migration. */
export interface PlannedScript {
	readonly changes: readonly Change[];
	readonly statements: readonly string[];
	/** False where a table with keys pointing at it is dropped or made anew. */
	readonly foreignKeys: boolean;
	/** Every table that stays and is altered. */
	readonly passages: readonly Passage[];
}

export interface PlanOptions {
	readonly missing: MissingValue;
	readonly given: FillOf;
	/** The oldest version of SQLite that the script must run on. */
	readonly target: number;
}

type TableChange = Extract<Change, { table: string }>;

/**
 * The statements that make `to` of `from`, in an order SQLite accepts: what stands on tables is put away
 * (triggers and views that name what changes, indexes that go), tables go, are renamed, made and altered, and
 * all that is to stand on them is made again.
 */
export function planScript(
	from: Schema,
	to: Schema,
	renames: readonly Rename[],
	options: PlanOptions
): PlannedScript {
	const changes = compareSchemas(from, to, { renames, spare });
	const work = new Work(from, to, renames, changes, options);
	const { foreignKeys, passages } = work;
	return { changes, statements: work.statements(), foreignKeys, passages };
}

class Work {
	readonly #from: Schema;
	readonly #to: Schema;
	readonly #changes: readonly Change[];
	readonly #renamed: Schema;
	/** Altered tables, by the name they have afterwards: the statements. */
	readonly #alterations = new Map<string, readonly string[]>();
	readonly #rebuilt = new Set<string>();
	/** Every table that stays and is altered. */
	readonly passages: Passage[] = [];
	/** The names in use before or afterwards, in lower case; found when a name is needed that is not. */
	#taken: Set<string> | undefined;
	readonly #columns: ColumnRenames;
	/** What renamed tables were called before, by the name they have afterwards. */
	readonly #earlierNames = new Map<string, string>();

	constructor(
		from: Schema,
		to: Schema,
		renames: readonly Rename[],
		changes: readonly Change[],
		options: PlanOptions
	) {
		this.#from = from;
		this.#to = to;
		this.#changes = changes;
		this.#renamed = applyRenames(from, to, renames, spare).schema;
		for (const change of changes) {
			if (change.kind === 'renameTable') this.#earlierNames.set(change.to, change.from);
		}
		const altered = groupBy(
			changes.filter((change): change is TableChange => 'table' in change && change.kind !== 'renameColumn'),
			(change) => change.table
		);
		this.#columns = columnRenames(changes, this.#renamed, to);
		const { copied, pointing } = this.#columns;
		for (const name of new Set([...copied.keys(), ...pointing, ...altered.keys()])) {
			this.#plan(name, altered.get(name) ?? [], options);
		}
	}

	#plan(name: string, changes: readonly TableChange[], options: PlanOptions): void {
		const [before, after] = [this.#renamed, this.#to].map((schema) => partsOf(schema).tables.get(name));
		if (before === undefined || after === undefined) return;
		const schemas = { from: this.#renamed, to: this.#to };
		const { copied, pointing } = this.#columns;
		const passage = {
			from: before,
			to: after,
			schemas,
			earlierName: this.#earlier(name),
			given: (column: string) => options.given(name, column),
			namesUntilThen: new Map([...(copied.get(name) ?? [])].map(([old, now]) => [now, old]))
		};
		this.passages.push(passage);
		const isMadeAnew = copied.has(name) || pointing.has(name);
		const inPlace = isMadeAnew ? undefined : alterInPlace(passage, changes, options);
		if (inPlace === undefined) this.#rebuilt.add(name);
		const rebuilt = () => rebuild(passage, this.#freeName(`new_${name}`), options.missing);
		this.#alterations.set(name, inPlace ?? rebuilt());
	}

	#freeName(wish: string): string {
		this.#taken ??= new Set([this.#from, this.#to].flatMap(namesMet));
		return freeName(wish, this.#taken);
	}

	/** The name a table had before. */
	#earlier(table: string): string {
		return this.#earlierNames.get(table) ?? table;
	}

	get foreignKeys(): boolean {
		if (this.#rebuilt.size > 0) return false;
		const dropped = this.#droppedTables();
		const leaving = new Set(dropped);
		const late = new Set(creationOrder({ objects: dropped }).lateKeys.map(({ key }) => key));
		const { children } = partsOf(this.#from);
		// With keys on, DROP TABLE first deletes the rows of a table that is pointed at or has deferred keys, which
		// reaches rows elsewhere, or fails: https://sqlite.org/foreignkeys.html#fk_schemacommands
		return !dropped.some((table) => {
			if (foreignKeysOf(table).some((key) => key.options.deferred === true)) return true;
			const name = table.name.toLowerCase();
			return [...(children.get(name) ?? [])].some((child) => {
				if (child === table || !leaving.has(child)) return true;
				return foreignKeysOf(child).some((key) => key.table.toLowerCase() === name && late.has(key));
			});
		});
	}

	#dropped(kind: SchemaObject['kind']): SchemaObject[] {
		return this.#changes.flatMap((change) => {
			if (change.kind === 'dropObject') return change.object.kind === kind ? [change.object] : [];
			if (change.kind === 'replaceObject') return change.from.kind === kind ? [change.from] : [];
			return [];
		});
	}

	/** Tables that go, as they are before. */
	#droppedTables(): readonly Table[] {
		const names = new Set(this.#dropped('table').map((table) => this.#earlier(table.name)));
		if (names.size === 0) return [];
		return [...partsOf(this.#from).tables.values()].filter((table) => names.has(table.name));
	}

	/** Names whose change SQLite would check every view and trigger against, in lower case, as they are before. */
	#disturbed(): Set<string> {
		const names = new Set<string>();
		for (const table of this.#rebuilt) names.add(this.#earlier(table).toLowerCase());
		for (const change of this.#changes) {
			if (change.kind === 'renameTable') names.add(change.from.toLowerCase());
			if (change.kind === 'renameColumn' || change.kind === 'dropColumn') {
				names.add(this.#earlier(change.table).toLowerCase());
			}
		}
		for (const table of this.#droppedTables()) names.add(table.name.toLowerCase());
		return names;
	}

	/** Views and triggers that cannot stay while the script runs, by key. */
	#putAside(): Map<string, SchemaObject> {
		const disturbed = this.#disturbed();
		const aside = new Map<string, SchemaObject>();
		const put = (objects: readonly SchemaObject[]) => {
			for (const object of objects) aside.set(objectKey(object), object);
		};
		put(this.#dropped('view'));
		put(this.#dropped('trigger'));
		if (disturbed.size > 0) {
			put(dependentsOn(this.#from, disturbed));
			put(brokenObjects(this.#from));
		}
		// A view takes its triggers with it, and a trigger may write to a view.
		const views = [...aside.values()].filter((object) => object.kind === 'view');
		put(
			dependentsOn(
				this.#from,
				views.map((view) => view.name.toLowerCase())
			)
		);
		return aside;
	}

	statements(): string[] {
		const aside = this.#putAside();
		const views = [...aside.values()].filter((object) => object.kind === 'view');
		const leaving = new Set([...this.#droppedTables(), ...views].map(({ name }) => name));
		const gone = new Set(this.#dropped('table').map(({ name }) => name));
		const wanted = new Set([...this.#earlierNames.keys()].map((name) => name.toLowerCase()));
		const dropping = creationOrder({ objects: this.#inOrder([...aside.values()]) }).objects.toReversed();
		const tables = creationOrder({ objects: this.#droppedTables() }).objects.toReversed();
		return [
			...dropping.flatMap((object) =>
				object.kind === 'trigger' && leaving.has(object.table) ? [] : [drop(object)]
			),
			...tables.map(drop),
			...this.#dropped('index').flatMap((object) =>
				object.kind === 'index' &&
				!gone.has(object.table) &&
				(!this.#rebuilt.has(object.table) || wanted.has(object.name.toLowerCase()))
					? [drop(object)]
					: []
			),
			...this.#renames(views),
			...this.#creations(['table'], new Set()),
			...[...this.#alterations.values()].flat(),
			...this.#creations(['index', 'view', 'trigger'], new Set(aside.keys()))
		];
	}

	#inOrder(objects: readonly SchemaObject[]): readonly SchemaObject[] {
		if (objects.length === 0) return [];
		const keys = new Set(objects.map(objectKey));
		return this.#from.objects.filter((object) => keys.has(objectKey(object)));
	}

	/** The renames, once these views, and all tables and indexes that do not stay, are gone. */
	#renames(views: readonly SchemaObject[]): string[] {
		const gone = new Set(this.#droppedTables().map((table) => table.name));
		const tables = new Map(
			this.#changes.flatMap((change): [string, string][] =>
				change.kind === 'renameTable' && !gone.has(change.from) ? [[change.from, change.to]] : []
			)
		);
		if (tables.size + this.#columns.altered.size === 0) return [];
		const left = new Set<string>([...views, ...this.#dropped('index')].map(objectKey));
		const taken = new Set(
			this.#from.objects
				.filter((object) => object.kind !== 'trigger' && !left.has(objectKey(object)))
				.filter((object) => !gone.has(object.kind === 'index' ? object.table : object.name))
				.map(({ name }) => name.toLowerCase())
		);
		return [
			...renameSteps(tables, taken).map(
				({ from, to }) => `ALTER TABLE ${identifier(from)} RENAME TO ${identifier(to)};`
			),
			...[...this.#columns.altered].flatMap(([table, names]) => {
				const before = partsOf(this.#from).tables.get(this.#earlier(table))?.columns ?? [];
				const used = new Set(before.map((column) => column.name.toLowerCase()));
				return renameSteps(names, used).map(
					({ from, to }) =>
						`ALTER TABLE ${identifier(table)} RENAME COLUMN ${identifier(from)} TO ${identifier(to)};`
				);
			})
		];
	}

	/** Statements for what is new, changed, or was put aside and is still wanted. */
	#creations(kinds: readonly SchemaObject['kind'][], aside: ReadonlySet<string>): string[] {
		const fresh = new Set<SchemaObject>();
		for (const change of this.#changes) {
			if (change.kind === 'addObject') fresh.add(change.object);
			if (change.kind === 'replaceObject') fresh.add(change.to);
		}
		const objects = this.#to.objects.filter((object) => {
			if (!kinds.includes(object.kind)) return false;
			if (fresh.has(object) || (aside.size > 0 && aside.has(objectKey(object)))) return true;
			return (object.kind === 'index' || object.kind === 'trigger') && this.#rebuilt.has(object.table);
		});
		return creationOrder({ objects }).objects.map(({ sql }) => `${sql};`);
	}
}

function drop(object: SchemaObject): string {
	return `DROP ${object.kind.toUpperCase()} ${identifier(object.name)};`;
}
