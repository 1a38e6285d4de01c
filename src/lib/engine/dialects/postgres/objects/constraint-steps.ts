import type { Constraint, Schema, Table } from '../../../schema/model.ts';
import { commentOn } from '../comments.ts';
import { constraintText } from '../constraint-text.ts';
import { identifier } from '../identifier.ts';
import { columnNode, constraintNode } from '../nodes.ts';
import { besides } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';
import { isKey } from './constraint-kind.ts';
import { columnsOf, descendantsOf } from './family.ts';
import { relationName } from './fallen.ts';
import { comingWith, holderOf, isInTheWayOfTie, isMadeByHand, makingOf, takersOf } from './index-fate.ts';
import { attach, cameAlong, neededFor, nodesBelow } from './index-parts.ts';
import { allPartsBelow, keyInTree } from './index-tree.ts';
import type { PlanContext } from './kind.ts';
import { persistenceNode } from './persistence.ts';
import { pointedNode, pointedRows } from './pointed-rows.ts';
import { indexMarks } from './table-settings.ts';
import { isTied } from './ties.ts';

const ranks = { primaryKey: 1, unique: 2, exclusion: 3, check: 4, foreignKey: 5 } as const;

/** Says that a table has lost its primary key, which holds its columns NOT NULL. */
export function keylessNode(table: string): string {
	return `keyless ${table}`;
}

/** Says that the rows of a table that is made anew are in it. */
export function rowsNode(table: string): string {
	return `rows ${table}`;
}

function namesOf(table: string, constraint: Constraint): readonly string[] {
	const name = constraint.name ?? '';
	const own = `constraint name ${table}.${identifier(name)}`;
	return isKey(constraint) ? [own, relationName(besides(table, name))] : [own];
}

/** The step that adds a constraint, or writes it into the CREATE TABLE of a new table. */
export function addConstraint(table: Table, constraint: Constraint, context: PlanContext): readonly Step[] {
	if (isKey(constraint)) return addKey(table, constraint, context);
	const clause = constraintText(table.name, constraint);
	const node = constraintNode(table.name, constraint.name ?? '');
	const { needs = [] } = constraint;
	return [
		...(constraint.kind === 'foreignKey' ? pointedRows(table, constraint, context) : []),
		{
			sql: `ALTER TABLE ${table.name} ADD ${clause}`,
			rank: rankOf.create + 20 + ranks[constraint.kind],
			creates: [
				node,
				...inheritedNodes(context.to, table, constraint, (heir) => !comesReady(heir, constraint, context))
			],
			after: [
				`table ${table.name}`,
				...needs,
				...ownBelow(context.to, table, constraint),
				...columnsOf(constraint).map((column) => columnNode(table.name, column)),
				rowsNode(table.name),
				...(constraint.kind === 'foreignKey'
					? [
							rowsNode(constraint.table),
							...descendantsOf(context.to, table.name).map(({ name }) => rowsNode(name)),
							...descendantsOf(context.to, constraint.table).map(({ name }) => `tied ${name}`),
							persistenceNode(table.name),
							persistenceNode(constraint.table),
							pointedNode(table.name, constraint.name ?? ''),
							...constraint.references.map((column) => columnNode(constraint.table, column))
						]
					: [])
			],
			takes: namesOf(table.name, constraint),
			// CREATE TABLE takes no notice of NOT VALID.
			...(constraint.options.notValid !== true && { clauseOf: { node: `table ${table.name}`, clause } })
		},
		...commentSteps(table, undefined, constraint)
	];
}

/** The same for a constraint with an index behind it, which is one of a tree where the table is partitioned. */
function addKey(table: Table, key: Constraint, context: PlanContext): readonly Step[] {
	const own = keyInTree(table.name, key);
	const making = makingOf(own, context);
	const more = [...indexMarks(table.name, own.name, context), ...commentSteps(table, undefined, key)];
	if (making.startsWith('with')) return [cameAlong(own, making, context), ...more];
	const clause = constraintText(table.name, key);
	const only = isMadeByHand(own, context);
	const takers = takersOf(own, context).map(({ node }) => node);
	const made: Step = {
		sql: `ALTER TABLE ${only ? 'ONLY ' : ''}${table.name} ADD ${clause}`,
		rank: rankOf.create + 20 + ranks[key.kind],
		creates: [own.node],
		after: [
			`table ${table.name}`,
			...neededFor(key),
			...columnsOf(key).map((column) => columnNode(table.name, column)),
			...(only ? nodesBelow(own, context) : []),
			...(isInTheWayOfTie(own, context) ? [`tied ${table.name}`] : []),
			...takers,
			...(key.kind === 'primaryKey' && isHeld(table, columnsOf(key)) ? [] : [rowsNode(table.name)])
		],
		takes: [...namesOf(table.name, key), ...comingWith(own, context).map(({ name }) => relationName(name))],
		...(!only && takers.length === 0 && { clauseOf: { node: `table ${table.name}`, clause } })
	};
	return [made, ...(making === 'attached' ? [attach(own, context)] : []), ...more];
}

