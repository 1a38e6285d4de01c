import type { TypePart } from './change.ts';
import type { Definition, Schema, SchemaObject } from './model.ts';

/** A type that is made of named parts, and their names in order. */
export interface PartedType {
	readonly part: TypePart;
	readonly type: string;
	readonly names: readonly string[];
}

/** The parts of an enum or of a composite type; undefined for all else. */
export function partsOf(object: SchemaObject): PartedType | undefined {
	if (object.kind === 'enum') return { part: 'value', type: object.name, names: valuesOf(object) };
	if (object.kind !== 'compositeType') return undefined;
	return { part: 'attribute', type: object.name, names: attributesOf(object).map(({ name }) => name) };
}

/** The enums and composite types of a schema by their names; no two types share one. */
export function partedTypes({ objects }: Schema): ReadonlyMap<string, PartedType> {
	return new Map(
		objects.flatMap((object) => {
			const parts = partsOf(object);
			return parts === undefined ? [] : [[parts.type, parts] as const];
		})
	);
}

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

function valuesOf(type: Definition): readonly string[] {
	return (type.properties.values ?? []) as readonly string[];
}

/** A type with other names for some of its parts. */
export function withPartNames(type: Definition, names: ReadonlyMap<string, string>): Definition {
	const named = (name: string) => names.get(name) ?? name;
	const properties =
		type.kind === 'enum'
			? { values: valuesOf(type).map(named) }
			: { attributes: attributesOf(type).map((one) => ({ ...one, name: named(one.name) })) };
	return { ...type, properties: { ...type.properties, ...properties } };
}
