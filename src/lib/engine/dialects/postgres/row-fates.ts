import type { Database, Value } from '../../database.ts';
import { columnPlaces, fatedRow, type ColumnPlaces } from '../fated-row.ts';
import { countOf, fateAsked } from '../fated-side.ts';
import type { RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
import { readWideRows } from '../wide-rows.ts';
import { rowsOf } from './joined-sides.ts';
import { holdSame } from './row-match.ts';
import type { Cell, Matched } from './row-match.ts';
import { contains } from './row-search.ts';
import { plainCell } from './row-source.ts';

/** A page of matched rows, each with its fate. */
export async function fatedPage(
	database: Database,
	matched: Matched,
	request: RowsRequest
): Promise<RowsPage> {
	const { fates } = matched;
	const { search, orderBy, limit, offset } = request;
	const fate = fateAsked(request);
	const page = search || orderBy ? undefined : { limit, offset };
	const { from, keys, isPage } = rowsOf(matched, fate, page);
	const conditions = [
		...(search ? [searchCondition(matched)] : []),
		...(fate ? [`${matched.fate} = '${fate}'`] : [])
	];
	const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
	const params = search ? [search] : [];
	const total = search
		? Number((await database.query(`SELECT count(*) FROM ${from} ${where}`, params)).rows[0]?.[0])
		: countOf(fates, fate);
	const order = orderOf(matched, keys, orderBy);
	const rows = await readWideRows(
		database,
		[
			matched.fate,
			...[...matched.after, ...matched.before].map(({ sql }) => sql),
			...matched.shared.map(holdSame)
		],
		`FROM ${from} ${where} ${order} LIMIT ${limit} OFFSET ${isPage ? 0 : offset}`,
		params
	);
	const places = matched.columns.map((_, at) => columnPlaces(matched, at));
	return {
		columns: matched.columns,
		rows: rows.map((row) => fatedRow(places, matchedRow(matched, row))),
		total,
		fates,
		identity: matched.identity,
		tellers: matched.tellers.map(({ after }) => after.name)
	};
}

/** What stands in a row now or, where it is another or gone, stood in it before. */
function searchCondition({ after, before, shared, fate }: Matched): string {
	const still = new Set(shared.map(({ beforeAt }) => beforeAt));
	const now = contains([...after, ...before.filter((_, at) => !still.has(at))].map(searched));
	return `(${now} OR (${fate} IN ('changed', 'lost') AND ${contains(before.map(searched))}))`;
}

function searched({ sql, column }: Cell) {
	return { sql, binary: column.binary };
}

/** A column is ordered by what it holds now, and in rows that are gone by what it held. */
function orderOf(matched: Matched, keys: readonly string[], orderBy: RowsRequest['orderBy']): string {
	const terms = [...keys];
	const at = orderBy ? matched.columns.findIndex(({ name }) => name === orderBy.column) : -1;
	if (orderBy && at >= 0) {
		const { now, then } = columnPlaces(matched, at);
		const cell = orderedCell(
			matched,
			now === undefined ? undefined : matched.after[now],
			then === undefined ? undefined : matched.before[then]
		);
		terms.unshift(`${cell} ${orderBy.descending ? 'DESC' : 'ASC'}`);
	}
	// What is not ordered by is worked out after the sort, which must then carry the columns of both sides: too many.
	return `ORDER BY ${[...terms, matched.fate].join(', ')}`;
}

function orderedCell({ fate }: Matched, now: Cell | undefined, then: Cell | undefined): string {
	const only = now ?? then;
	if (!only) return 'NULL';
	if (!now || !then) return only.column.sortable ? only.sql : `${only.sql}::text`;
	const [present, past] = [plainCell(now.column, now.sql), plainCell(then.column, then.sql)];
	const either = (type: string) =>
		`CASE WHEN ${fate} = 'lost' THEN ${past}${type} ELSE ${present}${type} END`;
	if (now.column.numeric && then.column.numeric) {
		return now.column.type === then.column.type ? either('') : either('::text::numeric');
	}
	const asTheyAre = now.column.type === then.column.type && now.column.sortable && then.column.sortable;
	return asTheyAre ? either('') : either('::text');
}

/** PostgreSQL says of every shared column whether it holds the same. */
function matchedRow({ after, before }: Matched, row: readonly Value[]) {
	const past = 1 + after.length;
	const same = past + before.length;
	return {
		fate: row[0] as RowFate,
		now: row.slice(1, past),
		then: row.slice(past, same),
		isSame: ({ shared }: ColumnPlaces) => shared !== undefined && row[same + shared] === true
	};
}
