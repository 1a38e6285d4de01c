import type { Schema } from '../../schema/model.ts';
import { namesIn } from '../../schema/text-names.ts';
import { partsOf } from './schema-parts.ts';

/**
 * The names in lower case that are those of something, or stand for something that is not there: what is said of a missing
 * table would go along with one that has its name for a while.
 */
export function namesMet(schema: Schema): readonly string[] {
	return [
		...partsOf(schema).children.keys(),
		...schema.objects.flatMap((object) => [
			object.name.toLowerCase(),
			...(object.kind === 'view' || object.kind === 'trigger' ? namesIn(object.sql) : [])
		])
	];
}

/** `wish`, or `wish` with a number after it, whichever is in none of `taken` (names in lower case); then takes it. */
export function freeName(wish: string, taken: Set<string>): string {
	let name = wish;
	for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wish}_${n}`;
	taken.add(name.toLowerCase());
	return name;
}
