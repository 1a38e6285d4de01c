import { assertNever } from '../problem.ts';
import type { Change, Rename } from './change.ts';
import { compareSchemas } from './compare.ts';
import { objectKey, type Schema } from './model.ts';
import { objectsOf, renamesOf, typeKey } from './rename-kinds.ts';

/** What an object of a schema brings along and stands on, as nodes: names that mean the same throughout one dialect. */
export interface ObjectNodes {
	/** `objectKey` of the object. */
	readonly key: string;
	/** What the object calls itself; two objects that are called alike cannot be there at once. */
	readonly name: string;
	/** Nodes that are there with it: itself, its columns. */
	readonly has: readonly string[];
	/** Nodes without which it cannot be there. */
	readonly needs: readonly string[];
	/** Keys of objects that the database changes along with it, or it with them: where both change, they do so at once. */
	readonly goesWith?: readonly string[];
}

/** Objects that change together in one migration. */
export interface Unit {
	/** Their keys, of either schema. Some may not change by themselves but follow a rename. */
	readonly keys: readonly string[];
	/** The renames among their changes. */
	readonly renames: readonly Rename[];
}

/** One side of a comparison. */
interface Side {
	readonly schema: Schema;
	readonly nodes: readonly ObjectNodes[];
}

/**
 * The changes between two schemas in as many units as can be, in an order in which each can be made after those before
 * it: one object a unit, with what it forces. What changes in a circle is one unit, and what refers to something
 * that is renamed goes along with it.
 */
export function unitsOf(before: Side, after: Side, renames: readonly Rename[]): readonly Unit[] {
	const changes = compareSchemas(before.schema, after.schema, { renames });
	const groups = new Groups(changes.map(keyOf));
	for (const [key, table] of fallen(changes)) groups.join([key, table]);
	const real = renamesOf(changes);
	for (const rename of real) groups.join(touchedBy(rename, before, after));
	for (const { key, goesWith = [] } of [...before.nodes, ...after.nodes]) {
		groups.join([key, ...goesWith].filter((member) => groups.of(member) !== undefined));
	}
	const graph = new UnitGraph(groups, before, after);
	return graph.ordered().map((members) => {
		const keys = members.flatMap((member) => groups.keysOf(member));
		return { keys, renames: real.filter((rename) => keys.includes(objectsOf(rename).later)) };
	});
}

/** The object that a change belongs to, by the name it has afterwards. */
function keyOf(change: Change): string {
	switch (change.kind) {
		case 'addObject':
		case 'dropObject':
			return objectKey(change.object);
		case 'replaceObject':
			return objectKey(change.to);
		case 'renameTable':
			return `table ${change.to}`;
		case 'renamePart':
			return typeKey(change);
		case 'addColumn':
		case 'dropColumn':
		case 'renameColumn':
		case 'alterColumn':
		case 'addConstraint':
		case 'dropConstraint':
		case 'alterOptions':
		case 'alterComment':
			return `table ${change.table}`;
		default:
			return assertNever(change);
	}
}

/** What goes with its table, each with the table. */
function fallen(changes: readonly Change[]): readonly (readonly [string, string])[] {
	const gone = changes.flatMap((change) => (change.kind === 'dropObject' ? [change.object] : []));
	const keys = new Set(gone.map(objectKey));
	return gone.flatMap((object) => {
		const table = 'table' in object && object.table !== undefined ? `table ${object.table}` : '';
		return keys.has(table) ? [[objectKey(object), table] as const] : [];
	});
}

/** The object of a rename by both its names, and all that refers to it on either side. */
function touchedBy(rename: Rename, before: Side, after: Side): readonly string[] {
	const { earlier: then, later: now } = objectsOf(rename);
	const users = ({ nodes }: Side, key: string) => {
		const has = new Set(nodes.find((object) => object.key === key)?.has);
		return nodes.filter(({ needs }) => needs.some((node) => has.has(node))).map((object) => object.key);
	};
	return [now, then, ...users(before, then), ...users(after, now)];
}

/** Keys in groups that can be joined. A group is called by one of its keys. */
class Groups {
	readonly #above = new Map<string, string>();

