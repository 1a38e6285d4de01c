import type { PlanContext } from './kind.ts';
import { childrenOf, tableIn } from './family.ts';
import { isIndexKept } from './index-kept.ts';
import { isKeyKept } from './key-kept.ts';
import {
	allPartsBelow,
	couldBePart,
	indexesOn,
	indexIn,
	isUsual,
	partsBelow,
	type TreeIndex
} from './index-tree.ts';
import { hasOwnNames } from './locality.ts';
import { goesAlong, isReleased, isRebuilt, isTied } from './ties.ts';

/**
 * How an index of the later schema comes to be:
 *
 * - `made`: by a statement of its own, and it is part of nothing.
 * - `attached`: by a statement of its own, and then it is made a part of the one above.
 * - `adopted`: by a statement of its own, before its table comes under the one above, which makes it a part.
 * - `withTable`, `withTie`, `withAbove`: PostgreSQL makes it together with its table, when its table comes under the one above,
 *   or with the index above.
 */
export type Making = 'made' | 'attached' | 'adopted' | 'withTable' | 'withTie' | 'withAbove';

/** How an index that is not there, or does not stay, comes to be. */
export function makingOf(index: TreeIndex, context: PlanContext): Making {
	const above = indexIn(context.to, index.above);
	if (above === undefined) return 'made';
	if (!precedes(above, context)) return isMadeByHand(above, context) ? 'attached' : 'withAbove';
	const usual = isUsual(index, context.to);
	if (isNew(index.table, context)) {
		if (!isMadeApart(index.table, context)) return 'withTable';
		return usual ? 'withTie' : 'adopted';
	}
	if (isTied(index.table, context)) return usual ? 'withTie' : 'adopted';
	// The one above comes when its own table comes under another.
	if (!isLasting(above, context)) return usual ? 'withAbove' : 'adopted';
	return 'attached';
}

function isNew(table: string, context: PlanContext): boolean {
	return tableIn(context.from, table) === undefined || isRebuilt(table, context);
}

/** Whether an index is there, and stays. */
export function isLasting(index: TreeIndex, context: PlanContext): boolean {
	const [from, to] = [indexIn(context.from, index.name), indexIn(context.to, index.name)];
	if (from === undefined || to === undefined || from.table !== to.table || isRebuilt(index.table, context))
		return false;
	if (context.forced.has(index.node) || goesWithAbove(from, context)) return false;
	if (from.of.kind === 'index') {
		return to.of.kind === 'index' && isIndexKept(from.of, to.of, context) && !isInTheWayOfTie(to, context);
	}
	return (
		to.of.kind !== 'index' && isKeyKept(from.of, to.of, to.table, context) && !isInTheWayOfTie(to, context)
	);
}

/** Whether an index is there when partitions of its table are made or come under it. */
function precedes(index: TreeIndex, context: PlanContext): boolean {
	if (isLasting(index, context)) return true;
	return ['withTable', 'withTie'].includes(makingOf(index, context)) && index.above !== undefined;
}

/** Whether an index is made without its parts, which are attached to it one by one. */
export function isMadeByHand(index: TreeIndex, context: PlanContext): boolean {
	const { to } = context;
	if (index.of.options.invalid === true) return true;
	if (childrenOf(to, index.table).length === 0) return false;
	return (
		allPartsBelow(to, index.name).some((part) => !isUsual(part, to)) ||
		childrenOf(to, index.table).some(({ name }) =>
			indexesOn(to, name).some(
				(other) => other.above === undefined && couldBePart(other, index) && isLasting(other, context)
			)
		)
	);
}

/** Whether a new partition is made as a table by itself, for it brings along what PostgreSQL would make another way. */
export function isMadeApart(table: string, context: PlanContext): boolean {
	const made = tableIn(context.to, table);
	if (made?.options.partitionOf === undefined) return false;
	if (hasOwnNames(made, context)) return true;
	return indexesOn(context.to, table).some((index) => {
		const above = indexIn(context.to, index.above);
		return above !== undefined && !isUsual(index, context.to) && precedes(above, context);
	});
}

/** Whether an index would be taken for the part that another one is to be when its table comes under the one above. */
export function isInTheWayOfTie(index: TreeIndex, context: PlanContext): boolean {
	const table = tableIn(context.to, index.table);
	const { partitionOf } = table?.options ?? {};
	if (index.above !== undefined || typeof partitionOf !== 'string') return false;
	const tied = isNew(index.table, context) ? isMadeApart(index.table, context) : isTied(index.table, context);
	return (
		tied &&
		indexesOn(context.to, partitionOf).some((above) => couldBePart(index, above) && precedes(above, context))
	);
}

/** The indexes made in this script that would take it for their part, if they came later. */
export function takersOf(index: TreeIndex, context: PlanContext): readonly TreeIndex[] {
	const { partitionOf } = tableIn(context.to, index.table)?.options ?? {};
	if (index.above !== undefined || typeof partitionOf !== 'string') return [];
	return indexesOn(context.to, partitionOf).filter(
		(above) => couldBePart(index, above) && !precedes(above, context) && !isMadeByHand(above, context)
	);
}

/** Whether the index above goes, which takes it along. */
export function goesWithAbove(index: TreeIndex, context: PlanContext): boolean {
	const above = indexIn(context.from, index.above);
	if (above === undefined || isTakenOff(index.table, context)) return false;
	return !isLasting(above, context);
}

/** Whether its table is taken off the one above, so that the index is one by itself. */
function isTakenOff(table: string, context: PlanContext): boolean {
	const [from, to] = [tableIn(context.from, table), tableIn(context.to, table)];
	return (
		from !== undefined && to !== undefined && isReleased(from, to, context) && !goesAlong(from, to, context)
	);
}

/** The index above that must go as well, as this one cannot go from under it. */
export function holderOf(index: TreeIndex, context: PlanContext): TreeIndex | undefined {
	const above = indexIn(context.from, index.above);
	if (above === undefined || isTakenOff(index.table, context) || !isLasting(above, context)) return undefined;
	return tableIn(context.to, index.table) === undefined ? undefined : above;
}

/** The parts that come with an index. */
export function comingWith(index: TreeIndex, context: PlanContext): readonly TreeIndex[] {
	return partsBelow(context.to, index.name)
		.filter((part) => !isLasting(part, context) && makingOf(part, context) === 'withAbove')
		.flatMap((part) => [part, ...comingWith(part, context)]);
}
