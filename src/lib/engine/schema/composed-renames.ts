import type { Change, Rename } from './change.ts';
import { renamesOf } from './renames-of.ts';

/**
 * The renames that lead from before these steps to after them. What is dropped on the way has no name any more, whatever takes
 * its name later; names that come back to what they were are left out.
 */
export function composedRenames(steps: readonly (readonly Change[])[]): Rename[] {
	/** What a table was called at first, by its name so far. */
	let tables: ReadonlyMap<string, string> = new Map();
	/** Columns that are called otherwise than at first. */
	let columns: readonly Column[] = [];
	for (const changes of steps) {
		const renames = renamesOf(changes);
		tables = tablesAfter(tables, renames, changes);
		columns = columnsAfter(columns, renames, changes);
	}
	return [
		...[...tables].map(([to, from]) => ({ kind: 'table', from, to }) as const),
		...columns.map((column) => ({ kind: 'column', ...column }) as const)
	].filter(({ from, to }) => from !== to);
}

/** A column by its names: `table` is the table's name so far. */
interface Column {
	readonly table: string;
	readonly from: string;
	readonly to: string;
}

/** Renames of one step are made at once: two tables may take each other's names. */
function tablesAfter(
	known: ReadonlyMap<string, string>,
	renames: readonly Rename[],
	changes: readonly Change[]
): ReadonlyMap<string, string> {
	const moved = renames.filter(({ kind }) => kind === 'table');
	const found = new Map(known);
	for (const { from } of moved) found.delete(from);
	for (const { from, to } of moved) found.set(to, known.get(from) ?? from);
	for (const table of droppedTables(changes)) found.delete(table);
	return found;
}

function columnsAfter(
	known: readonly Column[],
	renames: readonly Rename[],
	changes: readonly Change[]
): readonly Column[] {
	const tables = new Map(renames.flatMap(({ kind, from, to }) => (kind === 'table' ? [[from, to]] : [])));
	const followed = known.map((column) => ({ ...column, table: tables.get(column.table) ?? column.table }));
	const moved = renames.filter((rename) => rename.kind === 'column');
	const is = (column: Column, table: string, name: string) => column.table === table && column.to === name;
	const first = (table: string, name: string) =>
		followed.find((column) => is(column, table, name))?.from ?? name;
	const gone = new Set(droppedTables(changes));
	return [
		...followed.filter((column) => !moved.some(({ table, from }) => is(column, table, from))),
		...moved.map(({ table, from, to }) => ({ table, from: first(table, from), to }))
	].filter(
		(column) =>
			!gone.has(column.table) &&
			!changes.some((change) => change.kind === 'dropColumn' && is(column, change.table, change.column.name))
	);
}

function droppedTables(changes: readonly Change[]): readonly string[] {
	return changes.flatMap((change) =>
		change.kind === 'dropObject' && change.object.kind === 'table' ? [change.object.name] : []
	);
}