	constructor(keys: readonly string[]) {
		for (const key of keys) this.#above.set(key, key);
	}

	join(keys: readonly string[]): void {
		const [first, ...others] = keys;
		if (first === undefined) return;
		if (!this.#above.has(first)) this.#above.set(first, first);
		const root = this.of(first) ?? first;
		for (const key of others) this.#above.set(this.of(key) ?? key, root).set(key, root);
	}

	/** The group of a key; undefined where it is in none. */
	of(key: string): string | undefined {
		const above = this.#above.get(key);
		return above === undefined || above === key ? above : this.of(above);
	}

	/** Every group, in the order in which their first keys came. */
	get all(): readonly string[] {
		return [...new Set([...this.#above.keys()].map((key) => this.of(key) ?? key))];
	}

	keysOf(group: string): readonly string[] {
		return [...this.#above.keys()].filter((key) => this.of(key) === group);
	}
}

/** Which group has to come before which, and which should. */
class UnitGraph {
	readonly #groups: Groups;
	readonly #firm = new Map<string, Set<string>>();
	readonly #wished = new Map<string, Set<string>>();

	constructor(groups: Groups, before: Side, after: Side) {
		this.#groups = groups;
		for (const group of groups.all) {
			this.#firm.set(group, new Set());
			this.#wished.set(group, new Set());
		}
		const [had, has] = [ownersOf(before), ownersOf(after)];
		for (const { key, needs } of after.nodes) {
			for (const node of needs) {
				// What is there already need not wait, but is better seen as it will be.
				const edges = had.has(node) ? this.#wished : this.#firm;
				this.#edge(edges, has.get(node), key);
			}
		}
		for (const { key, needs } of before.nodes) {
			for (const node of needs) if (!has.has(node)) this.#edge(this.#firm, key, had.get(node));
		}
		const gone = before.nodes.filter(({ key }) => !after.nodes.some((object) => object.key === key));
		for (const { key, name } of after.nodes) {
			for (const object of gone) if (object.name === name) this.#edge(this.#firm, object.key, key);
		}
	}

	#edge(edges: Map<string, Set<string>>, first: string | undefined, second: string | undefined): void {
		const [earlier, later] = [first, second].map((key) => key && this.#groups.of(key));
		if (earlier && later && earlier !== later) edges.get(later)?.add(earlier);
	}

	/** The groups one after another, those that wait for each other together. */
	ordered(): readonly (readonly string[])[] {
		const left = this.#knots();
		const done = new Set<string>();
		const ready = (knot: readonly string[], edges: ReadonlyMap<string, ReadonlySet<string>>) =>
			knot.every((group) =>
				[...(edges.get(group) ?? [])].every((other) => done.has(other) || knot.includes(other))
			);
		const order: (readonly string[])[] = [];
		while (left.length > 0) {
			const free = left.filter((knot) => ready(knot, this.#firm));
			const next = free.find((knot) => ready(knot, this.#wished)) ?? free[0] ?? left[0];
			if (next === undefined) break;
			left.splice(left.indexOf(next), 1);
			for (const group of next) done.add(group);
			order.push(next);
		}
		return order;
	}

	/** Groups that wait for each other firmly, each as one. */
	#knots(): (readonly string[])[] {
		const { all } = this.#groups;
		const reach = new Map(all.map((group) => [group, this.#reachedFrom(group)]));
		const knots: string[][] = [];
		for (const group of all) {
			const known = knots.find(
				([first = '']) => reach.get(group)?.has(first) === true && reach.get(first)?.has(group) === true
			);
			if (known) known.push(group);
			else knots.push([group]);
		}
		return knots;
	}

	#reachedFrom(group: string): ReadonlySet<string> {
		const reached = new Set<string>();
		const pending = [group];
		for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
			for (const other of this.#firm.get(next) ?? []) {
				if (reached.has(other)) continue;
				reached.add(other);
				pending.push(other);
			}
		}
		return reached;
	}
}

function ownersOf({ nodes }: Side): ReadonlyMap<string, string> {
	return new Map(nodes.flatMap(({ key, has }) => has.map((node) => [node, key] as const)));
}
