import type { Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import { columnNode } from '../nodes.ts';
import { childrenOf, columnIn, parentsOf, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { stayingApart, unreachable } from './locality.ts';

/** What is known where ties are looked at. */
export type Surroundings = Pick<PlanContext, 'from' | 'to' | 'forced'>;

export interface Ties {
	/** The parents that a table has throughout. */
	readonly kept: readonly string[];
	/** Those it loses, and those it gets; one of which it is another part, or that stands at another place, counts as both. */
	readonly loosened: readonly string[];
	readonly tied: readonly string[];
}

/** The parents a table keeps, loses and gets, where it stays itself. */
export function tiesOf(from: Table, to: Table, context: Surroundings): Ties {
	const ties = tiesBy(from, to, context);
	return stayingApart(from, to, ties.kept, context)
		? { kept: [], loosened: parentsOf(from), tied: parentsOf(to) }
		: ties;
}

function tiesBy(from: Table, to: Table, context: Surroundings): Ties {
	const [old, now] = [parentsOf(from), parentsOf(to)];
	const kept: string[] = [];
	let place = -1;
	// A parent that is tied again comes last.
	for (const parent of now) {
		const before = old.indexOf(parent);
		if (before <= place || from.options.bound !== to.options.bound || isRebuilt(parent, context)) break;
		kept.push(parent);
		place = before;
	}
	const without = (parents: readonly string[]) => parents.filter((parent) => !kept.includes(parent));
	return { kept, loosened: without(old), tied: without(now) };
}

/** Whether the table is taken off a parent, before all else that changes in it. */
export function isReleased(from: Table, to: Table, context: Surroundings): boolean {
	return tiesOf(from, to, context).loosened.length > 0;
}

/** Whether the table comes under a parent once all else in it has changed. */
export function isTied(table: string, context: Surroundings): boolean {
	const [from, to] = [tableIn(context.from, table), tableIn(context.to, table)];
	return from !== undefined && to !== undefined && tiesOf(from, to, context).tied.length > 0;
}

/** The tables below it that stay below it. */
export function lastingHeirs(context: Surroundings, name: string): readonly Table[] {
	return childrenOf(context.from, name).flatMap((child) => {
		const later = tableIn(context.to, child.name);
		const stays =
			later !== undefined &&
			!isRebuilt(child.name, context) &&
			tiesOf(child, later, context).kept.includes(name);
		return stays ? [child, ...lastingHeirs(context, child.name)] : [];
	});
}

/** A parent that a table keeps, as it was and as it will be. */
export interface LastingParent {
	readonly from: Table;
	readonly to: Table;
}

/** The parents a table has throughout. */
export function lastingParents(from: Table, to: Table, context: Surroundings): readonly LastingParent[] {
	return tiesOf(from, to, context).kept.flatMap((name) => {
		const [old, now] = [tableIn(context.from, name), tableIn(context.to, name)];
		return old !== undefined && now !== undefined ? [{ from: old, to: now }] : [];
	});
}

const known = new WeakMap<Surroundings, Map<string, boolean>>();

/** Whether a table must be made anew, as PostgreSQL cannot turn it into the other where it is. */
export function isRebuilt(name: string, context: Surroundings): boolean {
	const answers = known.get(context) ?? new Map<string, boolean>();
	known.set(context, answers);
	const answer = answers.get(name) ?? mustBeRebuilt(name, context);
	answers.set(name, answer);
	return answer;
}

function mustBeRebuilt(name: string, context: Surroundings): boolean {
	const [from, to] = [tableIn(context.from, name), tableIn(context.to, name)];
	if (from === undefined || to === undefined) return false;
	return (
		context.forced.has(`table ${name}`) ||
		cannotBecome(from, to) ||
		replacesKey(to, context) ||
		goesAlong(from, to, context) ||
		(to.options.partitionOf === undefined && unreachable(from, to, tiesBy(from, to, context), context))
	);
}

/** Whether the two differ in something that is decided when a table is made. */
export function cannotBecome(from: Table, to: Table): boolean {
	if (from.options.partitionBy !== to.options.partitionBy || from.options.server !== to.options.server)
		return true;
	const { ofType } = to.options;
	if (ofType !== undefined && ofType !== from.options.ofType && !isInOrder(from, to)) return true;
	return to.columns.some(({ name, type }) => {
		const old = columnIn(from, name);
		return old !== undefined && old.type !== type && isInPartitionKey(to, name);
	});
}

/** Whether columns that go, and others that come, leave those of a table where they are to be: a type wants them in its own order. */
function isInOrder(from: Table, to: Table): boolean {
	const names = ({ columns }: Table) => columns.map(({ name }) => name);
	const stay = names(from).filter((name) => columnIn(to, name) !== undefined);
	return names(to).join('\n').startsWith(stay.join('\n'));
}

function isInPartitionKey({ options: { partitionBy } }: Table, column: string): boolean {
	return typeof partitionBy === 'string' && partitionBy.includes(identifier(column));
}

/** Whether another type takes the place of that of a column by which the rows are parted. */
function replacesKey(table: Table, { forced }: Surroundings): boolean {
	return table.columns.some(
		({ name }) => isInPartitionKey(table, name) && forced.has(columnNode(table.name, name))
	);
}

/** Whether a partition is made anew together with the table above it, so that rows find the right one again. */
export function goesAlong(from: Table, to: Table, context: Surroundings): boolean {
	const { partitionOf } = from.options;
	return (
		typeof partitionOf === 'string' &&
		to.options.partitionOf === partitionOf &&
		isRebuilt(partitionOf, context)
	);
}
