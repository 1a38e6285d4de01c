import { objectKey, type Schema, type SchemaObject, type SchemaPatch } from './model.ts';

/** What turns `from` into `to`. Objects that are the same value on both sides are not looked into. */
export function diffSchemas(from: Schema, to: Schema): SchemaPatch {
	const before = new Map(from.objects.map((object) => [objectKey(object), object]));
	const set: SchemaObject[] = [];
	for (const object of to.objects) {
		const key = objectKey(object);
		const old = before.get(key);
		if (old !== object && (old === undefined || !sameValue(old, object))) set.push(object);
		before.delete(key);
	}
	return { set, unset: [...before.keys()] };
}

/** The schema that `patch` makes of `schema`; objects it does not name are shared with it. */
export function applyPatch(schema: Schema, patch: SchemaPatch): Schema {
	if (patch.set.length === 0 && patch.unset.length === 0) return schema;
	const replaced = new Map(patch.set.map((object) => [objectKey(object), object]));
	const unset = new Set(patch.unset);
	const kept: { key: string; object: SchemaObject }[] = [];
	for (const object of schema.objects) {
		const key = objectKey(object);
		if (!unset.has(key) && !replaced.has(key)) kept.push({ key, object });
	}
	const added = [...replaced]
		.map(([key, object]) => ({ key, object }))
		.sort((a, b) => (a.key < b.key ? -1 : 1));
	const objects: SchemaObject[] = [];
	let next = 0;
	for (const { key, object } of kept) {
		for (let item = added[next]; item !== undefined && item.key < key; item = added[++next])
			objects.push(item.object);
		objects.push(object);
	}
	for (const item of added.slice(next)) objects.push(item.object);
	return { objects };
}

/** Whether two plain values are the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) !== Array.isArray(b)) return false;
	const left = a as Readonly<Record<string, unknown>>;
	const right = b as Readonly<Record<string, unknown>>;
	const keys = Object.keys(left);
	return (
		keys.length === Object.keys(right).length &&
		keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]))
	);
}
