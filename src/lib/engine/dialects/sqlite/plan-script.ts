import { groupBy } from '../../group-by.ts';
import type { Change, Rename } from '../../schema/change.ts';
import { applyRenames } from '../../schema/apply-renames.ts';
import { compareSchemas } from '../../schema/compare.ts';
import { objectKey } from '../../schema/model.ts';
import type { Column, Schema, SchemaObject, Table } from '../../schema/model.ts';
import { creationOrder } from '../../schema/order.ts';
import { alterInPlace } from './alter-in-place.ts';
import { brokenObjects, dependentsOn } from './dependents.ts';
import { freeName } from './free-name.ts';
import { identifier } from './identifier.ts';
import type { MissingValue, Passage } from './passage.ts';
import { rebuild } from './rebuild.ts';
import { renameSteps } from './rename-steps.ts';

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
	const changes = compareSchemas(from, to, { renames });
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
	readonly #taken: Set<string>;
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
		this.#renamed = applyRenames(from, to, renames).schema;
		this.#taken = new Set([...from.objects, ...to.objects].map((object) => object.name.toLowerCase()));
		for (const change of changes) {
			if (change.kind === 'renameTable') this.#earlierNames.set(change.to, change.from);
		}
		const altered = groupBy(
			changes.filter((change): change is TableChange => 'table' in change && change.kind !== 'renameColumn'),
			(change) => change.table
		);
		for (const [name, list] of altered) this.#plan(name, list, options);
	}

	#plan(name: string, changes: readonly TableChange[], options: PlanOptions): void {
		const [before, after] = [tableIn(this.#renamed, name), tableIn(this.#to, name)];
		if (before === undefined || after === undefined) return;
		const schemas = { from: this.#renamed, to: this.#to };
		const passage = { from: before, to: after, schemas, earlierName: this.#earlier(name) };
		this.passages.push(passage);
		const isLeftOut = (column: Column) => options.missing(column, passage) === undefined;
		const inPlace = alterInPlace(before, after, changes, this.#to, isLeftOut);
		if (inPlace === undefined) this.#rebuilt.add(name);
		const between = inPlace === undefined ? freeName(`new_${name}`, this.#taken) : '';
		this.#alterations.set(name, inPlace ?? rebuild(passage, between, options.missing));
	}

	/** The name a table had before. */
	#earlier(table: string): string {
		return this.#earlierNames.get(table) ?? table;
	}

	get foreignKeys(): boolean {
		if (this.#rebuilt.size > 0) return false;
		const dropped = new Set(this.#dropped('table').map((table) => table.name.toLowerCase()));
		const { lateKeys } = creationOrder(this.#from);
		// With keys on, DROP TABLE first deletes the rows of a table that is pointed at or has deferred keys, which
		// reaches rows elsewhere, or fails: https://sqlite.org/foreignkeys.html#fk_schemacommands
		return !this.#from.objects.some((object) => {
			if (object.kind !== 'table') return false;
			const name = object.name.toLowerCase();
			const stays = !dropped.has(name);
			return object.constraints.some((key) => {
				if (key.kind !== 'foreignKey') return false;
				const parent = key.table.toLowerCase();
				if (!stays && key.options.deferred === true) return true;
				if (!dropped.has(parent)) return false;
				return stays || parent === name || lateKeys.some((late) => late.key === key);
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

	/** Names whose change SQLite would check every view and trigger against, in lower case, as they are before. */
	#disturbed(): Set<string> {
		const names = new Set<string>();
		for (const table of this.#rebuilt) names.add(this.#earlier(table).toLowerCase());
		for (const change of this.#changes) {
			if (change.kind === 'renameTable') names.add(change.from.toLowerCase());
			if (change.kind === 'renameColumn' || change.kind === 'dropColumn') {
				names.add(this.#earlier(change.table).toLowerCase());
			}
			if (change.kind === 'dropObject' && change.object.kind === 'table') {
				names.add(change.object.name.toLowerCase());
			}
		}
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
		const leaving = new Set(
			[...this.#dropped('table'), ...[...aside.values()].filter((object) => object.kind === 'view')].map(
				(object) => object.name
			)
		);
		const dropping = creationOrder({ objects: this.#inOrder([...aside.values()]) }).objects.toReversed();
		const tables = creationOrder({ objects: this.#inOrder(this.#dropped('table')) }).objects.toReversed();
		return [
			...dropping.flatMap((object) =>
				object.kind === 'trigger' && leaving.has(object.table) ? [] : [drop(object)]
			),
			...tables.map(drop),
			...this.#dropped('index').flatMap((object) =>
				object.kind === 'index' && !leaving.has(object.table) && !this.#rebuiltBefore(object.table)
					? [drop(object)]
					: []
			),
			...this.#renames(),
			...this.#creations(['table'], new Set()),
			...[...this.#alterations.values()].flat(),
			...this.#creations(['index', 'view', 'trigger'], new Set(aside.keys()))
		];
	}

	/** Whether a table, by its name before, is made anew, and its indexes gone with it. */
	#rebuiltBefore(table: string): boolean {
		return [...this.#rebuilt].some((name) => this.#earlier(name) === table);
	}

	#inOrder(objects: readonly SchemaObject[]): readonly SchemaObject[] {
		const keys = new Set(objects.map(objectKey));
		return this.#from.objects.filter((object) => keys.has(objectKey(object)));
	}

	#renames(): string[] {
		const tables = new Map<string, string>();
		const columns = new Map<string, Map<string, string>>();
		for (const change of this.#changes) {
			if (change.kind === 'renameTable') tables.set(change.from, change.to);
			if (change.kind === 'renameColumn') {
				const names = columns.get(change.table) ?? new Map<string, string>();
				columns.set(change.table, names.set(change.from, change.to));
			}
		}
		const gone = new Set(this.#dropped('table').map((table) => table.name));
		const taken = new Set(
			this.#from.objects.filter(({ name }) => !gone.has(name)).map(({ name }) => name.toLowerCase())
		);
		return [
			...renameSteps(tables, taken).map(
				({ from, to }) => `ALTER TABLE ${identifier(from)} RENAME TO ${identifier(to)};`
			),
			...[...columns].flatMap(([table, names]) => {
				const before = tableIn(this.#from, this.#earlier(table))?.columns ?? [];
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
		const fresh = new Set<string>();
		for (const change of this.#changes) {
			if (change.kind === 'addObject') fresh.add(objectKey(change.object));
			if (change.kind === 'replaceObject') fresh.add(objectKey(change.to));
		}
		return creationOrder(this.#to)
			.objects.filter((object) => {
				if (!kinds.includes(object.kind)) return false;
				const key = objectKey(object);
				if (fresh.has(key) || aside.has(key)) return true;
				return (object.kind === 'index' || object.kind === 'trigger') && this.#rebuilt.has(object.table);
			})
			.map(({ sql }) => `${sql};`);
	}
}

function tableIn(schema: Schema, name: string): Table | undefined {
	return schema.objects.find((object): object is Table => object.kind === 'table' && object.name === name);
}

function drop(object: SchemaObject): string {
	return `DROP ${object.kind.toUpperCase()} ${identifier(object.name)};`;
}
