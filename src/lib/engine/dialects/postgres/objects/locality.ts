import type { Column, Constraint, Table } from '../../../schema/model.ts';
import { notNullName } from './not-null-name.ts';
import { columnIn, parentsOf, tableIn } from './family.ts';
import type { Surroundings } from './ties.ts';

/**
 * What a table has of its own and what only from its parents: PostgreSQL remembers it for columns, checks and NOT NULLs, and
 * there is no statement that turns the one into the other.
 */

interface Ties {
	readonly kept: readonly string[];
	readonly tied: readonly string[];
}

/** Something with a name that parents may have as well. */
interface Trait {
	readonly name: string;
	/** It is there without any parent. */
	readonly own: boolean;
}

type TraitsOf = (table: Table) => readonly Trait[];

const columns: TraitsOf = (table) =>
	table.columns.map(({ name, options }) => ({ name, own: options.inherited !== true }));

const checks: TraitsOf = (table) =>
	table.constraints
		.filter(({ kind, options }) => kind === 'check' && options.noInherit !== true)
		.map(({ name = '', options }: Constraint) => ({ name, own: options.inherited !== true }));

const notNulls: TraitsOf = (table) =>
	table.columns
		.filter(({ nullable, options }) => !nullable && options.notNullNoInherit !== true)
		.map((column) => ({ name: column.name, own: hasOwnNotNull(column) }));

/** Whether a column is NOT NULL by itself, and not only because of a parent. */
export function hasOwnNotNull({ options }: Column): boolean {
	return options.inherited === true ? options.notNullOwn === true : options.notNullInherited !== true;
}

/** What has to be made a table's own where a parent brings it along: a check once more, a NOT NULL once more. */
const mendable = new Set<TraitsOf>([checks, notNulls]);

/** The traits that are not as they must be where the table changes in place. */
function wrong(
	from: Table,
	to: Table,
	{ kept }: Ties,
	context: Surroundings,
	traits: TraitsOf
): readonly Trait[] {
	const has = (table: Table | undefined, name: string) =>
		table !== undefined && traits(table).some((trait) => trait.name === name);
	const above = kept.map((name) => [tableIn(context.from, name), tableIn(context.to, name)] as const);
	return traits(to).filter(({ name, own }) => {
		const old = traits(from).find((trait) => trait.name === name);
		const stays = above.some(([before, later]) => has(before, name) && has(later, name));
		const comes = above.some(([before, later]) => !has(before, name) && has(later, name));
		const becomes = old === undefined ? !comes : old.own || !stays;
		return becomes !== own && !(own && mendable.has(traits));
	});
}

/** Whether a table that inherits cannot get what it is to have of its own, or only from its parents, where it is. */
export function unreachable(from: Table, to: Table, ties: Ties, context: Surroundings): boolean {
	if (parentsOf(from).length === 0 && parentsOf(to).length === 0) return false;
	const all = [columns, checks, notNulls];
	const isWrong =
		all.some((traits) => wrong(from, to, ties, context, traits).length > 0) ||
		to.columns.some((column) => isMisnamed(from, to, column, ties.kept, context));
	return isWrong && !becomesAllOwn(to);
}

/** Whether everything is the table's own, which being taken off the parents and put back brings about. */
function becomesAllOwn(to: Table): boolean {
	return [columns, checks, notNulls].every((traits) => traits(to).every(({ own }) => own));
}

/** Whether a table must be taken off the parents that it keeps, and put back, to have things of its own or, as a partition, from above. */
export function stayingApart(
	from: Table,
	to: Table,
	kept: readonly string[],
	context: Surroundings
): boolean {
	if (kept.length === 0) return false;
	const ties = { kept, tied: [] };
	const misnamed = to.columns.some((column) => isMisnamed(from, to, column, kept, context));
	if (to.options.partitionOf === undefined) {
		return becomesAllOwn(to) && (misnamed || wrong(from, to, ties, context, columns).length > 0);
	}
	return (
		misnamed ||
		wrong(from, to, ties, context, notNulls).length > 0 ||
		wrong(from, to, ties, context, checks).length > 0
	);
}

/** Whether a NOT NULL that a partition has from above is called otherwise there, so that the table was there before it was a partition. */
export function hasOwnNames(table: Table, { to }: Pick<Surroundings, 'to'>): boolean {
	const parent = tableIn(to, String(table.options.partitionOf));
	return table.columns.some((column) => {
		const above = columnIn(parent, column.name);
		if (parent === undefined || column.nullable || hasOwnNotNull(column) || above === undefined) return false;
		return notNullName(above, parent) !== notNullName(column, table);
	});
}

/**
 * Whether the NOT NULL of a column cannot have the name it is to have while its table hangs on the parents that it keeps: one
 * that comes from above cannot be renamed, one that is renamed above takes those below along, and only if they have the same name.
 */
function isMisnamed(
	from: Table,
	to: Table,
	column: Column,
	kept: readonly string[],
	context: Surroundings
): boolean {
	if (column.nullable) return false;
	const [old, now] = [nameHandedOn(from, column.name), notNullName(column, to)];
	return kept.some((parent) => {
		const before = nameHandedOn(tableIn(context.from, parent), column.name);
		const later = nameHandedOn(tableIn(context.to, parent), column.name);
		if (later === undefined) return false;
		if (before === undefined) return !hasOwnNotNull(column) && now !== later;
		if (old !== undefined && old !== before) return before !== later || old !== now;
		return now !== later;
	});
}

/** The name of a column's NOT NULL, if it has one that tables below get as well. */
function nameHandedOn(table: Table | undefined, name: string): string | undefined {
	const column = columnIn(table, name);
	if (table === undefined || column?.nullable !== false || column.options.notNullNoInherit === true)
		return undefined;
	return notNullName(column, table);
}
