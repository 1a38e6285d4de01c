import type { Change } from '../../schema/change.ts';
import type { Doubt } from '../../schema/doubt.ts';
import type { FillOf } from '../../schema/fill.ts';
import {
	objectKey,
	type Column,
	type Definition,
	type Schema,
	type SchemaObject
} from '../../schema/model.ts';
import { attributesOf } from '../../schema/type-parts.ts';
import { listed } from '../../text/names.ts';
import { literal } from './identifier.ts';
import { isSafe } from './objects/casts.ts';
import { columnsOfView } from './objects/composite-values.ts';
import { fillsForDomain } from './objects/domain-nulls.ts';
import { columnIn, tableIn } from './objects/family.ts';
import { typeInPlaceOf } from './objects/rebuild-type.ts';
import { text } from './objects/records.ts';
import { usersIn } from './parts.ts';

/** A column that keeps its name, on a table that may have rows. */
export interface Holder {
	readonly table: string;
	readonly column: Column;
}

/** What becomes of the values that are there when a type becomes another one of the same name, in sentences. */
export function typeDoubts(
	from: SchemaObject,
	to: SchemaObject,
	mayHaveRows: (table: string) => boolean,
	schemas: { readonly from: Schema; readonly to: Schema; readonly given: FillOf }
): readonly string[] {
	const sentences =
		'properties' in from && 'properties' in to ? sentencesOf(from, to, schemas) : viewSentences(from, to);
	if (sentences.length === 0) return [];
	const holders = holdersOf(objectKey(to), schemas).filter(({ table }) => mayHaveRows(table));
	return holders.flatMap((holder) => sentences.flatMap((sentence) => sentence(holder)));
}

/** The columns whose type becomes one of another kind by the same name, where that is made. */
export function holdersOfReplaced(
	to: SchemaObject,
	schemas: { readonly from: Schema; readonly to: Schema }
): readonly Holder[] {
	const from = typeInPlaceOf(to, schemas.from);
	if (from === undefined) return [];
	const [old, now] = [within(objectKey(from), schemas.from), within(objectKey(to), schemas.to)];
	const holds = (keys: ReadonlySet<string>, { needs = [] }: Column) => needs.some((node) => keys.has(node));
	return schemas.to.objects.flatMap((object) =>
		object.kind !== 'table'
			? []
			: object.columns
					.filter((column) => {
						const before = columnIn(tableIn(schemas.from, object.name), column.name);
						return (
							column.generated === undefined &&
							before !== undefined &&
							holds(now, column) &&
							holds(old, before)
						);
					})
					.map((column) => ({ table: object.name, column }))
	);
}

/** What that asks of the values that are there, in sentences. */
export function replacedDoubts(
	to: SchemaObject,
	mayHaveRows: (table: string) => boolean,
	schemas: { readonly from: Schema; readonly to: Schema }
): readonly string[] {
	return holdersOfReplaced(to, schemas)
		.filter(({ table }) => mayHaveRows(table))
		.map(
			({ table, column }) =>
				`\`${column.name}\` of ${table} goes from one ${column.type} to another: this fails where a value cannot be converted.`
		);
}

/** What becomes of rows of a table that are values in columns of other tables, when a column of the table comes, goes or changes. */
export function rowTypeDoubts(
	change: Extract<Change, { kind: 'addColumn' | 'dropColumn' | 'alterColumn' }>,
	mayHaveRows: (table: string) => boolean,
	schemas: { readonly from: Schema; readonly to: Schema }
): readonly string[] {
	const sentence = rowTypeSentence(change);
	if (sentence === undefined) return [];
	return holdersOf(`table ${change.table}`, schemas)
		.filter(({ table }) => mayHaveRows(table))
		.flatMap(sentence);
}

function rowTypeSentence(
	change: Extract<Change, { kind: 'addColumn' | 'dropColumn' | 'alterColumn' }>
): Sentence | undefined {
	if (change.kind === 'addColumn') return gains([`\`${change.column.name}\``]);
	if (change.kind === 'dropColumn') return loses([`\`${change.column.name}\``]);
	const { from, to } = change;
	return from.type === to.type || isSafe(from.type, to.type)
		? undefined
		: converts([`\`${to.name}\` from ${from.type} to ${to.type}`]);
}

function converts(changed: readonly string[]): Sentence {
	return ({ table, column }) =>
		`In \`${column.name}\` of ${table} goes ${listed(changed)}: this fails where a value does not fit.`;
}

function loses(names: readonly string[]): Sentence {
	return ({ table, column }) =>
		`Values in \`${column.name}\` of ${table} lose ${listed(names)}; a downgrade brings it back without them.`;
}

function gains(names: readonly string[]): Sentence {
	return ({ table, column }) =>
		`Values in \`${column.name}\` of ${table} get ${listed(names)}, which is NULL in them; a downgrade loses what is written there meanwhile.`;
}

/** What the columns are afterwards, and the values that somebody has given. */
type Later = Parameters<typeof fillsForDomain>[1];

type Sentence = (holder: Holder) => string | readonly string[];

function sentencesOf(from: Definition, to: Definition, later: Later): readonly Sentence[] {
	switch (to.kind) {
		case 'enum':
			return enumSentences(from, to);
		case 'domain':
			return domainSentences(from, to, later);
		case 'compositeType':
			return attributeSentences(attributesOf(from), attributesOf(to));
		case 'rangeType':
			return [
				({ table, column }) =>
					`\`${column.name}\` of ${table} is converted: this fails where a value does not fit.`
			];
		default:
			return [];
	}
}

