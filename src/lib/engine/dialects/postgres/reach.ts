import { objectKey, type Schema } from '../../schema/model.ts';
import { partsOf } from './parts.ts';

interface Graph {
	/** Object → objects that it, or a part of it, needs. */
	readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
	/** Part → the object it belongs to. */
	readonly owners: ReadonlyMap<string, string>;
}

const graphs = new WeakMap<Schema, Graph>();

/** Whether one of these nodes, or something it needs, needs the object. */
export function reaches(schema: Schema, nodes: readonly string[], object: string): boolean {
	const { needs, owners } = graphOf(schema);
	const wholes = (list: Iterable<string>) => [...list].map((node) => owners.get(node) ?? node);
	const seen = new Set(wholes(nodes).filter((node) => node !== object));
	for (const node of seen) {
		for (const needed of needs.get(node) ?? []) {
			if (needed === object) return true;
			seen.add(needed);
		}
	}
	return false;
}

function graphOf(schema: Schema): Graph {
	const known = graphs.get(schema);
	if (known) return known;
	const owners = new Map<string, string>();
	for (const object of schema.objects) {
		for (const part of partsOf(object).keys()) owners.set(part, objectKey(object));
	}
	const needs = new Map<string, Set<string>>();
	for (const object of schema.objects) {
		const own = new Set<string>();
		for (const list of [object.needs ?? [], ...partsOf(object).values()]) {
			for (const node of list) own.add(owners.get(node) ?? node);
		}
		own.delete(objectKey(object));
		needs.set(objectKey(object), own);
	}
	const graph = { needs, owners };
	graphs.set(schema, graph);
	return graph;
}
