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
	const edits = new Map<string, SchemaObject | undefined>(patch.unset.map((key) => [key, undefined]));
	for (const object of patch.set) edits.set(objectKey(object), object);
	if (edits.size === 0) return schema;
	const objects: SchemaObject[] = [];
	let copied = 0;
	for (const key of [...edits.keys()].sort()) {
		const at = placeOf(schema, key, copied);
		for (; copied < at; copied++) objects.push(schema.objects[copied] as SchemaObject);
		const there = schema.objects[at];
		if (there !== undefined && objectKey(there) === key) copied++;
		const object = edits.get(key);
		if (object !== undefined) objects.push(object);
	}
	for (; copied < schema.objects.length; copied++) objects.push(schema.objects[copied] as SchemaObject);
	return { objects };
}

/** The first place from `from` on at which an object with `key` or a later one stands: the objects are sorted. */
function placeOf({ objects }: Schema, key: string, from: number): number {
	let low = from;
	let high = objects.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const object = objects[middle];
		if (object !== undefined && objectKey(object) < key) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Whether two plain values are the same, whatever the order of their keys; the keys `except` do not count. */
export function sameValue(a: unknown, b: unknown, except: readonly string[] = []): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b, sameValue);
	if (Array.isArray(b)) return false;
	const left = a as Readonly<Record<string, unknown>>;
	const right = b as Readonly<Record<string, unknown>>;
	let more = 0;
	for (const key in left) {
		if (except.includes(key)) continue;
		const other = right[key];
		if ((other === undefined && !Object.hasOwn(right, key)) || !sameValue(left[key], other)) return false;
		more++;
	}
	for (const key in right) if (!except.includes(key)) more--;
	return more === 0;
}

/** Whether two lists hold the same, one by one. */
export function sameList<Item>(
	a: readonly Item[],
	b: readonly Item[],
	same: (left: Item, right: Item) => boolean
): boolean {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at++) if (!same(a[at] as Item, b[at] as Item)) return false;
	return true;
}
