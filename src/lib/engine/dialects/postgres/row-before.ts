import type { Database } from '../../database.ts';
import type { RowSides } from '../../rows/rows.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import { keptSchema } from './kept-rows.ts';
import { columnsOf, nameInSchema, rowSource } from './row-source.ts';
import type { RowColumn, RowSource } from './row-source.ts';
import { tableMarks } from './table-marks.ts';
import type { KeptMoment } from './written-since.ts';

/** What is known of a table's rows before the last step. */
export type Before =
	/** They were kept; `moment` is absent where a row cannot tell whether it was written since. */
	| { readonly kind: 'kept'; readonly source: RowSource; readonly moment?: KeptMoment }
	/** There was no such table. */
	| { readonly kind: 'absent' }
	/** They were not kept, and are what they are now but for columns that the table has got, as nobody has written a row since. */
	| { readonly kind: 'untouched'; readonly source: RowSource; readonly added: readonly RowColumn[] }
	| { readonly kind: 'notKept'; readonly why: string };

/** Why nothing is known of a table's rows, with the reason to follow. */
export const notKept = 'The rows from before this step were not kept for this table';

/** That the step's text does not tell of a table. */
export const nothingNamed = 'nothing named it before the step began';

/** Finds the rows of a table that is called `name` now, from before what is kept under `sides.kept`. */
export async function rowsBefore({ after, kept = '', renames }: RowSides, table: string): Promise<Before> {
	const schema = keptSchema(kept);
	const { rows: found } = await after.query('SELECT pg_catalog.to_regclass($1) IS NOT NULL', [
		`${schema}.tables`
	]);
	if (found[0]?.[0] !== true)
		return { kind: 'notKept', why: 'The rows from before this step were not kept.' };
	const tables = renames?.filter(({ kind }) => kind === 'table') ?? [];
	const name = earlierNames(tables).table(table);
	// A table that took the name of one that was renamed away is another table.
	if (name === table && tables.some(({ from }) => from === table)) return { kind: 'absent' };
	const { rows } = await after.query(
		`SELECT oid, kind, kept, key::text, reason, mark, started = pg_catalog.pg_postmaster_start_time()::text,
			pg_catalog.to_jsonb(t)::text, xmin::text
		FROM ${schema}.tables AS t WHERE name = $1`,
		[name]
	);
	const [row] = rows;
	if (!row) return { kind: 'absent' };
	const [oid, kind, from, key, reason, mark, sameStart, whole, keeping] = row;
	if (from !== null && from !== undefined) {
		const { rows: relation } = await after.query('SELECT $1::regclass::oid', [from]);
		const { columns } = await columnsOf(after, relation[0]?.[0] ?? null);
		const place = ['tableoid', 'ctid'];
		return {
			kind: 'kept',
			source: { from: String(from), columns, key: JSON.parse(String(key)) as string[], place },
			...momentOf(Number(oid), String(whole), String(keeping))
		};
	}
	if (kind === 'v' || kind === 'f') {
		const what = kind === 'v' ? 'a view' : 'a foreign table';
		return { kind: 'notKept', why: `${notKept}: it is ${what}, and holds none itself.` };
	}
	const { width } = JSON.parse(String(whole)) as { readonly width?: number };
	const then = { oid: Number(oid), mark: String(mark), width };
	if (sameStart === true && (await isUntouched(after, name, then))) {
		const source = await rowSource(after, name);
		if (source) return { kind: 'untouched', ...apart(source, await columnsAfter(after, then)) };
	}
	const why = reason === null || reason === undefined ? nothingNamed : String(reason);
	return { kind: 'notKept', why: `${notKept}: ${why}.` };
}

/**
 * Absent where it was kept within another transaction, as what is written later may then bear an earlier number, and where
 * an older Updown has kept it.
 */
function momentOf(oid: number, table: string, writer: string): { readonly moment?: KeptMoment } {
	const { shape, keeping, count, writes } = JSON.parse(table) as Partial<KeptMoment>;
	const isWhole = shape && keeping === writer && count !== undefined && writes !== undefined;
	return isWhole ? { moment: { oid, keeping, count, shape, writes } } : {};
}

/** A table without some of its columns, and these. */
function apart(
	source: RowSource,
	names: ReadonlySet<string>
): { readonly source: RowSource; readonly added: readonly RowColumn[] } {
	const added = source.columns.filter(({ name }) => names.has(name));
	return { source: { ...source, columns: source.columns.filter(({ name }) => !names.has(name)) }, added };
}

interface Then {
	readonly oid: number;
	readonly mark: string;
	/** The number of its last column; absent where an older Updown has noted it. */
	readonly width: number | undefined;
}

/** Whether no row of the table, which must still have its name, was written, and no column that it had is another one. */
async function isUntouched(database: Database, name: string, { oid, mark, width }: Then): Promise<boolean> {
	const { rows } = await database.query(
		`SELECT pg_catalog.pg_stat_force_next_flush(), ${nameInSchema} = $2
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1`,
		[oid, name]
	);
	return rows[0]?.[1] === true && (await tableMarks(database, oid, width)).get(oid)?.mark === mark;
}

/** The names of the columns that a table has got. */
async function columnsAfter(database: Database, { oid, width }: Then): Promise<ReadonlySet<string>> {
	if (width === undefined) return new Set();
	const { rows } = await database.query(
		'SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attnum > $2 AND NOT attisdropped',
		[oid, width]
	);
	return new Set(rows.map(([name]) => String(name)));
}
