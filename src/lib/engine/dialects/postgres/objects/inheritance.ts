import type { Table } from '../../../schema/model.ts';
import { allNodesOf } from '../parts.ts';
import { rankOf, type Step } from '../step.ts';
import { identifier } from '../identifier.ts';
import { constraintNode } from '../nodes.ts';
import { droppedNode } from './constraint-steps.ts';
import { columnIn, descendantsOf, tableIn } from './family.ts';
import { isInTheWayOfTie, isLasting, makingOf } from './index-fate.ts';
import { indexesOn, type TreeIndex } from './index-tree.ts';
import { keysThrough } from './keys-through.ts';
import type { PlanContext } from './kind.ts';
import { hasOwnNotNull } from './locality.ts';
import { tiesOf } from './ties.ts';

/** Bounds of partitions of a table, which must not overlap. */
export function boundsName(parent: string): string {
	return `bounds of ${parent}`;
}

/** Says that a table no longer hangs on a parent that it had. */
export function releasedNode(table: string): string {
	return `released ${table}`;
}

/** The statement that takes a table off a parent. */
export function looseText({ name, options }: Table, parent: string): string {
	return options.partitionOf === parent
		? `ALTER TABLE ${parent} DETACH PARTITION ${name}`
		: `ALTER TABLE ${name} NO INHERIT ${parent}`;
}

/** Steps that take a table off its parents, and those that put it under others. */
export function inheritanceSteps(
	from: Table,
	to: Table,
	context: PlanContext
): readonly [readonly Step[], readonly Step[]] {
	const { loosened, tied } = tiesOf(from, to, context);
	const own = `table ${to.name}`;
	const out = loosened.map((parent): Step => {
		const isPartition = from.options.partitionOf === parent;
		const keys = isPartition ? keysThrough(to.name, context) : [];
		return {
			sql: looseText(from, parent),
			rank: rankOf.drop - 20,
			creates: [releasedNode(to.name)],
			after: keys.map(({ table, key }) => droppedNode(table, key.name ?? '')),
			forces: keys.map(({ table, key }) => constraintNode(table, key.name ?? '')),
			changes: [own],
			releases: [`table ${parent}`],
			before: [`table ${parent}`, own],
			frees: isPartition ? [boundsName(parent)] : []
		};
	});
	const into = tied.map((parent, at): Step => {
		const isPartition = to.options.partitionOf === parent;
		const above = tableIn(context.to, parent);
		return {
			sql: isPartition
				? `ALTER TABLE ${parent} ATTACH PARTITION ${to.name} ${String(to.options.bound)}`
				: `ALTER TABLE ${to.name} INHERIT ${parent}`,
			rank: rankOf.create + 40,
			creates: at < tied.length - 1 ? [`tied ${to.name} to ${parent}`] : [`tied ${to.name}`],
			after: [
				...(at === 0 ? [] : [`tied ${to.name} to ${tied[at - 1] ?? ''}`]),
				...(isPartition ? readyNodes(to, context) : allNodesOf(to)),
				...(above === undefined ? [] : allNodesOf(above).filter((node) => !node.startsWith('constraint '))),
				releasedNode(to.name)
			],
			takes: isPartition ? [boundsName(parent)] : [],
			// They would be taken for what comes with the parent.
			forces: indexesBelow(to, context)
				.filter((index) => isInTheWayOfTie(index, context))
				.map(({ node }) => node)
		};
	});
	const { ofType } = to.options;
	const untyped: readonly Step[] =
		from.options.ofType === undefined || from.options.ofType === ofType
			? []
			: [
					{
						sql: `ALTER TABLE ${to.name} NOT OF`,
						rank: rankOf.drop - 20,
						creates: [releasedNode(to.name)]
					}
				];
	const typed: readonly Step[] =
		typeof ofType !== 'string' || from.options.ofType === ofType
			? []
			: [
					{
						sql: `ALTER TABLE ${to.name} OF ${ofType}`,
						rank: rankOf.create + 40,
						after: allNodesOf(to)
					}
				];
	return [
		[...out, ...untyped],
		[...into, ...notNulls(to, tied, context), ...typed]
	];
}

/** What must be in a table before it becomes a partition; the rest comes from above. */
function readyNodes(table: Table, context: PlanContext): readonly string[] {
	const checks = table.constraints.filter(({ kind }) => kind === 'check');
	return [
		...allNodesOf(table).filter((node) => !node.startsWith('constraint ')),
		...checks.map(({ name }) => constraintNode(table.name, name ?? '')),
		...indexesBelow(table, context)
			.filter((index) => !isLasting(index, context) && makingOf(index, context) === 'adopted')
			.map(({ node }) => node)
	];
}

/** The indexes on a table and on all the tables below it. */
function indexesBelow(table: Table, { to }: PlanContext): readonly TreeIndex[] {
	return [table, ...descendantsOf(to, table.name)].flatMap(({ name }) => indexesOn(to, name));
}

/** A partition that is to hold a NOT NULL from above by itself as well has to be told so once more. */
function notNulls(table: Table, tied: readonly string[], context: PlanContext): readonly Step[] {
	const parent = table.options.partitionOf;
	if (typeof parent !== 'string' || !tied.includes(parent)) return [];
	const above = tableIn(context.to, parent);
	return table.columns
		.filter(
			(column) =>
				!column.nullable && hasOwnNotNull(column) && columnIn(above, column.name)?.nullable === false
		)
		.map(({ name }) => ({
			sql: `ALTER TABLE ${table.name} ALTER COLUMN ${identifier(name)} SET NOT NULL`,
			rank: rankOf.create + 41,
			after: [`tied ${table.name}`]
		}));
}
