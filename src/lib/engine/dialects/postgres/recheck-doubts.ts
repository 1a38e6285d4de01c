import {
	objectKey,
	type Definition,
	type Schema,
	type SchemaObject,
	type Table
} from '../../schema/model.ts';
import { isReplaceable } from './objects/functions.ts';
import { tableIn } from './objects/family.ts';
import { alike, proof, ruleOf } from './proofs.ts';
import { holdersOf } from './type-doubts.ts';

/**
 * What the rows that are there must keep once more, in sentences, where a function becomes another one and has to be dropped
 * for it: the rules that call it are made anew.
 */
export function recheckDoubts(
	from: SchemaObject,
	to: SchemaObject,
	mayHaveRows: (table: string) => boolean,
	schemas: { readonly from: Schema; readonly to: Schema }
): readonly string[] {
	if (to.kind !== 'function' || from.kind !== 'function') return [];
	if (isReplaceable(from, to) || saysTheSame(from, to)) return [];
	const key = objectKey(to);
	return schemas.to.objects.flatMap((object): readonly string[] => {
		if (object.kind === 'table') {
			const before = tableIn(schemas.from, object.name);
			return before !== undefined && mayHaveRows(object.name) ? rulesOf(object, before, key) : [];
		}
		if (object.kind === 'index') {
			if (!object.unique || object.needs?.includes(key) !== true || !mayHaveRows(object.table)) return [];
			return !schemas.from.objects.some(({ kind, name }) => kind === 'index' && name === object.name)
				? []
				: [
						alike(
							object.table,
							object.parts.map(({ column, expression }) => column ?? expression ?? '')
						)
					];
		}
		if (object.kind !== 'domain' || object.needs?.includes(key) !== true) return [];
		return holdersOf(objectKey(object), schemas)
			.filter(({ table }) => mayHaveRows(table))
			.map(
				({ table, column }) =>
					`This fails if a value in \`${column.name}\` of ${table} breaks a check of ${object.name}.`
			);
	});
}

function saysTheSame(from: Definition, to: Definition): boolean {
	return from.properties.body !== undefined && from.properties.body === to.properties.body;
}

/** The rules of a table that stay and call the function. */
function rulesOf(table: Table, before: Table, key: string): readonly string[] {
	const known = new Set(before.constraints.map(ruleOf));
	return table.constraints
		.filter((rule) => rule.needs?.includes(key) === true && known.has(ruleOf(rule)))
		.flatMap((rule) => proof(table.name, rule, new Set()));
}
