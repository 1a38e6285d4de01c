import type { Schema, SchemaObject, Table } from '../../schema/model.ts';
import { partedTypes, withPartNames } from '../../schema/type-parts.ts';
import { identifier } from './identifier.ts';
import { columnNode } from './nodes.ts';
import { inBetween, namePartsOf } from './object-names.ts';
import { tableIn } from './objects/family.ts';
import { inOrder } from './rename-order.ts';

/** Renames of columns by table, by its name afterwards, and the nodes of those that follow another rename. */
interface ColumnNames {
	readonly columns: Map<string, Map<string, string>>;
	readonly following: Set<string>;
	/** Attributes that are renamed by themselves, by type. */
	readonly attributes: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Types whose attributes get other names, and tables that are of a type until a column of theirs gets one. */
export interface TypedRenames {
	readonly types: ReadonlyMap<string, ReadonlyMap<string, string>>;
	readonly loosened: ReadonlySet<string>;
}

/**
 * PostgreSQL renames no column of a table of a type. Where the table is of the type afterwards too, the attribute is renamed,
 * and the column along with it in every table of the type; elsewhere the table is of no type from then on.
 */
export function typedRenames(
	from: Schema,
	to: Schema,
	earlierName: (table: string) => string,
	{ columns, following, attributes }: ColumnNames
): TypedRenames {
	const types = new Map([...attributes].map(([type, names]) => [type, new Map(names)]));
	const loosened = new Set<string>();
	for (const [table, names] of columns) {
		const type = typeOf(tableIn(from, earlierName(table)));
		if (type === undefined) continue;
		if (typeOf(tableIn(to, table)) === type) types.set(type, new Map([...names, ...(types.get(type) ?? [])]));
		else loosened.add(table);
	}
	if (types.size === 0) return { types, loosened };
	const later = new Map([...columns.keys()].map((table) => [earlierName(table), table]));
	for (const object of from.objects) {
		const names = object.kind === 'table' ? types.get(typeOf(object) ?? '') : undefined;
		if (names === undefined) continue;
		const table = later.get(object.name) ?? object.name;
		columns.set(table, new Map([...(columns.get(table) ?? []), ...names]));
		for (const old of names.keys()) following.add(columnNode(table, old));
	}
	return { types, loosened };
}

function typeOf(table: Table | undefined): string | undefined {
	const type = table?.options.ofType;
	return typeof type === 'string' ? type : undefined;
}

/** The statements that rename attributes. */
export function attributeRenames(from: Schema, { types }: TypedRenames): readonly string[] {
	const tables = new Set(
		from.objects.flatMap((object) => (object.kind === 'table' ? (typeOf(object) ?? []) : []))
	);
	const known = partedTypes(from);
	return [...types].flatMap(([type, names]) => {
		const used = new Set(known.get(type)?.names.map((name) => namePartsOf(name).name));
		const along = tables.has(type) ? ' CASCADE' : '';
		return inOrder(names, used, inBetween).map(
			(step) =>
				`ALTER TYPE ${type} RENAME ATTRIBUTE ${identifier(step.from)} TO ${identifier(step.to)}${along}`
		);
	});
}

/** A type with other names for its attributes, a table that is of none any more, or anything else as it is. */
export function withTypedRenames(object: SchemaObject, { types, loosened }: TypedRenames): SchemaObject {
	if (object.kind === 'table' && loosened.has(object.name)) {
		const { ofType: _, ...options } = object.options;
		return { ...object, options };
	}
	if (object.kind !== 'compositeType') return object;
	const names = new Map(
		[...(types.get(object.name) ?? [])].map(([old, now]) => [identifier(old), identifier(now)])
	);
	if (names.size === 0) return object;
	return withPartNames(object, names);
}
