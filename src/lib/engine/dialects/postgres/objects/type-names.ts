import type { Column, Definition, Schema } from '../../../schema/model.ts';

/** A type without its length and the like, and whether it is a list of such. */
export interface BareType {
	readonly base: string;
	readonly array: boolean;
}

export const texts: ReadonlySet<string> = new Set([
	'text',
	'character varying',
	'character',
	'name',
	'citext'
]);
export const numbers: ReadonlySet<string> = new Set([
	'smallint',
	'integer',
	'bigint',
	'numeric',
	'real',
	'double precision'
]);
export const json: ReadonlySet<string> = new Set(['json', 'jsonb']);

/** Pairs that are converted where somebody says so. */
const explicit = new Set([
	'integer>boolean',
	'boolean>integer',
	'integer>bit',
	'bigint>bit',
	'bit>integer',
	'bit>bigint',
	'xml>text'
]);

/** Takes a type apart. */
export function baseOf(type: string): BareType {
	const array = type.endsWith('[]');
	const bare = (array ? type.slice(0, -2) : type).replace(/\(\d+(,-?\d+)?\)/, '');
	return { base: bare.replace(/ +/g, ' '), array };
}

/** The type below a domain. */
export function rootOf(type: string, schema: Schema): BareType {
	const own = baseOf(type);
	const below = domainIn(schema, own.base)?.properties.type;
	return typeof below !== 'string' || own.array ? own : rootOf(below, schema);
}

/** The domain of that name. */
export function domainIn(schema: Schema, type: string): Definition | undefined {
	return schema.objects.find(
		(object): object is Definition => object.kind === 'domain' && object.name === type
	);
}

/** The type of several ranges of a type; undefined where it is none of ranges. */
export function multirangeOf(type: string, { objects }: Schema): string | undefined {
	const [, kind] = /^(int4|int8|num|ts|tstz|date)range$/.exec(type) ?? [];
	if (kind !== undefined) return `${kind}multirange`;
	const own = objects.find((object) => object.kind === 'rangeType' && object.name === type);
	const multirange = own && 'properties' in own ? own.properties.multirange : undefined;
	return typeof multirange === 'string' ? multirange : undefined;
}

/** Whether a column is of a domain, or of one over it, that takes no NULL. */
export function isOfStrictDomain({ type, needs }: Column, schema: Schema): boolean {
	return needs?.includes(`domain ${type}`) === true && isStrict(type, schema);
}

function isStrict(name: string, schema: Schema): boolean {
	const { notNull, type } = domainIn(schema, name)?.properties ?? {};
	return notNull !== undefined || (typeof type === 'string' && isStrict(type, schema));
}

/**
 * A type of texts or bits without its length, to which nothing is cut off: the column itself refuses what is too long. To a number's
 * bits there is no way but with it.
 */
export function withoutLength(type: string, from: string): string {
	if (explicit.has(`${from}>${baseOf(type).base}`)) return type;
	return type
		.replace(/^character\(\d+\)/, 'text')
		.replace(/^character varying\(\d+\)/, 'character varying')
		.replace(/^bit(?: varying)?\(\d+\)/, 'bit varying');
}

/** The step over text, where there is no way straight from one type to the other. */
export function through(from: string, to: string, array: string): string {
	if (texts.has(from) || explicit.has(`${from}>${to}`) || (from === to && numbers.has(from))) return '';
	return `::text${array}`;
}

/** A type without its collation, and without being a list of such. */
export function elementOf(type: string): string {
	return (type.split(' COLLATE ')[0] ?? type).replace(/(?:\[\])+$/, '');
}

/**
 * The object of the users' that a type, or a list of it, is called after; undefined where it is one of the system's that only has
 * the name of one. `needs` is what the column or object of that type needs.
 */
export function ownTypeOf(type: string, needs: readonly string[] = []): string | undefined {
	// What has the name of a type of the system's is written with its schema, be that `public`.
	const name = elementOf(type).replace(/^public\./, '');
	return needs.some((node) => node.slice(node.indexOf(' ') + 1) === name) ? name : undefined;
}
