import { objectKey, type SchemaObject, type Schema } from '../../schema/model.ts';
import { columnNode, constraintNode, defaultNode } from './nodes.ts';

/** The nodes of what is inside an object and comes and goes on its own. */
export function partNodes(object: SchemaObject): readonly string[] {
	return [...partsOf(object).keys()];
}

/** The nodes of an object and of all that is inside it. */
export function allNodesOf(object: SchemaObject): readonly string[] {
	return [objectKey(object), ...partNodes(object)];
}

/** The parts of an object with what each needs. What a column is filled with is a part of its own. */
export function partsOf(object: SchemaObject): ReadonlyMap<string, readonly string[]> {
	const parts = new Map<string, readonly string[]>();
	if (object.kind !== 'table') return parts;
	for (const { name, needs = [], defaultNeeds = [], default: value, generated } of object.columns) {
		parts.set(columnNode(object.name, name), needs);
		if (value !== undefined || generated !== undefined)
			parts.set(defaultNode(object.name, name), defaultNeeds);
	}
	for (const { name, needs = [] } of object.constraints) {
		if (name !== undefined) parts.set(constraintNode(object.name, name), needs);
	}
	return parts;
}

/** Every node of a schema, whole objects and parts. */
export function allNodes(schema: Schema): ReadonlySet<string> {
	return new Set(schema.objects.flatMap(allNodesOf));
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly string[]>>();

/** The nodes of a schema that need a node, by that node. */
export function usersIn(schema: Schema): ReadonlyMap<string, readonly string[]> {
	let users = known.get(schema);
	if (users === undefined) known.set(schema, (users = findUsers(schema)));
	return users;
}

function findUsers(schema: Schema): ReadonlyMap<string, readonly string[]> {
	const users = new Map<string, string[]>();
	// Few parts need anything, and a name is made only for those that do.
	const add = (needs: readonly string[] = [], nameOf: () => string) => {
		if (needs.length === 0) return;
		const node = nameOf();
		for (const needed of needs) {
			const found = users.get(needed);
			if (found) found.push(node);
			else users.set(needed, [node]);
		}
	};
	for (const object of schema.objects) {
		add(object.needs, () => objectKey(object));
		if (object.kind !== 'table') continue;
		for (const { name, needs, defaultNeeds, default: value, generated } of object.columns) {
			add(needs, () => columnNode(object.name, name));
			if (value !== undefined || generated !== undefined)
				add(defaultNeeds, () => defaultNode(object.name, name));
		}
		for (const { name, needs } of object.constraints) {
			if (name !== undefined) add(needs, () => constraintNode(object.name, name));
		}
	}
	return users;
}