/** The values of an enumeration that the later one does not have, as SQL. */
function valuesGone(from: Definition, to: Definition): readonly string[] {
	const [old = [], now = []] = [from, to].map(({ properties }) => properties.values as readonly string[]);
	return old.filter((value) => !now.includes(value)).map(literal);
}

/** The attributes of a composite type that the later one does not have; `[]` for all else. */
export function attributesGone(from: SchemaObject, to: SchemaObject): readonly string[] {
	if (from.kind !== 'compositeType' || to.kind !== 'compositeType') return [];
	return goneAmong(attributesOf(from), attributesOf(to));
}

function goneAmong(old: readonly Typed[], now: readonly Typed[]): readonly string[] {
	return old.flatMap(({ name }) => (now.some((other) => other.name === name) ? [] : [name]));
}

/** What values must keep that a downgrade finds in columns of a type that becomes what it was, from `from` to `to`. */
export function typeRules(schemas: { readonly from: Schema; readonly to: Schema }): readonly Doubt[] {
	const before = new Map(schemas.from.objects.map((object) => [objectKey(object), object]));
	return schemas.to.objects.flatMap((object) => {
		const old = before.get(objectKey(object));
		if (object.kind !== 'enum' || old?.kind !== 'enum') return [];
		const gone = valuesGone(old, object);
		if (gone.length === 0) return [];
		return holdersOf(objectKey(object), schemas).map(({ table, column }) => ({
			table,
			column: column.name,
			rule: `not be ${listed(gone, 'or')}`
		}));
	});
}

function enumSentences(from: Definition, to: Definition): readonly Sentence[] {
	const gone = valuesGone(from, to);
	if (gone.length === 0) return [];
	return [
		({ table, column }) =>
			`This fails if \`${column.name}\` of ${table} is ${listed(gone, 'or')} in some row.`
	];
}

function domainSentences(from: Definition, to: Definition, schemas: Later): readonly Sentence[] {
	const [old, now] = [from.properties, to.properties];
	const checks = (list: unknown) => (list ?? []) as readonly { readonly definition: string }[];
	const known = new Set(checks(old.checks).map(({ definition }) => definition));
	const proofs = checks(now.checks)
		.map(({ definition }) => definition)
		.filter((definition) => !known.has(definition) && !definition.endsWith(' NOT VALID'));
	const [before, later] = [text(from, 'type') ?? '', text(to, 'type') ?? ''];
	return [
		...(before === later
			? []
			: [
					({ table, column }: Holder) =>
						`\`${column.name}\` of ${table} goes from ${before} to ${later}: this fails where a value does not fit.`
				]),
		...(old.notNull === undefined && now.notNull !== undefined
			? [
					(holder: Holder) =>
						fillsForDomain(holder, schemas)
							? []
							: `This fails if \`${holder.column.name}\` of ${holder.table} is NULL in some row.`
				]
			: []),
		...proofs.map(
			(definition): Sentence =>
				({ table, column }) =>
					`This fails if a value in \`${column.name}\` of ${table} breaks ${to.name}'s ${definition}.`
		)
	];
}

/** A view is a type of its rows as well. */
function viewSentences(from: SchemaObject, to: SchemaObject): readonly Sentence[] {
	if (!('query' in from) || !('query' in to)) return [];
	return attributeSentences(columnsOfView(from), columnsOfView(to));
}

interface Typed {
	readonly name: string;
	readonly type: string;
}

function attributeSentences(old: readonly Typed[], now: readonly Typed[]): readonly Sentence[] {
	const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``);
	const [gone, come] = [quoted(goneAmong(old, now)), quoted(goneAmong(now, old))];
	const changed = now.flatMap(({ name, type }) => {
		const before = old.find((attribute) => attribute.name === name);
		return before === undefined || before.type === type ? [] : [`\`${name}\` from ${before.type} to ${type}`];
	});
	return [
		...(gone.length === 0 ? [] : [loses(gone)]),
		...(come.length === 0 ? [] : [gains(come)]),
		...(changed.length === 0 ? [] : [converts(changed)])
	];
}

/** The columns that hold values of a type before and after, be it inside of another. */
export function holdersOf(
	key: string,
	{ from, to }: { readonly from: Schema; readonly to: Schema }
): readonly Holder[] {
	const keys = within(key, from);
	// Hardly any type is that of a column's.
	if (![...keys].some((one) => usersIn(to).has(one))) return [];
	const holds = ({ needs = [] }: Column) => needs.some((node) => keys.has(node));
	return to.objects.flatMap((object) => {
		if (object.kind !== 'table') return [];
		return object.columns
			.filter((column) => {
				if (column.generated !== undefined || !holds(column)) return false;
				const before = columnIn(tableIn(from, object.name), column.name);
				return before !== undefined && holds(before);
			})
			.map((column) => ({ table: object.name, column }));
	});
}

/** A type and those that have it inside. */
function within(key: string, schema: Schema): ReadonlySet<string> {
	const keys = new Set([key]);
	for (const one of keys) {
		for (const user of usersIn(schema).get(one) ?? []) if (container.test(user)) keys.add(user);
	}
	return keys;
}

/** The nodes of types that may have other types inside. */
const container = /^(?:domain|compositeType|rangeType) /;
