import { emptySchema, objectKey } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { convertedRange, convertedRow } from './composite-values.ts';
import { listConversion, listWay, type Ways } from './list-casts.ts';
import {
	baseOf,
	domainIn,
	multirangeOf,
	numbers,
	rootOf,
	texts,
	through,
	withoutLength
} from './type-names.ts';

/** Pairs that PostgreSQL converts by itself when a column's type changes. */
const assigned = new Set(
	[
		'date>timestamp without time zone',
		'date>timestamp with time zone',
		'timestamp without time zone>date',
		'timestamp without time zone>timestamp with time zone',
		'timestamp without time zone>time without time zone',
		'timestamp with time zone>date',
		'timestamp with time zone>timestamp without time zone',
		'timestamp with time zone>time without time zone',
		'timestamp with time zone>time with time zone',
		'time without time zone>time with time zone',
		'time without time zone>interval',
		'time with time zone>time without time zone',
		'interval>time without time zone',
		'json>jsonb',
		'jsonb>json',
		'cidr>inet',
		'inet>cidr',
		'macaddr>macaddr8',
		'macaddr8>macaddr',
		'bit>bit varying',
		'bit varying>bit',
		'money>numeric',
		'numeric>money',
		'integer>money',
		'bigint>money',
		'smallint>oid',
		'integer>oid',
		'bigint>oid',
		'oid>integer',
		'oid>bigint'
	].values()
);

/** Whether both are ways of writing the same sort of thing, which indexes and keys on them survive. */
export function isAkin(from: string, to: string): boolean {
	const [old, now] = [baseOf(from), baseOf(to)];
	if (old.array !== now.array) return false;
	const whole = new Set(['smallint', 'integer', 'bigint']);
	return (
		old.base === now.base ||
		(whole.has(old.base) && whole.has(now.base)) ||
		(texts.has(old.base) && texts.has(now.base))
	);
}

/** Wider and wider: whatever fits into one fits into those after it. */
const widening = [
	['smallint', 'integer', 'bigint', 'numeric'],
	['real', 'double precision'],
	['character varying', 'text']
];

