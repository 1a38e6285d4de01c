import { earlierNames } from '../schema/earlier-names.ts';
import type { Schema } from '../schema/model.ts';
import type { ColumnFates, RowFate, RowReader, RowSides, RowsPage } from './rows.ts';
import { inBoth, marksOf, type ValueMarks } from './value-marks.ts';

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
	/** As `RowCounts` has them, with the page's own columns. */
	readonly examples: RowsPage;
	/** Why nothing is known of its rows before, in a sentence; then nothing here is counted. */
	readonly notKept?: string;
	/** Rows and values among those that were added that had been lost by an earlier step and are as they were. */
	readonly restored?: Restored;
	/** By which what was lost, and what is restored, can be recognised; they are many. */
	readonly marks?: { readonly went?: ValueMarks; readonly back?: ValueMarks };
}

/** What came back as it was. */
export interface Restored {
	readonly rows: number;
	/** Rows that were others before the step, and are now what was lost; absent where there are none. */
	readonly changed?: number;
	readonly columns: readonly { readonly name: string; readonly values: number }[];
}

/** The same without what only serves to recognise values. */
export function withoutMarks({ marks: _marks, ...fates }: TableFates): TableFates {
	return fates;
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
 * What became of these tables between the two moments of `sides`, as `read` tells of each. Tables that have the same name and
 * the same values are left out.
 */
export async function tableFates(
	sides: RowSides,
	{ before: there, after: now }: TableNames,
	read: RowReader['fates'] = (given, table) => given.after.dialect.rows.fates(given, table)
): Promise<readonly TableFates[]> {
	const renames = (sides.renames ?? []).filter(({ kind }) => kind === 'table');
	const names = earlierNames(renames);
	const kept = new Set<string>();
	const found: TableFates[] = [];
	for (const table of now) {
		const was = names.table(table);
		const stayed = there.has(was) && !(was === table && renames.some(({ from }) => from === table));
		if (stayed) kept.add(was);
		const fates = await fatesOf(sides, table, stayed ? 'kept' : 'added', read);
		found.push({ ...fates, ...(stayed && was !== table && { was }) });
	}
	for (const table of there) if (!kept.has(table)) found.push(await goneFates(sides, table, now, read));
	return found.filter(isTouched);
}

/** Asked for as if it had a name that no table has: another may have taken its own. */
async function goneFates(
	sides: RowSides,
	table: string,
	now: ReadonlySet<string>,
	read: RowReader['fates']
): Promise<TableFates> {
	let free = `${table} before`;
	while (now.has(free)) free += '_';
	const renames = [...(sides.renames ?? []), { kind: 'table', from: table, to: free } as const];
	return { ...(await fatesOf({ ...sides, renames }, free, 'lost', read)), table };
}

async function fatesOf(
	sides: RowSides,
	table: string,
	fate: TableFates['fate'],
	read: RowReader['fates']
): Promise<TableFates> {
	const { counts, went, came, ...others } = await read(sides, table);
	const names = earlierNames((sides.renames ?? []).filter(({ kind }) => kind === 'table'));
	const marks = came && marksOf(table, came);
	const back = marks && inBoth(marks, sides.lost ?? []);
	// Those that were added come first.
	const added =
		marks && came.became
			? inBoth({ ...marks, rows: marks.rows.slice(0, came.rows.length) }, sides.lost ?? [])
			: back;
	return {
		table,
		fate,
		rows: counts,
		...others,
		...markedFates(went && marksOf(names.table(table), went), back, added)
	};
}

/** What of marks a table's fates tell. `added` is what of `back` did not come by rows that have changed. */
export function markedFates(
	went: ValueMarks | undefined,
	back: ValueMarks | undefined,
	added = back
): Pick<TableFates, 'restored' | 'marks'> {
	const isBack = back !== undefined && back.rows.length + back.cells.length > 0;
	if (!went && !isBack) return {};
	const rows = added?.rows.length ?? 0;
	return {
		...(isBack && {
			restored: {
				rows,
				...(back.rows.length > rows && { changed: back.rows.length - rows }),
				columns: back.cells.map(({ column, marks }) => ({ name: column, values: marks.length }))
			}
		}),
		marks: { ...(went && { went }), ...(isBack && { back }) }
	};
}

/** What these fates say was lost, to be recognised when a later step brings it back. */
export function wentMarks(tables: readonly TableFates[]): readonly ValueMarks[] {
	return tables.flatMap(({ marks }) => marks?.went ?? []);
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
