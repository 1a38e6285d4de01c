import { ledgerTable, type LedgerEntry } from '../../engine/run/ledger-entry.ts';
import { objectKey, type Schema } from '../../engine/schema/model.ts';
import { sameValue } from '../../engine/schema/patch.ts';
import { count } from '../../look/numbers.ts';
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

/** What a statement outside of any migration did to the record of what is applied; undefined where nothing. */
export function ledgerTouch(
	before: readonly LedgerEntry[],
	after: readonly LedgerEntry[]
): string | undefined {
	if (sameValue(before, after)) return undefined;
	const left = new Set(after.map(({ revision }) => revision));
	const gone = before.filter(({ revision }) => !left.has(revision)).length;
	if (gone === 0) return `The record of what is applied, \`${ledgerTable}\`, says something else now.`;
	const which = gone === before.length ? 'everything it held' : count(gone, 'migration');
	return `The record of what is applied, \`${ledgerTable}\`, has lost ${which}, though what was made is still there.`;
}
