import type { TypePart } from '../../schema/change.ts';
import type { Schema, SchemaObject } from '../../schema/model.ts';
import type { RenameChange } from '../../schema/rename-kinds.ts';
import { partedTypes, withPartNames } from '../../schema/type-parts.ts';
import { identifier, literal } from './identifier.ts';
import { inBetween, namePartsOf } from './object-names.ts';
import { partsOf } from './parts.ts';
import { inOrder } from './rename-order.ts';

/** Old name → new name, by the name of the type. */
export type PartNames = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The parts of types that are renamed, of each kind; names of attributes as they are without quotes. */
export function partRenames(changes: readonly RenameChange[]): Readonly<Record<TypePart, PartNames>> {
	const found = {
		value: new Map<string, Map<string, string>>(),
		attribute: new Map<string, Map<string, string>>()
	};
	for (const change of changes) {
		if (change.kind !== 'renamePart') continue;
		const { part, type } = change;
		const [from, to] = [change.from, change.to].map((name) =>
			part === 'attribute' ? namePartsOf(name).name : name
		) as [string, string];
		found[part].set(type, new Map(found[part].get(type)).set(from, to));
	}
	return found;
}

/** The statements that rename values of enums. */
export function valueRenames(from: Schema, values: PartNames): readonly string[] {
	const known = partedTypes(from);
	return [...values].flatMap(([type, names]) =>
		inOrder(names, new Set(known.get(type)?.names), inBetween).map(
			(step) => `ALTER TYPE ${type} RENAME VALUE ${literal(step.from)} TO ${literal(step.to)}`
		)
	);
}

/**
 * An object once values of enums have other names, and with the attributes of composite types that it reads by theirs: PostgreSQL
 * keeps what it has parsed by what is meant and prints the new names; the text of a body stays as it was written.
 */
export function withPartTexts(object: SchemaObject, values: PartNames, attributes: PartNames): SchemaObject {
	if (values.size + attributes.size === 0) return object;
	const own = object.kind === 'enum' ? values.get(object.name) : undefined;
	if (object.kind === 'enum') return own === undefined ? object : withPartNames(object, own);
	const needs = new Set([...(object.needs ?? []), ...[...partsOf(object).values()].flat()]);
	const swaps = [
		...[...values].flatMap(([type, names]) =>
			needs.has(`enum ${type}`) ? [(text: string) => withValues(text, type, names)] : []
		),
		...[...attributes].flatMap(([type, names]) => {
			const read = new Map([...names].filter(([name]) => needs.has(`column ${type}.${identifier(name)}`)));
			return read.size > 0 ? [(text: string) => withAttributes(text, read)] : [];
		})
	];
	const swapped = (text: string) => swaps.reduce((all, swap) => swap(all), text);
	const followed = swaps.length === 0 ? object : inTexts(object, swapped);
	return followed.kind === 'table' ? withBound(followed, values, needs) : followed;
}

/** What is not printed from what PostgreSQL has parsed, or is no text. */
const unparsed = new Set(['kind', 'name', 'needs', 'defaultNeeds', 'comment', 'body', 'sql']);

function inTexts(object: SchemaObject, swapped: (text: string) => string): SchemaObject {
	const hasBody = 'properties' in object && object.properties.body !== undefined;
	return JSON.parse(
		JSON.stringify(object, function (this: Record<string, unknown>, key, value: unknown) {
			if (typeof value !== 'string' || unparsed.has(key)) return value;
			if (key !== 'definition' || !hasBody) return swapped(value);
			const body = value.indexOf('\nAS ');
			return body < 0 ? value : swapped(value.slice(0, body)) + value.slice(body);
		})
	) as SchemaObject;
}

/** A text as it is printed with other names for the values of an enum. */
function withValues(text: string, type: string, names: ReadonlyMap<string, string>): string {
	const cast = `::${type}`;
	return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (word, at: number) => {
		const after = text.slice(at + word.length);
		if (!word.startsWith("'") || !after.startsWith(cast) || /^[\w$."[]/.test(after.slice(cast.length)))
			return word;
		const now = names.get(word.slice(1, -1).replaceAll("''", "'"));
		return now === undefined ? word : literal(now);
	});
}

/** The same with other names for attributes, each after the value that it is read from in parentheses. */
function withAttributes(text: string, names: ReadonlyMap<string, string>): string {
	return text.replace(/'(?:[^']|'')*'|\)\.("(?:[^"]|"")*"|[a-z_][\w$]*)/g, (all, name?: string) => {
		const now = name === undefined ? undefined : names.get(namePartsOf(name).name);
		return now === undefined ? all : `).${identifier(now)}`;
	});
}

/** In the bound of a partition a value stands without its type. */
function withBound<Of extends SchemaObject & { readonly kind: 'table' }>(
	table: Of,
	values: PartNames,
	needs: ReadonlySet<string>
): Of {
	const { bound } = table.options;
	if (typeof bound !== 'string') return table;
	const names = new Map(
		[...values].flatMap(([type, renamed]) => (needs.has(`enum ${type}`) ? [...renamed] : []))
	);
	const followed = bound.replace(/'((?:[^']|'')*)'/g, (word, text: string) => {
		const now = names.get(text.replaceAll("''", "'"));
		return now === undefined ? word : literal(now);
	});
	return { ...table, options: { ...table.options, bound: followed } };
}
