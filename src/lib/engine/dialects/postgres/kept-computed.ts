import { objectKey, type SchemaObject, type Table } from '../../schema/model.ts';
import { sameValue } from '../../schema/patch.ts';
import { asksOne, changedFunction, whereAsked, withCallers, type Around } from './asked-functions.ts';
import { identifier } from './identifier.ts';
import { mentioned } from './mentions.ts';
import { columnNode } from './nodes.ts';
import { checksOf } from './objects/domain-checks.ts';
import { columnIn } from './objects/family.ts';

/**
 * What keeps the values of a function as it was, in sentences, where the function becomes another one in place: PostgreSQL trusts
 * that it always says the same, and computes nothing anew, neither where another function calls it.
 */
export function keptComputed(from: SchemaObject, to: SchemaObject, around: Around): readonly string[] {
	const changed = changedFunction(from, to);
	if (changed?.inPlace !== true || changed.from.properties.definition === changed.to.properties.definition)
		return [];
	const { schemas } = around;
	const functions = withCallers(objectKey(to), schemas.to);
	const name = to.name.slice(0, to.name.indexOf('('));
	return whereAsked(functions, around, {
		table: (table, before) => inTable(table, before, { functions, name }),
		index: (index) =>
			schemas.from.objects.some((old) => sameValue(old, index))
				? [`${index.name} keeps what the old ${name} computed: REINDEX INDEX ${index.name} builds it anew.`]
				: [],
		domain: (domain, { table, column }) =>
			checksOf(domain)
				.filter(({ definition }) => asksOne([...mentioned(schemas.to, definition).nodes], functions))
				.map(
					({ definition }) =>
						`The values in \`${column.name}\` of ${table} are not held against ${domain.name}'s ${definition} again, which asks the new ${name}.`
				)
	});
}

function inTable(
	table: Table,
	before: Table,
	{ functions, name }: { readonly functions: ReadonlySet<string>; readonly name: string }
): readonly string[] {
	const columns = table.columns.flatMap((column): readonly string[] => {
		const { generated, defaultNeeds = [], options } = column;
		if (generated?.stored !== true || !asksOne(defaultNeeds, functions) || options.inherited === true)
			return [];
		if (columnIn(before, column.name)?.generated?.expression !== generated.expression) return [];
		const source = table.columns.find((one) => defaultNeeds.includes(columnNode(table.name, one.name)));
		const anew =
			source &&
			`: UPDATE ${table.name} SET ${identifier(source.name)} = ${identifier(source.name)} computes it anew`;
		return [`\`${column.name}\` of ${table.name} keeps what the old ${name} computed${anew ?? ''}.`];
	});
	const checks = table.constraints.flatMap((rule) =>
		rule.kind === 'check' &&
		asksOne(rule.needs, functions) &&
		before.constraints.some((old) => sameValue(old, rule))
			? [
					`The rows of ${table.name} are not held against the check ${rule.expression} again, which asks the new ${name}.`
				]
			: []
	);
	return [...columns, ...checks];
}
