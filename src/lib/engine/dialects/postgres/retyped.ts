import { convertedInWords, rowsLookedAt, type ConvertedValues } from '../../schema/converted-values.ts';
import type { Column, Schema } from '../../schema/model.ts';
import { isAkin, isSafeBetween } from './objects/casts.ts';
import { listWay, type ListWay } from './objects/list-casts.ts';
import { rootOf } from './objects/type-names.ts';

/** Both sides of a change. */
export interface Schemas {
	readonly from: Schema;
	readonly to: Schema;
}

/**
 * What becomes of the values of a column that gets another type, and where that may be refused; `found` is what the rows that
 * are there say of it. Nothing where every value keeps its place in the new type.
 */
export function retyped(
	table: string,
	[from, to]: readonly [from: Column, to: Column],
	schemas: Schemas,
	found?: ConvertedValues
): readonly string[] {
	const way = listWay(from.type, to.type, schemas);
	if (way === undefined && isSafeBetween(from.type, to.type, schemas)) return [];
	const general = way === undefined ? refusal(from, to) : listWords(way, [from, to], schemas);
	return [
		`\`${to.name}\` of ${table} goes from ${from.type} to ${to.type}: ${inWords(general, found)}.`,
		...(way === 'first' && !to.nullable
			? [
					`This fails if the first value of \`${to.name}\` of ${table} is NULL in some row: an empty list has none.`
				]
			: [])
	];
}

/** What the rows say stands in the place of what might be, where they say anything. */
function inWords(general: string, found: ConvertedValues | undefined): string {
	if (found === undefined) return general;
	return convertedInWords(found) ?? `${general}; none of ${rowsLookedAt(found)} changes or is refused`;
}

function refusal(from: Column, to: Column): string {
	return isAkin(from.type, to.type)
		? 'this fails where a value does not fit'
		: 'this fails where a value cannot be converted';
}

function listWords(way: ListWay, [from, to]: readonly [Column, Column], schemas: Schemas): string {
	const same = rootOf(from.type, schemas.from).base === rootOf(to.type, schemas.to).base;
	const refused = same && !/\(\d/.test(to.type) ? '' : `, and ${refusal(from, to)}`;
	switch (way) {
		case 'wrapped':
			return `each value becomes a list of its own${refused}`;
		case 'first':
			return `of each list only the first value is kept${refused}`;
		case 'written':
			return `each list is written as a text such as {a,b}${/\(\d/.test(to.type) ? ', and this fails where it does not fit' : ''}`;
		case 'read':
			return 'each text is read as a list such as {a,b}, and this fails where it is none';
		case 'toJson':
			return 'each list becomes a list of JSON';
		case 'fromJson':
			return 'this fails where a value is no list, or what is in it cannot be converted';
	}
}
