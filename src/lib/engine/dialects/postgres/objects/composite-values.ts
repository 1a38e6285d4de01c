import type { Definition, MaterializedView, Schema, SchemaObject, View } from '../../../schema/model.ts';
import { attributesOf, type Attribute } from '../../../schema/type-parts.ts';
import { identifier, literal } from '../identifier.ts';
import { namePartsOf } from '../object-names.ts';
import { listConversion, listWay, throughJson, type Ways } from './list-casts.ts';
import { text } from './records.ts';
import { baseOf, domainIn, elementOf, json, numbers, through, withoutLength } from './type-names.ts';

/** The columns of a view, each with its type: its rows are values of a type of those. */
export function columnsOfView({ columns, columnTypes = [] }: View | MaterializedView) {
	return columns.map((name, at) => ({ name, type: columnTypes[at] ?? '' }));
}

/**
 * A value of a composite type, or of a domain over one, as one of the type that takes its place, attribute by attribute;
 * undefined where there is no such type or an array of it.
 */
export function convertedRow(column: string, type: string, context: Ways): string | undefined {
	const [before, later] = [rowIn(context.from, type), rowIn(context.to, type)];
	if (before === undefined || later === undefined) return undefined;
	if (before.ofTable || later.ofTable)
		return recordFromJson(`to_json(${column})`, type, [before, later], context);
	const old = new Map(before.attributes.map((attribute) => [attribute.name, attribute.type]));
	// What is inside of an attribute is found by its name in JSON, and by its place everywhere else.
	if (later.attributes.some(({ type: now }) => holdsRows(now, context)))
		return `jsonb_populate_record(NULL::${type}, to_jsonb(${column}))`;
	const values = later.attributes.map(({ name, type: now }) => {
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

/** A value that is kept as JSON as one of the type that it had, or of what has come of that, by the names of what is inside. */
export function fromJson(
	column: string,
	type: string,
	context: Ways
): { readonly before?: string; readonly value: string; readonly after?: string } {
	const [before, later] = [rowIn(context.from, type), rowIn(context.to, type)];
	if (before === undefined || later === undefined) return throughJson(column, type);
	return { value: recordFromJson(column, type, [before, later], context) };
}

function recordFromJson(
	source: string,
	type: string,
	[before, later]: readonly [before: RowType, later: RowType],
	context: Ways
): string {
	const old = new Map(before.attributes.map((attribute) => [attribute.name, attribute.type]));
	const converted = later.attributes.flatMap(({ name, type: now }): readonly string[] => {
		const was = old.get(name);
		if (was === undefined || was === now || [was, now].some((one) => !isPlain(one, context))) return [];
		const key = literal(namePartsOf(name).name);
		const [base, goal] = [baseOf(was).base, baseOf(now).base];
		const step = numbers.has(base) && numbers.has(goal) ? '' : through(base, goal, '');
		return [`${key}, (${source} ->> ${key})::${was}${step}::${withoutLength(now, base)}`];
	});
	// What is JSON inside stays as it is written, which no jsonb keeps.
	const asWritten = later.attributes.some(({ type: now }) => baseOf(now).base === 'json');
	if (converted.length === 0 || asWritten) return `json_populate_record(NULL::${type}, ${source})`;
	return `jsonb_populate_record(NULL::${type}, ${source}::jsonb || jsonb_build_object(${converted.join(', ')}))`;
}

/** Whether JSON has its values as they are written. */
function isPlain(type: string, context: Ways): boolean {
	return !type.endsWith('[]') && !isOwn(type, context) && !json.has(type);
}

/** Whether a composite type, or one inside of it, gets its attributes in another order, or others. */
function hasOtherAttributes(type: string, context: Ways): boolean {
	const [before, later] = [elementRowIn(context.from, type), elementRowIn(context.to, type)];
	if (before === undefined || later === undefined) return false;
	const names = ({ attributes }: RowType) => attributes.map(({ name }) => name);
	return (
		before.ofTable ||
		later.ofTable ||
		names(before).join() !== names(later).join() ||
		later.attributes.some((attribute) => hasOtherAttributes(attribute.type, context))
	);
}

function holdsRows(type: string, { from, to }: Ways): boolean {
	return elementRowIn(from, type) !== undefined || elementRowIn(to, type) !== undefined;
}

/** A type of rows. The columns of a table may lie in another order than its schema has them. */
interface RowType {
	readonly name: string;
	readonly attributes: readonly Attribute[];
	readonly ofTable: boolean;
}

/** The type of rows of that name, or the one below a domain. */
function rowIn(schema: Schema, type: string): RowType | undefined {
	const found = schema.objects.map((object) => (object.name === type ? rowOf(object) : undefined));
	const row = found.find((one) => one !== undefined);
	if (row !== undefined) return row;
	const below = domainIn(schema, type)?.properties.type;
	return typeof below === 'string' ? rowIn(schema, below) : undefined;
}

function rowOf(object: SchemaObject): RowType | undefined {
	const { name } = object;
	switch (object.kind) {
		case 'compositeType':
			return { name, attributes: attributesOf(object), ofTable: false };
		case 'view':
		case 'materializedView':
			return { name, attributes: columnsOfView(object).map(asAttribute), ofTable: false };
		case 'table':
			return { name, attributes: object.columns.map(asAttribute), ofTable: true };
		default:
			return undefined;
	}
}

function asAttribute({ name, type }: { readonly name: string; readonly type: string }): Attribute {
	return { name: identifier(name), type };
}

function rangeIn(schema: Schema, type: string): Definition | undefined {
	const found = schema.objects.find(({ kind, name }) => kind === 'rangeType' && name === type);
	if (found?.kind === 'rangeType') return found;
	const below = domainIn(schema, type)?.properties.type;
	return typeof below === 'string' ? rangeIn(schema, below) : undefined;
}

/** The type of rows, be it within arrays. */
function elementRowIn(schema: Schema, type: string): RowType | undefined {
	const element = elementOf(type);
	const below = domainIn(schema, element)?.properties.type;
	return typeof below === 'string' ? elementRowIn(schema, below) : rowIn(schema, element);
}

/** Whether the type is one of the user's, or an array of one. */
function isOwn(type: string, { from, to }: Ways): boolean {
	const name = elementOf(type);
	return [...from.objects, ...to.objects].some((object) => object.name === name);
}
