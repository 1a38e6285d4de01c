import { objectKey, type Schema } from '../../engine/schema/model.ts';
import type { StructureFate } from '../schema/object-pairs.ts';

/** One object that a statement outside of any migration made, altered or dropped. */
export interface StructureTouch {
	readonly fate: StructureFate;
	/** `table notes`, `index notes_title`. */
	readonly what: string;
}

/** What differs in structure between two moments; `[]` where only rows, or nothing, changed. */
export function structureTouches(before: Schema, after: Schema): StructureTouch[] {
	if (before === after) return [];
	const earlier = new Map(before.objects.map((object) => [objectKey(object), object]));
	const touches: StructureTouch[] = [];
	for (const object of after.objects) {
		const what = objectKey(object);
		const old = earlier.get(what);
		earlier.delete(what);
		if (old === undefined) touches.push({ fate: 'added', what });
		else if (old.sql !== object.sql) touches.push({ fate: 'changed', what });
	}
	for (const what of earlier.keys()) touches.push({ fate: 'lost', what });
	return touches;
}
