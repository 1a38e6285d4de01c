import type { Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { columnNode, constraintNode } from '../nodes.ts';
import { allNodesOf, partsOf } from '../parts.ts';
import { reaches } from '../reach.ts';
import { rankOf, type Step } from '../step.ts';
import { dropConstraint, namesFreed } from './constraint-steps.ts';
import { fallenWith, relationName } from './fallen.ts';
import { parentsOf } from './family.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { alterTable } from './table-alter.ts';
import { boundsName } from './inheritance.ts';
import { createTable } from './table-create.ts';
import { goesWithParent, rebuildTable } from './table-rebuild.ts';
import { isRebuilt, isReleased } from './ties.ts';
import { readTables } from './table-read.ts';

/** Tables, partitioned and foreign ones among them. */
export const tables: ObjectKind<'table'> = {
	kinds: ['table'],
	read: readTables,
	create: createTable,
	drop: dropTable,
	alter: (from, to, context) => (isRebuilt(to.name, context) ? undefined : alterTable(from, to, context)),
	moves: (from, to, context) =>
		parentsOf(to).length > 0 && (isReleased(from, to, context) || isRebuilt(to.name, context)),
	// The rows of a foreign table are elsewhere, and stay there.
	rebuild: (from, to, context) =>
		from.options.server !== undefined && to.options.server !== undefined
			? undefined
			: rebuildTable(from, to, context),
	address: ({ name, options }) => `${options.server === undefined ? 'TABLE' : 'FOREIGN TABLE'} ${name}`
};

function dropTable(table: Table, context: PlanContext): readonly Step[] {
	if (goesWithParent(table, context)) return [];
	const own = `table ${table.name}`;
	const nodes = new Set(allNodesOf(table));
	const parts = new Map(partsOf(table));
	// What a table has from its parent goes with the table, and what that needs is the parent's concern.
	for (const { name, options } of table.constraints) {
		if (options.inherited === true) parts.delete(constraintNode(table.name, name ?? ''));
	}
	// What needs something that needs this very table has to go on its own, before it.
	const circular = [...parts].filter(([, needs]) =>
		reaches(
			context.from,
			needs.filter((node) => !nodes.has(node)),
			own
		)
	);
	const apart = new Set(circular.map(([node]) => node));
	const steps = circular.flatMap(([node]): Step[] => {
		const constraint = table.constraints.find(
			({ name }) => node === `constraint ${table.name}.${identifier(name ?? '')}`
		);
		if (constraint) return [dropConstraint(table, constraint, context)];
		const column = table.columns.find(({ name }) => node === `default ${table.name}.${identifier(name)}`);
		if (column?.default === undefined) return [];
		return [
			{
				sql: `ALTER TABLE ${table.name} ALTER COLUMN ${identifier(column.name)} DROP DEFAULT`,
				rank: rankOf.drop - 5,
				drops: [node],
				before: [...(column.defaultNeeds ?? []), columnNode(table.name, column.name)]
			}
		];
	});
	const fallen = fallenWith(
		context,
		table.name,
		table.columns.map(({ name }) => name)
	);
	const needs = [
		...(table.needs ?? []),
		...fallen.needs,
		...[...parts].flatMap(([node, list]) => (apart.has(node) ? [] : list))
	];
	return [
		...steps,
		{
			sql: `${detachFirst(table, context)}DROP ${table.options.server === undefined ? 'TABLE' : 'FOREIGN TABLE'} ${table.name}`,
			rank: rankOf.drop,
			drops: [...[...nodes].filter((node) => !apart.has(node)), ...fallen.drops],
			before: [...needs.filter((node) => !nodes.has(node) && !fallen.drops.includes(node))],
			frees: [
				relationName(table.name),
				...namesFreed(table),
				...fallen.frees,
				...(typeof table.options.partitionOf === 'string' ? [boundsName(table.options.partitionOf)] : [])
			]
		}
	];
}

/** A partition is taken off first where foreign keys point at the table that it is one of. */
function detachFirst({ name, options }: Table, context: PlanContext): string {
	const { partitionOf } = options;
	if (typeof partitionOf !== 'string' || context.later(`table ${partitionOf}`) === undefined) return '';
	const isTarget = [context.from, context.to].some(({ objects }) =>
		objects.some(
			(object) =>
				object.kind === 'table' &&
				object.constraints.some((key) => key.kind === 'foreignKey' && key.table === partitionOf)
		)
	);
	return isTarget ? `ALTER TABLE ${partitionOf} DETACH PARTITION ${name};\n` : '';
}
