import { earlierNames } from '../schema/earlier-names.ts';
import type { Schema } from '../schema/model.ts';
import type { ColumnFates, RowFate, RowSides, RowsPage } from './rows.ts';

/** What became of a table between two moments: counts are exact, rows are the first few. */
export interface TableFates {
	/** Its name now, or what it was called where it is gone. */
	readonly table: string;
	/** Its name before, where that is another. */
	readonly was?: string;
	readonly fate: 'kept' | 'added' | 'lost';
	readonly rows: Readonly<Record<RowFate, number>>;
	/** The columns with values that are not as they were; where the table is new or gone, its rows tell all. */
	readonly columns: readonly ColumnFates[];
	/** How rows were matched, in words. */
	readonly identity: string;
	/** The first rows that are changed or lost, with the page's own columns. */
	readonly examples: RowsPage;
	/** Why nothing is known of its rows before, in a sentence; then nothing here is counted. */
	readonly notKept?: string;
}

/** Whether rows of a table, or values in rows that stay, are lost; of a table that is gone, also where nobody could count. */
export function isLossy({ fate, rows, columns, notKept }: TableFates): boolean {
	if (notKept !== undefined) return fate === 'lost';
	return rows.lost > 0 || columns.some(({ lost }) => lost > 0);
}

/** Whether anything that was counted is otherwise than before. */
export function differs({ rows, columns }: TableFates): boolean {
	return (
		rows.lost + rows.changed + rows.added > 0 ||
		columns.some(({ changed, lost, gained }) => changed + lost + gained > 0)
	);
}

/** The tables to look at, by their names at two moments. */
export interface TableNames {
	readonly before: ReadonlySet<string>;
	readonly after: ReadonlySet<string>;
}

/** The names of all tables of a schema. */
export function tableNames({ objects }: Schema): ReadonlySet<string> {
	return new Set(objects.flatMap((object) => (object.kind === 'table' ? [object.name] : [])));
}

/**
 * What became of these tables between the two moments of `sides`. Tables that have the same name and the same values
 * are left out.
 */
export async function tableFates(
	sides: RowSides,
	{ before: there, after: now }: TableNames
): Promise<readonly TableFates[]> {
	const renames = (sides.renames ?? []).filter(({ kind }) => kind === 'table');
	const names = earlierNames(renames);
	const kept = new Set<string>();
	const found: TableFates[] = [];
	for (const table of now) {
		const was = names.table(table);
		const stayed = there.has(was) && !(was === table && renames.some(({ from }) => from === table));
		if (stayed) kept.add(was);
		const fates = await fatesOf(sides, table, stayed ? 'kept' : 'added');
		found.push({ ...fates, ...(stayed && was !== table && { was }) });
	}
	for (const table of there) if (!kept.has(table)) found.push(await goneFates(sides, table, now));
	return found.filter(isTouched);
}

/** Asked for as if it had a name that no table has: another may have taken its own. */
async function goneFates(sides: RowSides, table: string, now: ReadonlySet<string>): Promise<TableFates> {
	let free = `${table} before`;
	while (now.has(free)) free += '_';
	const renames = [...(sides.renames ?? []), { kind: 'table', from: table, to: free } as const];
	return { ...(await fatesOf({ ...sides, renames }, free, 'lost')), table };
}

async function fatesOf(sides: RowSides, table: string, fate: TableFates['fate']): Promise<TableFates> {
	const { rows } = sides.after.dialect;
	const { counts, ...others } = await rows.fates(sides, table);
	return { table, fate, rows: counts, ...others };
}

function isTouched({ fate, was, rows, columns, notKept }: TableFates): boolean {
	const { changed, added, lost } = rows;
	return (
		fate !== 'kept' ||
		was !== undefined ||
		notKept !== undefined ||
		changed + added + lost > 0 ||
		columns.length > 0
	);
}
