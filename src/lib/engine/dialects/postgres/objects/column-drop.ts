import type { Column } from '../../../schema/model.ts';
import { columnText } from '../column-text.ts';
import { identifier } from '../identifier.ts';
import { columnNode, constraintNode, defaultNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { conversion } from './casts.ts';
import { fallsWith } from './constraint-changes.ts';
import { dropConstraint, keylessNode } from './constraint-steps.ts';
import { childrenOf, columnIn, parentsOf, tableIn } from './family.ts';
import { fallenWith } from './fallen.ts';
import type { PlanContext } from './kind.ts';
import { isInKey } from './missing-values.ts';
import { isWrittenDown, spareName } from './remade.ts';
import { isTyped, type Change } from './table-change.ts';
import { lastingHeirs } from './ties.ts';
import { settling } from './written-rows.ts';

/** Steps that take a column out of a table; `anew` are columns that come back. */
export function dropColumn(
	column: Column,
	{ from, to, context, parents }: Change,
	anew: ReadonlySet<string>
): readonly Step[] {
	if (isTyped(from, to)) return [];
	const covered = parents.some(
		(parent) =>
			columnIn(parent.from, column.name) &&
			!isDroppedAlone(parent.from.name, column.name, context) &&
			(anew.has(column.name) || !columnIn(parent.to, column.name))
	);
	if (covered && column.options.inherited === true) return [];
	const only = isDroppedAlone(from.name, column.name, context);
	const heirs = lastingHeirs(context, from.name).filter(
		(heir) => columnIn(heir, column.name)?.options.inherited === true
	);
	const tables = only ? [from] : [from, ...heirs];
	const node = columnNode(from.name, column.name);
	const later = columnIn(to, column.name);
	const spare = identifier(spareName(from, column.name));
	const writes = { table: from.name, column: column.name };
	const keeping =
		later !== undefined && isWrittenDown(column, later)
			? [
					`ALTER TABLE ${from.name} ADD COLUMN ${columnText(from.name, { ...later, nullable: true, options: {} }, { default: true }).replace(identifier(later.name), () => spare)}`,
					`UPDATE ${from.name} SET ${spare} = ${conversion(column.name, column.type, later.type, context) ?? identifier(column.name)}`,
					...settling(writes, context)
				]
			: [];
	const fallen = tables.map(({ name }) =>
		fallenWith(context, name, anew.has(column.name) ? [] : [column.name], [column.name])
	);
	const constraints = anew.has(column.name)
		? []
		: from.constraints.filter((constraint) => fallsWith(constraint, node, to));
	return [
		{
			sql: [
				...keeping,
				...(only && handsDownNotNull(column) && !isInKey(from, column)
					? [...(column.options.identity === undefined ? [] : ['DROP IDENTITY']), 'DROP NOT NULL'].map(
							(action) => `ALTER TABLE ${from.name} ALTER COLUMN ${identifier(column.name)} ${action}`
						)
					: []),
				`ALTER TABLE ${only ? 'ONLY ' : ''}${from.name} DROP COLUMN ${identifier(column.name)}`
			].join(';\n'),
			rank: rankOf.drop + 20,
			...(keeping.length > 0 && { writes }),
			drops: [
				...tables.flatMap(({ name }) => [columnNode(name, column.name), defaultNode(name, column.name)]),
				...fallen.flatMap(({ drops }) => drops),
				...constraints.map(({ name }) => constraintNode(from.name, name ?? ''))
			],
			before: [
				...(column.needs ?? []),
				...(column.defaultNeeds ?? []),
				...fallen
					.flatMap(({ needs }) => needs)
					.filter((needed) => !needed.startsWith(`column ${from.name}.`)),
				...constraints.flatMap(({ needs = [] }) =>
					needs.filter((needed) => !needed.startsWith(`column ${from.name}.`))
				)
			],
			creates: [
				goneNode(from.name, column.name),
				...(constraints.some(({ kind }) => kind === 'primaryKey') ? [keylessNode(from.name)] : [])
			],
			// A column that is a table's own as well goes once the one above has let go of it.
			after: parents.map((parent) => goneNode(parent.from.name, column.name)),
			frees: [
				...fallen.flatMap(({ frees }) => frees),
				...constraints.flatMap((constraint) => dropConstraint(from, constraint, context).frees ?? [])
			]
		}
	];
}

/** Whether tables below are NOT NULL there because of it as well: PostgreSQL would not know that they no longer are. */
function handsDownNotNull({ nullable, options }: Column): boolean {
	return !nullable && options.notNullNoInherit !== true;
}

/** Says that a table has lost a column. */
function goneNode(table: string, column: string): string {
	return `gone ${columnNode(table, column)}`;
}

/** Whether a column goes from a table while one below it keeps it, as its own. */
function isDroppedAlone(table: string, column: string, context: PlanContext): boolean {
	if (columnIn(tableIn(context.to, table), column) !== undefined) return false;
	return childrenOf(context.from, table).some((child) => {
		const later = tableIn(context.to, child.name);
		return later !== undefined && parentsOf(later).includes(table) && columnIn(later, column) !== undefined;
	});
}
