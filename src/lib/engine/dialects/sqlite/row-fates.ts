import type { Database, Value } from '../../database.ts';
import { columnPlaces, fatedRow, type ColumnPlaces } from '../fated-row.ts';
import { countOf, fateAsked } from '../fated-side.ts';
import type { RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
import { readWideRows } from '../wide-rows.ts';
import type { Rename } from '../../schema/change.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import { holdSame } from './row-identity.ts';
import { rowsOf, withMatched } from './row-match.ts';
import type { Matched } from './row-match.ts';
import { contains } from './row-search.ts';
import { rowSource } from './row-source.ts';

/**
 * A page of every row that a table has (`now`) or had (`main`), with its fate. `renames` are the step's.
 */
export async function fatedPage(
	database: Database,
	renames: readonly Rename[],
	request: RowsRequest
): Promise<RowsPage> {
	const page = await matchedTable(database, renames, request.table, (matched) =>
		readPage(database, matched, request)
	);
	return page ?? { columns: [], rows: [], total: 0 };
}

/** Does `work` with the rows of a table on both sides; undefined where neither has it. */
export async function matchedTable<Result>(
	database: Database,
	renames: readonly Rename[],
	table: string,
	work: (matched: Matched) => Promise<Result>
): Promise<Result | undefined> {
	const tables = renames.filter(({ kind }) => kind === 'table');
	const was = earlierNames(tables).table(table);
	// A table that took the name of one that was renamed away is another table.
	const isOther = was === table && tables.some(({ from }) => from === table);
	const before = isOther ? undefined : await rowSource(database, 'main', was);
	const after = await rowSource(database, 'now', table);
	if (!before && !after) return undefined;
	return withMatched(database, before, after, { renames, table }, work);
}

/** A page of the matched rows. */
export async function readPage(
	database: Database,
	matched: Matched,
	request: RowsRequest
): Promise<RowsPage> {
	const { fates } = matched;
	const { search } = request;
	const fate = fateAsked(request);
	const { from, keys } = rowsOf(matched, fate);
	const conditions = [
		...(search ? [searchCondition(matched)] : []),
		...(fate ? [`${matched.fate} = '${fate}'`] : [])
	];
	const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
	const params = search ? [search] : [];
	const total = search
		? Number((await database.query(`SELECT count(*) FROM ${from} ${where}`, params)).rows[0]?.[0])
		: countOf(fates, fate);
	const order = orderOf(matched, keys, request.orderBy);
	const converted = matched.shared.filter(({ converts }) => converts);
	const same = converted.map((column) => holdSame([column]));
	const rows = await readWideRows(
		database,
		[matched.fate, ...matched.after, ...matched.before, ...same],
		`FROM ${from} ${where} ${order} LIMIT ${request.limit} OFFSET ${request.offset}`,
		params
	);
	const places = matched.columns.map((_, at) => columnPlaces(matched, at));
	return {
		columns: matched.columns,
		rows: rows.map((row) => fatedRow(places, matchedRow(matched, row))),
		total,
		fates,
		identity: matched.identity,
		tellers: matched.tellers.map(({ after }) => after)
	};
}

/** What stands in a row now or, where it is another or gone, stood in it before. */
function searchCondition({ after, before, shared, fate }: Matched): string {
	const still = new Set(shared.map(({ beforeAt }) => beforeAt));
	const now = contains([...after, ...before.filter((_, at) => !still.has(at))]);
	return `(${now} OR (${fate} IN ('changed', 'lost') AND ${contains(before)}))`;
}

/** A column is ordered by what it holds now, and in rows that are gone by what it held. */
function orderOf(matched: Matched, keys: readonly string[], orderBy: RowsRequest['orderBy']): string {
	const terms = [...keys];
	const at = orderBy ? matched.columns.findIndex(({ name }) => name === orderBy.column) : -1;
	if (orderBy && at >= 0) {
		const { now, then } = columnPlaces(matched, at);
		const present = now === undefined ? undefined : matched.after[now];
		const past = then === undefined ? undefined : matched.before[then];
		const cell =
			present === undefined || past === undefined
				? (present ?? past ?? 'NULL')
				: `iif(${matched.fate} = 'lost', ${past}, ${present})`;
		terms.unshift(`${cell} ${orderBy.descending ? 'DESC' : 'ASC'}`);
	}
	return terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '';
}

/** SQLite says whether a column holds the same where its type is another one now; other values are compared as they come. */
function matchedRow({ after, before, shared }: Matched, row: readonly Value[]) {
	const now = row.slice(1, 1 + after.length);
	const then = row.slice(1 + after.length, 1 + after.length + before.length);
	const told = row.slice(1 + after.length + before.length);
	const converted = shared.filter(({ converts }) => converts);
	return {
		fate: row[0] as RowFate,
		now,
		then,
		isSame: (column: ColumnPlaces) => {
			const one = shared[column.shared ?? -1];
			if (one?.converts) return told[converted.indexOf(one)] === 1;
			return sameValue(now[column.now ?? -1] ?? null, then[column.then ?? -1] ?? null);
		}
	};
}

function sameValue(a: Value, b: Value): boolean {
	if (a instanceof Uint8Array && b instanceof Uint8Array) {
		return a.length === b.length && a.every((byte, at) => byte === b[at]);
	}
	return a === b;
}
