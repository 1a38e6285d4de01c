import { groupBy } from '../../../group-by.ts';
import {
	objectKey,
	type Column,
	type Definition,
	type Schema,
	type SchemaObject,
	type Table
} from '../../../schema/model.ts';
import { commentStep } from '../comments.ts';
import { columnNode, constraintNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { bareName, besides, namePartsOf, suffixed } from '../object-names.ts';
import type { PlanContext } from './kind.ts';
import { making } from './records.ts';

export interface TypeRebuild {
	/** The steps that make the new type, where it takes more than its statement. */
	readonly make?: readonly Step[];
	/** Statements that make more room for the new type than renaming the old one to `aside` does. */
	readonly room?: (aside: string) => readonly string[];
	/** Nodes that those statements call by the names they have before. */
	readonly named?: readonly string[];
	/** Nodes that they let the old type need no more. */
	readonly released?: readonly string[];
}

/**
 * Steps that put a new type, be it of another kind, in the place of an old one. Where columns have it, the old one is renamed aside, and goes when the
 * tables have brought their columns over. Whatever else uses the type goes before and comes back.
 */
export function rebuiltType(
	from: Definition,
	to: Definition,
	context: PlanContext,
	{ make = [making(to)], room = () => [], named = [], released = [] }: TypeRebuild = {}
): readonly Step[] {
	const key = objectKey(from);
	const needs = from.needs ?? [];
	const attributes = attributesOf(from);
	const drops = [key, ...attributes];
	const made = [...make, ...(to.comment === undefined ? [] : [commentStep(to, to.comment)])];
	const frees = [`relation ${from.name}`, `type ${from.name}`];
	if (!inUse(key, context))
		return [
			{ sql: `DROP ${typeWord(from)} ${from.name}`, rank: rankOf.drop, drops, before: needs, frees },
			...made
		];
	const columns = columnsOf(key, context);
	const aside = freeName(to.name, context);
	const rename = `ALTER ${typeWord(from)} ${from.name} RENAME TO ${bareName(aside)}`;
	return [
		{
			sql: [rename, ...room(aside)].join(';\n'),
			rank: rankOf.drop,
			drops,
			creates: [asideNode(key)],
			before: [...named, ...released],
			frees,
			forces: keysBetween(columns, context)
		},
		...made,
		{
			sql: `DROP ${typeWord(from)} ${aside}`,
			rank: rankOf.change,
			drops: [key, ...attributes].map(old),
			before: needs.filter((node) => !released.includes(node)).map((node) => leavingNode(node, context)),
			after: [asideNode(key), ...columns.map(({ table, column }) => columnNode(table.name, column.name))]
		}
	];
}

/** Whether columns have the type, be it inside of another. */
export function inUse(key: string, context: PlanContext): boolean {
	if (columnsOf(key, context).length > 0 || hasTables(key, context)) return true;
	return context.from.objects.some(
		(object) =>
			(types.has(object.kind) || isView(object.kind)) &&
			object.needs?.includes(key) === true &&
			objectKey(object) !== key &&
			inUse(objectKey(object), context)
	);
}

/** Whether tables that stay are of the type. */
function hasTables(key: string, { from, later }: PlanContext): boolean {
	return from.objects.some(
		(object) =>
			object.kind === 'table' &&
			key === `compositeType ${String(object.options.ofType)}` &&
			later(objectKey(object)) !== undefined
	);
}

/** What a node of the schema before is called when it goes at last: what has another in its place has been renamed aside by then. */
export function leavingNode(node: string, { from, before, later, to }: PlanContext): string {
	const key = attributesIn(from).get(node) ?? node;
	const object = before(key);
	const stays = later(key) !== undefined;
	return stays || (object !== undefined && typeInPlaceOf(object, to) !== undefined) ? old(node) : node;
}

/** The same for what a column needs until it gets another type: a type that stays is there under another name, if it changes. */
export function neededMeanwhile(node: string, context: PlanContext): string {
	const [kind] = kindAndName(node);
	return types.has(kind) || isView(kind) ? leavingNode(node, context) : node;
}

/** A view is a type as well, that of its rows. */
function isView(kind: string): boolean {
	return kind === 'view' || kind === 'materializedView';
}

const attributesKnown = new WeakMap<Schema, ReadonlyMap<string, string>>();

/** The composite types by the nodes of their attributes. */
function attributesIn(schema: Schema): ReadonlyMap<string, string> {
	const found = attributesKnown.get(schema);
	if (found) return found;
	const all = schema.objects.flatMap((object) =>
		object.kind === 'compositeType'
			? attributesOf(object).map((node) => [node, objectKey(object)] as const)
			: []
	);
	const types = new Map(all);
	attributesKnown.set(schema, types);
	return types;
}

const types = new Set<string>(['enum', 'domain', 'compositeType', 'rangeType', 'baseType']);

/** The type of the same name and another kind that takes the place of one in the other schema. */
export function typeInPlaceOf(type: SchemaObject, schema: Schema): Definition | undefined {
	return typesIn(schema)
		.get(type.name)
		?.find(({ kind }) => types.has(type.kind) && kind !== type.kind);
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly Definition[]>>();

function typesIn(schema: Schema): ReadonlyMap<string, readonly Definition[]> {
	const found = known.get(schema);
	if (found) return found;
	const all = schema.objects.filter(
		(object): object is Definition => 'properties' in object && types.has(object.kind)
	);
	const byName = groupBy(all, ({ name }) => name);
	known.set(schema, byName);
	return byName;
}

/** Whether a node is that of a type in whose place one of these comes, so that the two are never both there by that name. */
export function isReplacedBy(node: string, others: readonly string[] = []): boolean {
	const [kind, name] = kindAndName(node);
	if (!types.has(kind) || others.includes(node)) return false;
	return others.some((other) => types.has(kindAndName(other)[0]) && kindAndName(other)[1] === name);
}

function kindAndName(node: string): readonly [string, string] {
	const at = node.indexOf(' ');
	return [node.slice(0, at), node.slice(at + 1)];
}

function attributesOf({ kind, name, properties }: Definition): readonly string[] {
	if (kind !== 'compositeType') return [];
	const attributes = (properties.attributes ?? []) as readonly { readonly name: string }[];
	return attributes.map((attribute) => `column ${name}.${attribute.name}`);
}

/** The node of a type that has been renamed aside. */
export function old(node: string): string {
	return `old ${node}`;
}

/** Says that a type has been renamed aside. */
export function asideNode(node: string): string {
	return `aside ${node}`;
}

function typeWord({ kind }: Definition): string {
	return kind === 'domain' || kind === 'collation' ? kind.toUpperCase() : 'TYPE';
}

interface TypedColumn {
	readonly table: Table;
	readonly column: Column;
}

/** The columns in both schemas that are of the type, or of arrays of it, at first. */
export function columnsOf(
	key: string,
	{ from, later }: Pick<PlanContext, 'from' | 'later'>
): readonly TypedColumn[] {
	return from.objects.flatMap((object) => {
		const table = later(objectKey(object));
		if (object.kind !== 'table' || table?.kind !== 'table') return [];
		return object.columns
			.filter(
				({ name, needs }) => needs?.includes(key) && table.columns.some((column) => column.name === name)
			)
			.map((column) => ({ table, column }));
	});
}

/** Foreign keys that have such columns at both ends: for a moment these are of different types. */
export function keysBetween(columns: readonly TypedColumn[], { from }: PlanContext): readonly string[] {
	const nodes = new Set(columns.map(({ table, column }) => columnNode(table.name, column.name)));
	return from.objects.flatMap((table) =>
		table.kind !== 'table'
			? []
			: table.constraints.flatMap((constraint) =>
					constraint.kind === 'foreignKey' &&
					constraint.name !== undefined &&
					constraint.columns.some((column) => nodes.has(columnNode(table.name, column)))
						? [constraintNode(table.name, constraint.name)]
						: []
				)
	);
}

/** A name beside `name` that nothing has. */
export function freeName(name: string, { from, to }: PlanContext): string {
	const taken = new Set([...from.objects, ...to.objects].map((object) => object.name));
	for (let count = 1; ; count++) {
		const free = besides(
			name,
			suffixed(namePartsOf(name).name, `_before${count === 1 ? '' : String(count)}`)
		);
		if (!taken.has(free)) return free;
	}
}
