import type { Database, Queryable } from '../../database.ts';
import { inUserSchema } from './objects/records.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { RowNumbers } from '../../rows/row-numbers.ts';
import { exampleRequest, shownExamples } from '../../rows/rows.ts';
import type { RowCounts, RowSides } from '../../rows/rows.ts';
import { tableFates } from '../../rows/table-fates.ts';
import type { TableFates } from '../../rows/table-fates.ts';
import { isFull } from './catch-rows.ts';
import type { CaughtTable } from './catch-rows.ts';
import { caughtSides } from './caught-sides.ts';
import { countColumnFates } from './column-fates.ts';
import { readFates } from './few-fates.ts';
import { nameInSchema } from './row-source.ts';
import { fatedPage } from './row-fates.ts';
import { matchSides } from './row-match.ts';
import type { Matched } from './row-match.ts';
import { nothingNamed, notKept } from './row-before.ts';
import { noRows, rowCounts } from './rows.ts';
import { lastOfSystem } from './system-oids.ts';
import { writesOf } from './writes-of.ts';

/** How many rows of a table were written, by its name. */
export type RowsWritten = ReadonlyMap<string, number>;

const writtenNow = writesOf('c.oid');

/** How many rows of each table the session has written that it has not yet written down. */
export async function rowsWritten(database: Queryable): Promise<RowsWritten> {
	const { rows } = await database.query(
		`SELECT ${nameInSchema}, ${writtenNow} FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
		WHERE c.oid > ${lastOfSystem} AND c.relkind IN ('r', 'p', 'm') AND ${inUserSchema}
			AND c.relname <> '${ledgerTable}' AND ${writtenNow} > 0`
	);
	return new Map(rows.map(([name, many]) => [String(name), Number(many)]));
}

/** What became of the rows of the tables that were written, where every row was caught when it was written. */
export function caughtFates(
	sides: RowSides,
	tables: readonly CaughtTable[],
	{ written, counts }: { readonly written: RowsWritten; readonly counts: RowNumbers }
): Promise<readonly TableFates[]> {
	const names = new Set(written.keys());
	return tableFates(sides, { before: names, after: names }, async (_, name) => {
		const table = tables.find((one) => one.name === name);
		if (!table) return unknown(nothingNamed);
		if (await mayMiss(sides.after, table)) {
			const megabytes = Math.round(table.most / 1024 / 1024);
			return unknown(`the rows that were written were more than ${megabytes} MB`);
		}
		const before = counts.has(name) ? counts.of(name) : undefined;
		return fatesOf(sides, table, { many: written.get(name) ?? 0, before });
	});
}

function unknown(why: string): RowCounts {
	return { ...noRows, notKept: `${notKept}: ${why}.` };
}

/** Of more rows only some are shown, and those that are not may be large. */
const fewToRead = shownExamples;

async function fatesOf(
	sides: RowSides,
	table: CaughtTable,
	{ many, before }: { readonly many: number; readonly before: number | undefined }
): Promise<RowCounts> {
	const { after: database } = sides;
	const { name } = table;
	const naming = { renames: [], table: name };
	const part = matchSides({ ...caughtSides(table, many), untouched: 0 }, naming);
	// A row of which the key was changed is two.
	const read =
		many <= fewToRead ? await readFates(database, part, { table: name, most: 2 * many }) : undefined;
	const { matched: some, columns } = read ?? (await countColumnFates(database, part));
	const { changed, added, lost } = some.fates;
	const was = before ?? (await countIn(database, table.from)) - added + lost;
	const matched: Matched = { ...some, fates: { ...some.fates, kept: was - changed - lost } };
	const request = exampleRequest(name, matched.fates);
	const examples = read?.page(matched, request) ?? (await fatedPage(database, matched, request));
	return rowCounts(sides, name, { matched, columns, examples });
}

async function mayMiss(database: Database, table: CaughtTable): Promise<boolean> {
	return !table.once && (await database.query(`SELECT ${isFull(table)}`)).rows[0]?.[0] === true;
}

async function countIn(database: Database, from: string): Promise<number> {
	return Number((await database.query(`SELECT count(*) FROM ${from}`)).rows[0]?.[0]);
}
