import {
	objectKey,
	type Definition,
	type Index,
	type Schema,
	type SchemaObject,
	type Table
} from '../../schema/model.ts';
import { mentioned } from './mentions.ts';
import { isReplaceable } from './objects/functions.ts';
import { tableIn } from './objects/family.ts';
import { text } from './objects/records.ts';
import { parametersOf } from './routine.ts';
import { holdersOf, type Holder } from './type-doubts.ts';

/** The two schemas of a change, and which tables may have rows. */
export interface Around {
	readonly schemas: { readonly from: Schema; readonly to: Schema };
	readonly mayHaveRows: (table: string) => boolean;
}

/** What is said of the places in which a function is asked; nothing is asked of a table that cannot have rows. */
export interface Sayings {
	readonly table: (table: Table, before: Table) => readonly string[];
	readonly index: (index: Index) => readonly string[];
	readonly domain: (domain: Definition, holder: Holder) => readonly string[];
}

/** A function that becomes another one, where it is or by being dropped and made again. */
export function changedFunction(
	from: SchemaObject,
	to: SchemaObject
): { readonly from: Definition; readonly to: Definition; readonly inPlace: boolean } | undefined {
	return from.kind === 'function' && to.kind === 'function'
		? { from, to, inPlace: isReplaceable(from, to) }
		: undefined;
}

/** The sentences about the tables, and about the indexes and domains that need one of `functions`. */
export function whereAsked(
	functions: ReadonlySet<string>,
	{ schemas, mayHaveRows }: Around,
	say: Sayings
): readonly string[] {
	return schemas.to.objects.flatMap((object): readonly string[] => {
		if (object.kind === 'table') {
			const before = tableIn(schemas.from, object.name);
			return before !== undefined && mayHaveRows(object.name) ? say.table(object, before) : [];
		}
		if (!asksOne(object.needs, functions)) return [];
		if (object.kind === 'index') return mayHaveRows(object.table) ? say.index(object) : [];
		if (object.kind !== 'domain') return [];
		return holdersOf(objectKey(object), schemas)
			.filter(({ table }) => mayHaveRows(table))
			.flatMap((holder) => say.domain(object, holder));
	});
}

/** Whether one of `functions` is among the needs. */
export function asksOne(needs: readonly string[] | undefined, functions: ReadonlySet<string>): boolean {
	return needs?.some((node) => functions.has(node)) === true;
}

/** A function and those that call it, be it by way of others, as far as their bodies tell. */
export function withCallers(key: string, schema: Schema): ReadonlySet<string> {
	const found = new Set([key]);
	for (const callee of found) {
		for (const object of schema.objects) {
			if (object.kind !== 'function') continue;
			const calls =
				object.needs?.includes(callee) === true ||
				mentioned(schema, text(object, 'body') ?? '', parametersOf(object)).nodes.has(callee);
			if (calls) found.add(objectKey(object));
		}
	}
	return found;
}
