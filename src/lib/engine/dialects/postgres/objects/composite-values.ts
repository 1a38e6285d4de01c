import type { Definition, Schema } from '../../../schema/model.ts';
import { listConversion, listWay, throughJson, type Ways } from './list-casts.ts';
import { text } from './records.ts';
import { domainIn } from './type-names.ts';

/** An attribute, as a property of its composite type. */
export type Attribute = {
	readonly name: string;
	/** With its collation, where it has one of its own. */
	readonly type: string;
	readonly comment?: string;
};

/** The attributes of a composite type, in their order. */
export function attributesOf(type: Definition): readonly Attribute[] {
	return (type.properties.attributes ?? []) as readonly Attribute[];
}

/**
 * A value of a composite type, or of a domain over one, as one of the type that takes its place, attribute by attribute;
 * undefined where there is no such type or an array of it.
 */
export function convertedRow(column: string, type: string, context: Ways): string | undefined {
	const [before, later] = [rowIn(context.from, type), rowIn(context.to, type)];
	if (before === undefined || later === undefined) return undefined;
	const old = new Map(attributesOf(before).map((attribute) => [attribute.name, attribute.type]));
	// What is inside of an attribute is found by its name in JSON, and by its place everywhere else.
	if (attributesOf(later).some(({ type: now }) => holdsRows(now, context)))
		return `jsonb_populate_record(NULL::${type}, to_jsonb(${column}))`;
	const values = attributesOf(later).map(({ name, type: now }) => {
		const was = old.get(name);
		if (was === undefined) return 'NULL';
		const bare = now.split(' COLLATE ')[0] ?? now;
		const anew = isOwn(was, context) || isOwn(now, context);
		const value = `(${column}).${name}`;
		const range = was === now ? convertedRange(value, now, context) : undefined;
		if (range !== undefined) return range;
		const way = listWay(was, bare, context);
		if (way !== undefined && way !== 'fromJson')
			return listConversion(way, value, [was, bare], context, anew) ?? `${value}::${bare}`;
		if (anew) return `${value}::${now.endsWith('[]') ? 'text[]' : 'text'}::${bare}`;
		return was === now ? value : `${value}::${bare}`;
	});
	const goal = later.name === type ? type : `${later.name}::${type}`;
	// A row of nothing but NULL counts as NULL, but its text does not.
	return `CASE WHEN ${column}::text IS NOT NULL THEN ROW(${values.join(', ')})::${goal} END`;
}

/** The same for a range from one such value to another. */
export function convertedRange(range: string, type: string, context: Ways): string | undefined {
	const [before, later] = [rangeIn(context.from, type), rangeIn(context.to, type)];
	const subtype = later && text(later, 'subtype');
	if (before === undefined || subtype === undefined || text(before, 'subtype') !== subtype) return undefined;
	const [lower, upper] = [`lower(${range})`, `upper(${range})`].map((end) =>
		convertedRow(end, subtype, context)
	);
	if (later === undefined || lower === undefined || upper === undefined) return undefined;
	const bounds = `CASE WHEN lower_inc(${range}) THEN '[' ELSE '(' END || CASE WHEN upper_inc(${range}) THEN ']' ELSE ')' END`;
	const made = `CASE WHEN isempty(${range}) THEN 'empty' WHEN ${range} IS NOT NULL THEN ${later.name}(${lower}, ${upper}, ${bounds}) END`;
	return later.name === type ? made : `(${made})::${type}`;
}

/**
 * The same for what has rows further inside, such as arrays: statements that make what holds such a value for a moment and
 * take it away again, with the expression between them. Undefined where the text of the value can bring it over.
 */
export function convertedArray(
	column: string,
	type: string,
	context: Ways
): { readonly before: string; readonly value: string; readonly after: string } | undefined {
	if (rowIn(context.to, type) !== undefined || !hasOtherAttributes(type, context)) return undefined;
	return throughJson(`to_jsonb(${column})`, type);
}

/** Whether a composite type, or one inside of it, gets its attributes in another order, or others. */
function hasOtherAttributes(type: string, context: Ways): boolean {
	const [before, later] = [elementRowIn(context.from, type), elementRowIn(context.to, type)];
	if (before === undefined || later === undefined) return false;
	const names = (one: Definition) => attributesOf(one).map(({ name }) => name);
	return (
		names(before).join() !== names(later).join() ||
		attributesOf(later).some((attribute) => hasOtherAttributes(attribute.type, context))
	);
}

function holdsRows(type: string, { from, to }: Ways): boolean {
	return elementRowIn(from, type) !== undefined || elementRowIn(to, type) !== undefined;
}

/** The composite type of that name, or the one below a domain. */
function rowIn(schema: Schema, type: string): Definition | undefined {
	return typeIn(schema, 'compositeType', type);
}

function rangeIn(schema: Schema, type: string): Definition | undefined {
	return typeIn(schema, 'rangeType', type);
}

function typeIn(schema: Schema, kind: 'compositeType' | 'rangeType', type: string): Definition | undefined {
	const found = schema.objects.find((object) => object.kind === kind && object.name === type);
	if (found?.kind === kind) return found;
	const below = domainIn(schema, type)?.properties.type;
	return typeof below === 'string' ? typeIn(schema, kind, below) : undefined;
}

/** The composite type, be it within arrays. */
function elementRowIn(schema: Schema, type: string): Definition | undefined {
	const element = type.replace(/(?:\[\])+$/, '');
	const below = domainIn(schema, element)?.properties.type;
	return typeof below === 'string' ? elementRowIn(schema, below) : rowIn(schema, element);
}

/** Whether the type is one of the user's, or an array of one. */
function isOwn(type: string, { from, to }: Ways): boolean {
	const name = type.replace(/(?:\[\])+$/, '');
	return [...from.objects, ...to.objects].some((object) => object.name === name);
}
