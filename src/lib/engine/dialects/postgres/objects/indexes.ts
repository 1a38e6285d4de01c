import { objectKey, type Index } from '../../../schema/model.ts';
import { listed } from '../../../text/names.ts';
import { namePartsOf } from '../object-names.ts';
import { rankOf, type Step } from '../step.ts';
import { rowsNode } from './constraint-steps.ts';
import { losesColumn, tableIn } from './family.ts';
import { relationName } from './fallen.ts';
import {
	comingWith,
	goesWithAbove,
	holderOf,
	isInTheWayOfTie,
	isMadeByHand,
	makingOf,
	takersOf
} from './index-fate.ts';
import { isIndexKept } from './index-kept.ts';
import { indexOf, indexText } from './index-model.ts';
import { attach, cameAlong, neededFor, nodesBelow } from './index-parts.ts';
import { indexQuery, type IndexRow } from './index-rows.ts';
import { allPartsBelow, indexInTree, type TreeIndex } from './index-tree.ts';
import { releasedNode } from './inheritance.ts';
import type { ObjectKind, PlanContext } from './kind.ts';
import { isMadeAgain } from './made-again.ts';
import { records } from './records.ts';
import { indexMarks, settingChanges } from './table-settings.ts';

/** Indexes but those behind constraints. */
export const indexes: ObjectKind<'index'> = {
	kinds: ['index'],

	async read(database) {
		const rows = await records<IndexRow>(database, indexQuery);
		return rows.map((row) => ({
			object: indexOf(row),
			nodes: [{ catalog: 'pg_class', oid: row.oid, node: objectKey({ kind: 'index', name: row.name }) }]
		}));
	},

	create(index, context) {
		const key = objectKey(index);
		const own = indexInTree(index);
		const making = makingOf(own, context);
		const only = isMadeByHand(own, context);
		const more = [...statisticsSteps(undefined, index), ...indexMarks(index.table, index.name, context)];
		if (making.startsWith('with')) return [cameAlong(own, making, context), ...more];
		const made: Step = {
			sql: indexText(index, only),
			rank: rankOf.create + 50,
			creates: [key],
			after: [
				...neededFor(index),
				`table ${index.table}`,
				rowsNode(index.table),
				...nodesBelow(own, context),
				...(isInTheWayOfTie(own, context) ? [`tied ${index.table}`] : []),
				...takersOf(own, context).map(({ node }) => node)
			],
			takes: [index, ...comingWith(own, context)].map(({ name }) => relationName(name))
		};
		return [made, ...(making === 'attached' ? [attach(own, context)] : []), ...more];
	},

	drop(index, context) {
		const key = objectKey(index);
		const own = indexInTree(index);
		const kept = context.later(key) !== undefined;
		if (!kept && isGone(index, context)) return [];
		if (goesWithAbove(own, context)) return [];
		const parts = allPartsBelow(context.from, index.name);
		const holder = holderOf(own, context);
		return [
			{
				sql: dropText(index, parts),
				rank: rankOf.drop - 2,
				drops: [key, ...parts.map(({ node }) => node)],
				before: neededFor(index),
				frees: [index, ...parts].map(({ name }) => relationName(name)),
				after: [releasedNode(index.table)],
				...(holder && { forces: [holder.node] })
			}
		];
	},

	alter(from, to, context) {
		const own = indexInTree(to);
		if (!isIndexKept(from, to, context) || isInTheWayOfTie(own, context)) return undefined;
		const [old, now] = [from.options, to.options];
		const step = (action: string): Step => ({
			sql: `ALTER INDEX ${to.name} ${action}`,
			rank: rankOf.change,
			changes: [objectKey(to)]
		});
		return [
			...(old.with === now.with ? [] : settingChanges(old.with, now.with).map(step)),
			...(old.tablespace === now.tablespace
				? []
				: [step(`SET TABLESPACE ${String(now.tablespace ?? 'pg_default')}`)]),
			...statisticsSteps(isMadeAgain(to, context) ? undefined : from, to),
			...(old.partitionOf === now.partitionOf || makingOf(own, context) !== 'attached'
				? []
				: [attach(own, context)])
		];
	},

	moves: (_, to, context) => to.options.statistics !== undefined && isMadeAgain(to, context),
	address: ({ name }) => `INDEX ${name}`
};

/** A constraint on a partition may stand on a part of the index, and neither of the two can go before the other. */
function dropText({ name }: Index, parts: readonly TreeIndex[]): string {
	const constraints = parts
		.filter(({ of }) => of.kind !== 'index')
		.map((part) => namePartsOf(part.name).name);
	if (constraints.length === 0) return `DROP INDEX ${name}`;
	const said = listed(constraints).replaceAll('\n', ' ');
	return `-- Takes ${said} along, which ${constraints.length === 1 ? 'stands' : 'stand'} on parts of it.\nDROP INDEX ${name} CASCADE`;
}

function statisticsSteps(from: Index | undefined, to: Index): readonly Step[] {
	const [old, now] = [from?.options.statistics, to.options.statistics];
	if (old === now) return [];
	const pairs = (text: string | boolean | undefined) =>
		new Map(
			(typeof text === 'string' ? text.split(', ') : []).map((item) => item.split('=') as [string, string])
		);
	const [before, later] = [pairs(old), pairs(now)];
	return [...new Set([...before.keys(), ...later.keys()])]
		.filter((column) => before.get(column) !== later.get(column))
		.map((column) => ({
			sql: `ALTER INDEX ${to.name} ALTER COLUMN ${column} SET STATISTICS ${later.get(column) ?? '-1'}`,
			rank: rankOf.create + 60,
			after: [objectKey(to), ...neededFor(to)]
		}));
}

/** Whether what it is on goes, and it with that. */
function isGone(index: Index, context: PlanContext): boolean {
	const table = tableIn(context.to, index.table);
	if (table === undefined) return context.later(`materializedView ${index.table}`) === undefined;
	return losesColumn(index.needs, tableIn(context.from, index.table), table);
}
