import { objectKey, type Definition, type SchemaObject, type Table } from '../../schema/model.ts';
import { asksOne, changedFunction, whereAsked, type Around } from './asked-functions.ts';
import { alike, proof, ruleOf } from './proofs.ts';

/**
 * What the rows that are there must keep once more, in sentences, where a function becomes another one and has to be dropped
 * for it: the rules that call it are made anew.
 */
export function recheckDoubts(from: SchemaObject, to: SchemaObject, around: Around): readonly string[] {
	const changed = changedFunction(from, to);
	if (changed?.inPlace !== false || saysTheSame(changed.from, changed.to)) return [];
	const functions = new Set([objectKey(to)]);
	return whereAsked(functions, around, {
		table: (table, before) => rulesOf(table, before, functions),
		index: ({ name, table, unique, parts }) =>
			unique && around.schemas.from.objects.some((old) => old.kind === 'index' && old.name === name)
				? [
						alike(
							table,
							parts.map(({ column, expression }) => column ?? expression ?? '')
						)
					]
				: [],
		domain: ({ name }, { table, column }) => [
			`This fails if a value in \`${column.name}\` of ${table} breaks a check of ${name}.`
		]
	});
}

function saysTheSame(from: Definition, to: Definition): boolean {
	return from.properties.body !== undefined && from.properties.body === to.properties.body;
}

/** The rules of a table that stay and call the function. */
function rulesOf(table: Table, before: Table, functions: ReadonlySet<string>): readonly string[] {
	const known = new Set(before.constraints.map(ruleOf));
	return table.constraints
		.filter((rule) => asksOne(rule.needs, functions) && known.has(ruleOf(rule)))
		.flatMap((rule) => proof(table.name, rule, new Set()));
}
