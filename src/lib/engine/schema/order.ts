import type { ForeignKey, Schema, SchemaObject, Table, View } from './model.ts';
import { namesIn } from './text-names.ts';

/** An order in which objects can be made one after another. */
export interface CreationOrder {
	readonly objects: readonly SchemaObject[];
	/** Foreign keys that point at a table made later (a cycle): a dialect that minds adds them last. */
	readonly lateKeys: readonly { readonly table: string; readonly key: ForeignKey }[];
}

/**
 * Tables before what points at them, then indexes, views before the views over them, and triggers. What nothing
 * binds stays in the order of the schema. The reverse order is one for dropping.
 */
export function creationOrder(schema: Schema): CreationOrder {
	const of = <Kind extends SchemaObject['kind']>(kind: Kind) =>
		schema.objects.filter((object): object is Extract<SchemaObject, { kind: Kind }> => object.kind === kind);
	const tables = sorted(of('table'), parentsOf);
	const place = new Map(tables.map((table, at) => [table.name.toLowerCase(), at]));
	const lateKeys = tables.flatMap((table, at) =>
		foreignKeysOf(table)
			.filter((key) => (place.get(key.table.toLowerCase()) ?? -1) > at)
			.map((key) => ({ table: table.name, key }))
	);
	return {
		objects: [...tables, ...of('index'), ...sorted(of('view'), sourcesOf), ...of('trigger')],
		lateKeys
	};
}

/** The foreign keys among the constraints of a table. */
export function foreignKeysOf(table: Table): ForeignKey[] {
	return table.constraints.filter((constraint) => constraint.kind === 'foreignKey');
}

function parentsOf(table: Table): Iterable<string> {
	return foreignKeysOf(table).map((key) => key.table.toLowerCase());
}

function sourcesOf(view: View): Iterable<string> {
	return namesIn(view.query);
}

/** Depth first over what each needs; a cycle is cut at the edge that closes it. */
function sorted<Item extends { readonly name: string }>(
	items: readonly Item[],
	needs: (item: Item) => Iterable<string>
): Item[] {
	const named = new Map(items.map((item) => [item.name.toLowerCase(), item]));
	const done: Item[] = [];
	const seen = new Set<Item>();
	// A stack of its own, as a chain of a thousand tables must not exhaust the call stack.
	const stack: { item: Item; rest: Iterator<string> }[] = [];
	const enter = (item: Item) => {
		if (seen.has(item)) return;
		seen.add(item);
		stack.push({ item, rest: needs(item)[Symbol.iterator]() });
	};
	for (const item of items) {
		enter(item);
		for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
			const next = top.rest.next();
			const needed = next.done ? undefined : named.get(next.value);
			if (next.done) {
				done.push(top.item);
				stack.pop();
			} else if (needed !== undefined) enter(needed);
		}
	}
	return done;
}