/** Whether every value of one type has its place in the other, which sets no limits of its own. */
export function isSafe(from: string, to: string): boolean {
	const [old, now] = [baseOf(from), baseOf(to)];
	if (old.array || now.array) return false;
	if (/\(\d/.test(to)) return isRoomier(from, to);
	return (
		now.base === 'text' ||
		now.base === 'character varying' ||
		multirangeOf(old.base, emptySchema) === now.base ||
		widening.some((types) => types.includes(old.base) && types.indexOf(old.base) <= types.indexOf(now.base))
	);
}

/** The same where a column gets the other type: unless it does so by a cast of the user's own, which may say anything. */
export function isSafeBetween(from: string, to: string, schemas: Pick<Ways, 'to'>): boolean {
	return isSafe(from, to) && castNeeds(from, to, schemas).length === 0;
}

/** Whether a type with limits is the other one with more room, in every place that it counts. */
function isRoomier(from: string, to: string): boolean {
	const limits = /^(character varying|numeric|bit varying)\((\d+)(?:,(-?\d+))?\)$/;
	const [old, now] = [limits.exec(from), limits.exec(to)];
	if (!old || !now || old[1] !== now[1]) return false;
	const [digits, scale] = [Number(now[2]) - Number(old[2]), Number(now[3] ?? 0) - Number(old[3] ?? 0)];
	return scale >= 0 && digits >= scale;
}

/** Whether PostgreSQL converts values on its own. */
function convertsItself(from: string, to: string, context: Ways): boolean {
	const [old, now] = [rootOf(from, context.from), rootOf(to, context.to)];
	if (old.base === now.base) return true;
	if (texts.has(now.base)) return true;
	return (numbers.has(old.base) && numbers.has(now.base)) || assigned.has(`${old.base}>${now.base}`);
}

/**
 * The expression that turns a column's values into another type; undefined where PostgreSQL needs none. `anew` says that
 * the type keeps its name and is another type all the same.
 */
export function conversion(
	column: string,
	from: string,
	to: string,
	context: Ways,
	anew = false
): string | undefined {
	const name = identifier(column);
	const way = listWay(from, to, context);
	if (way !== undefined && way !== 'fromJson') return listConversion(way, name, [from, to], context, anew);
	if (!anew && convertsItself(from, to, context)) return undefined;
	const row =
		anew && from === to ? (convertedRow(name, to, context) ?? convertedRange(name, to, context)) : undefined;
	if (row !== undefined) return row;
	const below = anew ? throughDomain(name, from, to, context) : undefined;
	if (below !== undefined) return below;
	if (anew && isShortened(to, context)) return `${name}::text`;
	const ranges = anew ? undefined : acrossMultirange(name, from, to, context);
	if (ranges !== undefined) return ranges;
	const [old, now] = [baseOf(from), baseOf(to)];
	const goal = withoutLength(to, old.base);
	if (numbers.has(old.base) && now.base === 'boolean' && !old.array && old.base !== 'integer')
		return `${name} <> 0`;
	if (old.base === 'boolean' && numbers.has(now.base) && !old.array && now.base !== 'integer') {
		return `${name}::integer::${goal}`;
	}
	if (!anew && castNeeds(from, to, context).length > 0) return `${name}::${goal}`;
	return `${name}${through(old.base, now.base, old.array ? '[]' : '')}::${goal}`;
}

/** A range as a multirange of it alone, or one such as that range again; one with gaps is refused rather than closed. */
function acrossMultirange(name: string, from: string, to: string, schemas: Ways): string | undefined {
	if (multirangeOf(from, schemas.from) === to) return `${name}::${to}`;
	if (multirangeOf(to, schemas.to) !== from) return undefined;
	const range = `range_merge(${name})`;
	return `CASE WHEN ${name} = ${range}::${from} THEN ${range} ELSE ${name}::text::${to} END`;
}

/** A value of one domain, or an array of them, as one of another, by way of the types below them. */
function throughDomain(
	name: string,
	from: string,
	to: string,
	{ from: before, to: later }: Ways
): string | undefined {
	const [old, now] = [baseOf(from), baseOf(to)];
	const [{ base: under, array }, { base: over, array: isList }] = [
		rootOf(old.base, before),
		rootOf(now.base, later)
	];
	if (under === old.base || over === now.base || old.array !== now.array || !areBuiltIn([under, over], later))
		return undefined;
	// A list of lists in domains is no list of the type below.
	if (array !== isList || (array && old.array)) return undefined;
	const dimensions = old.array || array ? '[]' : '';
	if (isShortened(to, { to: later })) return `${name}::text`;
	if (under === over) return `${name}::${under}${dimensions}::${to}`;
	const akin = assigned.has(`${under}>${over}`) || (numbers.has(under) && numbers.has(over));
	const step = akin ? '' : through(under, over, dimensions);
	return `${name}::${under}${dimensions}${step}::${over}${dimensions}::${to}`;
}

/**
 * Whether it is a domain of texts of a certain length: to say that a value is one cuts it off, while to put it into a column of that
 * type is refused.
 */
function isShortened(type: string, { to }: Pick<Ways, 'to'>): boolean {
	const own = domainIn(to, type);
	const below = own?.properties.type;
	if (typeof below !== 'string') return false;
	return /^character(?: varying)?\(\d+\)$/.test(below) || isShortened(below, { to });
}

/** Whether none of these types is one of the user's. */
function areBuiltIn(types: readonly string[], { objects }: Ways['to']): boolean {
	return !objects.some(({ name }) => types.includes(name));
}

/** The node of the user's own cast that values of one type become the other by, which must be as it will be; none otherwise. */
export function castNeeds(from: string, to: string, { to: schema }: Pick<Ways, 'to'>): readonly string[] {
	return schema.objects
		.filter(
			({ kind, name }) => kind === 'cast' && (name === `(${from} AS ${to})` || name === `${from} AS ${to}`)
		)
		.map(objectKey);
}
