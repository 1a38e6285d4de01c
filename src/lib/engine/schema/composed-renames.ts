import type { Change, Rename } from './change.ts';
import { renamesOf } from './rename-kinds.ts';
import { partsOf } from './type-parts.ts';

/**
 * The renames that lead from before these steps to after them. What is dropped on the way has no name any more, whatever takes
 * its name later; names that come back to what they were are left out.
 */
export function composedRenames(steps: readonly (readonly Change[])[]): Rename[] {
	/** What a table was called at first, by its name so far. */
	let tables: ReadonlyMap<string, string> = new Map();
	/** Columns that are called otherwise than at first. */
	let columns: readonly Column[] = [];
	let parts: readonly PartOfType[] = [];
	for (const changes of steps) {
		const renames = renamesOf(changes);
		tables = tablesAfter(tables, renames, changes);
		columns = columnsAfter(columns, renames, changes);
		parts = partsAfter(parts, renames, changes);
	}
	return [
		...[...tables].map(([to, from]) => ({ kind: 'table', from, to }) as const),
		...columns.map((column) => ({ kind: 'column', ...column }) as const),
		...parts
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

type PartOfType = Extract<Rename, { readonly type: string }>;

/** A part that goes leaves its type in a change of the whole type, and takes its rename along. */
function partsAfter(
	known: readonly PartOfType[],
	renames: readonly Rename[],
	changes: readonly Change[]
): readonly PartOfType[] {
	const moved = renames.filter((rename) => 'type' in rename);
	const is = (part: PartOfType, { kind, type }: PartOfType, name: string) =>
		part.kind === kind && part.type === type && part.to === name;
	const first = (one: PartOfType) => known.find((part) => is(part, one, one.from))?.from ?? one.from;
	const gone = changes.flatMap((change) => {
		if (change.kind === 'dropObject') return partsOf(change.object) ?? [];
		const [old, now] = change.kind === 'replaceObject' ? [change.from, change.to].map(partsOf) : [];
		return old ? [{ ...old, names: old.names.filter((name) => !now?.names.includes(name)) }] : [];
	});
	return [
		...known.filter((part) => !moved.some((one) => is(part, one, one.from))),
		...moved.map((one) => ({ ...one, from: first(one) }))
	].filter(
		({ kind, type, to }) =>
			!gone.some((one) => one.part === kind && one.type === type && one.names.includes(to))
	);
}

function droppedTables(changes: readonly Change[]): readonly string[] {
	return changes.flatMap((change) =>
		change.kind === 'dropObject' && change.object.kind === 'table' ? [change.object.name] : []
	);
}