/**
 * Whether columns from above are NOT NULL by themselves because of a primary key: only together with its table does that give
 * their NOT NULLs names of their own.
 */
export function isHeld({ columns, options }: Table, key: readonly string[]): boolean {
	return (
		options.partitionOf === undefined &&
		columns.some(({ name, options: { notNullOwn } }) => notNullOwn === true && key.includes(name))
	);
}

/** The nodes of the same constraint where tables below have it themselves: it must be there before it comes from above. */
function ownBelow(schema: Schema, table: Table, constraint: Constraint): readonly string[] {
	return descendantsOf(schema, table.name).flatMap((heir) =>
		heir.constraints
			.filter((other) => other.options.inherited !== true && comesFrom(other, constraint))
			.map(({ name }) => constraintNode(heir.name, name ?? ''))
	);
}

/** The nodes of the constraints that tables below have because of this one. */
function inheritedNodes(
	schema: Schema,
	table: Table,
	constraint: Constraint,
	isMeant: (heir: Table) => boolean = () => true
): readonly string[] {
	return descendantsOf(schema, table.name)
		.filter(isMeant)
		.flatMap((heir) =>
			heir.constraints
				.filter((other) => other.options.inherited === true && comesFrom(other, constraint))
				.map(({ name }) => constraintNode(heir.name, name ?? ''))
		);
}

/** Whether a table below has a constraint already when it comes under the one above. */
function comesReady(heir: Table, { kind }: Constraint, context: PlanContext): boolean {
	return kind === 'check' && isTied(heir.name, context);
}

/** Whether a constraint of a child is one of its parent. */
export function comesFrom(child: Constraint, parent: Constraint): boolean {
	if (child.kind !== parent.kind) return false;
	if (child.kind === 'check') return child.name === parent.name && parent.options.noInherit !== true;
	return (
		child.kind === 'foreignKey' &&
		parent.kind === 'foreignKey' &&
		child.table === parent.table &&
		JSON.stringify(child.columns) === JSON.stringify(parent.columns)
	);
}

/** Says that a table has lost a constraint. */
export function droppedNode(table: string, constraint: string): string {
	return `dropped ${constraintNode(table, constraint)}`;
}

/** The step that drops a constraint of a table. */
export function dropConstraint(table: Table, constraint: Constraint, context: PlanContext): Step {
	const own = isKey(constraint) ? keyInTree(table.name, constraint) : undefined;
	const parts = own === undefined ? [] : allPartsBelow(context.from, own.name);
	const holder = own && holderOf(own, context);
	return {
		sql: `ALTER TABLE ${table.name} DROP CONSTRAINT ${identifier(constraint.name ?? '')}`,
		rank: rankOf.drop - ranks[constraint.kind],
		creates: [
			droppedNode(table.name, constraint.name ?? ''),
			...(constraint.kind === 'primaryKey' ? [keylessNode(table.name)] : [])
		],
		drops: [
			constraintNode(table.name, constraint.name ?? ''),
			...parts.map(({ node }) => node),
			...inheritedNodes(context.from, table, constraint)
		],
		before: [`table ${table.name}`, ...(own ? neededFor(constraint) : (constraint.needs ?? []))],
		frees: [...namesOf(table.name, constraint), ...parts.map(({ name }) => relationName(name))],
		...(holder && { forces: [holder.node] })
	};
}

/** The names a constraint has taken, which its table gives back when it goes. */
export function namesFreed(table: Table): readonly string[] {
	return table.constraints.flatMap((constraint) => namesOf(table.name, constraint));
}

/** The steps that say what a constraint, or the index below it, is for; `from` is what it was. */
export function commentSteps(table: Table, from: Constraint | undefined, to: Constraint): readonly Step[] {
	const name = to.name ?? '';
	const node = constraintNode(table.name, name);
	const { indexComment } = to.options;
	return [
		...(from?.comment === to.comment
			? []
			: [commentOn(`CONSTRAINT ${identifier(name)} ON ${table.name}`, to.comment, node)]),
		...(from?.options.indexComment === indexComment
			? []
			: [
					commentOn(
						`INDEX ${besides(table.name, name)}`,
						typeof indexComment === 'string' ? indexComment : undefined,
						node
					)
				])
	];
}
