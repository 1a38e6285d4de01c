import type { Rename } from '../../schema/change.ts';
import type { Column, Schema, SchemaObject } from '../../schema/model.ts';
import { attributesOf } from '../../schema/type-parts.ts';
import type { PartHolder } from '../dialect.ts';
import { identifier, literal } from './identifier.ts';
import { namePartsOf } from './object-names.ts';
import { text } from './objects/records.ts';
import { elementOf } from './objects/type-names.ts';

/**
 * The columns whose rows may hold a part of a type, be the type inside of lists, domains, other types and rows. A column that
 * comes from a table above is left out: the rows are among those of that table. So are ranges.
 */
export function partHolders(
	{ kind, type, from }: Extract<Rename, { readonly type: string }>,
	schema: Schema
): readonly PartHolder[] {
	const types = new Map(schema.objects.filter(isType).map((object) => [object.name, object]));
	const held = kind === 'value' ? ` ? (@ == ${JSON.stringify(from)})` : `${key(from)} ? (@ != null)`;
	const isHeld = (column: string, path: string) =>
		`pg_catalog.to_jsonb(${column}) OPERATOR(pg_catalog.@?) ${literal(`$${path}${held}`)}::pg_catalog.jsonpath`;
	return schema.objects.flatMap((table) => {
		if (table.kind !== 'table') return [];
		return table.columns.flatMap((column): PartHolder[] => {
			const paths = column.options.inherited === true ? [] : pathsTo(type, column.type, types);
			if (paths.length === 0) return [];
			const name = identifier(column.name);
			const isAlone = paths.length === 1 && paths[0] === '';
			const condition = paths.map((path) => isHeld(name, path)).join(' OR ');
			return [
				kind === 'attribute' && isAlone
					? { table, condition, shown: `(${name}).${from}`, title: `${column.name}.${from}` }
					: { table, condition, shown: name, title: column.name }
			];
		});
	});
}

/** Types that have others inside, and those by their parts. */
function isType({ kind }: SchemaObject): boolean {
	return ['domain', 'compositeType', 'table'].includes(kind);
}

function key(name: string): string {
	return `.${JSON.stringify(namePartsOf(name).name)}`;
}

/** The ways from a value to those of a type inside of it, in JSON. */
function pathsTo(wanted: string, type: string, types: ReadonlyMap<string, SchemaObject>): readonly string[] {
	const element = elementOf(type);
	const name = element.replace(/^public\./, '');
	const items = (type.split(' COLLATE ')[0] ?? type).endsWith('[]') ? '[*]' : '';
	if (name === wanted) return [items];
	const own = types.get(name);
	const further = (inside: string, step = '') =>
		pathsTo(wanted, inside, types).map((path) => `${items}${step}${path}`);
	if (own?.kind === 'domain') return further(text(own, 'type') ?? '');
	if (own?.kind === 'compositeType')
		return attributesOf(own).flatMap((attribute) => further(attribute.type, key(attribute.name)));
	if (own?.kind !== 'table') return [];
	return own.columns.flatMap((column: Column) => further(column.type, `.${JSON.stringify(column.name)}`));
}
