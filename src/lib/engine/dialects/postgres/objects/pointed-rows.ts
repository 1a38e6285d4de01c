import type { ForeignKey, Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { rowsNode } from './constraint-steps.ts';
import { columnIn, descendantsOf, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { needsValue, placeholder, valueText } from './missing-values.ts';
import { isTied } from './ties.ts';

/** Says that a foreign key finds the rows that it points at. */
export function pointedNode(table: string, key: string): string {
	return `rows for ${table}.${identifier(key)}`;
}

/**
 * For a downgrade: a table that comes back empty gets the rows again that another still points at, with nothing but
 * their keys, as the foreign key could not come back otherwise.
 */
export function pointedRows(table: Table, key: ForeignKey, context: PlanContext): readonly Step[] {
	const parent = tableIn(context.to, key.table);
	const old = tableIn(context.from, table.name);
	const isBack = parent !== undefined && context.before(`table ${key.table}`) === undefined;
	if (context.downgrade !== true || !isBack || old === undefined) return [];
	if (key.columns.some((column) => columnIn(old, column) === undefined) || key.options.period === true)
		return [];
	const given = key.references.map((name, at) => ({ name, value: identifier(key.columns[at] ?? '') }));
	const filled = parent.columns
		.filter((column) => needsValue(column, context.to) && !key.references.includes(column.name))
		.map((column) => ({
			name: column.name,
			value: valueText(placeholder(parent, column, context.to), 'row_number() OVER ()')
		}));
	const all = [...given, ...filled];
	const system = given.some(({ name }) => columnIn(parent, name)?.options.identity === 'ALWAYS')
		? ' OVERRIDING SYSTEM VALUE'
		: '';
	const columns = given.map(({ value }) => value);
	// Tables that come under this one afterwards bring rows that point there as well.
	const coming = descendantsOf(context.to, table.name).filter(({ name }) => isTied(name, context));
	const pointing = [table, ...coming].map(({ name }) => `SELECT DISTINCT ${columns.join(', ')} FROM ${name}`);
	return [
		{
			sql: [
				`-- Rows that ${table.name.replaceAll('\n', ' ')} points at come back with nothing but their keys.`,
				`INSERT INTO ${key.table} (${all.map(({ name }) => identifier(name)).join(', ')})${system}`,
				`SELECT ${all.map(({ value }) => value).join(', ')} FROM (${pointing.join(' UNION ')}) pointing`,
				`WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(' AND ')}`,
				'ON CONFLICT DO NOTHING'
			].join('\n'),
			rank: rankOf.create + 22,
			creates: [pointedNode(table.name, key.name ?? '')],
			after: [
				`table ${key.table}`,
				...key.references.map((name) => columnNode(key.table, name)),
				...[table, ...descendantsOf(context.to, table.name)].map(({ name }) => rowsNode(name))
			]
		}
	];
}
