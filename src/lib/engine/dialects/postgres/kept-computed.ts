import {
	objectKey,
	type Definition,
	type Schema,
	type SchemaObject,
	type Table
} from '../../schema/model.ts';
import { sameValue } from '../../schema/patch.ts';
import { identifier } from './identifier.ts';
import { columnNode } from './nodes.ts';
import { isReplaceable } from './objects/functions.ts';
import { columnIn, tableIn } from './objects/family.ts';

/**
 * What keeps the values of a function as it was, in sentences, where the function becomes another one in place: PostgreSQL trusts
 * that it always says the same, and computes nothing anew.
 */
export function keptComputed(
	from: SchemaObject,
	to: SchemaObject,
	mayHaveRows: (table: string) => boolean,
	schemas: { readonly from: Schema; readonly to: Schema }
): readonly string[] {
	if (to.kind !== 'function' || from.kind !== 'function' || !isReplaceable(from, to)) return [];
	if (from.properties.definition === to.properties.definition) return [];
	const key = objectKey(to);
	const name = to.name.slice(0, to.name.indexOf('('));
	return schemas.to.objects.flatMap((object): readonly string[] => {
		if (object.kind === 'table') {
			const before = tableIn(schemas.from, object.name);
			return before && mayHaveRows(object.name) ? inTable(object, before, { key, name }) : [];
		}
		if (object.kind !== 'index' || object.needs?.includes(key) !== true || !mayHaveRows(object.table))
			return [];
		const stays = schemas.from.objects.some((old) => sameValue(old, object));
		return stays
			? [`${object.name} keeps what the old ${name} computed: REINDEX INDEX ${object.name} builds it anew.`]
			: [];
	});
}

function inTable(
	table: Table,
	before: Table,
	{ key, name }: Pick<Definition, 'name'> & { readonly key: string }
): readonly string[] {
	const columns = table.columns.flatMap((column): readonly string[] => {
		const { generated, defaultNeeds = [], options } = column;
		if (generated?.stored !== true || !defaultNeeds.includes(key) || options.inherited === true) return [];
		if (columnIn(before, column.name)?.generated?.expression !== generated.expression) return [];
		const source = table.columns.find((one) => defaultNeeds.includes(columnNode(table.name, one.name)));
		const anew =
			source &&
			`: UPDATE ${table.name} SET ${identifier(source.name)} = ${identifier(source.name)} computes it anew`;
		return [`\`${column.name}\` of ${table.name} keeps what the old ${name} computed${anew ?? ''}.`];
	});
	const checks = table.constraints.flatMap((rule) =>
		rule.kind === 'check' &&
		rule.needs?.includes(key) === true &&
		before.constraints.some((old) => sameValue(old, rule))
			? [
					`The rows of ${table.name} are not held against the check ${rule.expression} again, which asks the new ${name}.`
				]
			: []
	);
	return [...columns, ...checks];
}
