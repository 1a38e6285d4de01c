import type { Database, Value } from '../../database.ts';
import type { FatedRow, RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
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
	const { from, fates } = matched;
	const { search } = request;
	const fate = request.fate === 'restored' ? undefined : request.fate;
	const conditions = [
		...(search ? [searchCondition(matched)] : []),
		...(fate ? [`${matched.fate} = '${fate}'`] : [])
	];
	const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
	const params = search ? [search] : [];
	const total = search
		? Number((await database.query(`SELECT count(*) FROM ${from} ${where}`, params)).rows[0]?.[0])
		: fate
			? fates[fate]
			: fates.kept + fates.changed + fates.added + fates.lost;
	const rows: Value[][] = [];
	const order = orderOf(matched, request.orderBy);
	const cells = [
		matched.fate,
		...[...matched.after, ...matched.before].map(({ sql }) => sql),
		...matched.shared.map(holdSame)
	];
	for (const some of pieces(cells)) {
		const piece = await database.query(
			`SELECT ${some.join(', ')} FROM ${from} ${where} ${order} LIMIT ${request.limit} OFFSET ${request.offset}`,
			params
		);
		for (const [at, values] of piece.rows.entries()) (rows[at] ??= []).push(...values);
	}
	const places = matched.columns.map((_, at) => placesOf(matched, at));
	return {
		columns: matched.columns,
		rows: rows.map((row) => fatedRow(matched, places, row)),
		total,
		fates,
		identity: matched.identity,
		tellers: matched.tellers.map(({ after }) => after.name)
	};
}

/** A query gives 1,664 columns at most; two sides of a wide table are more. */
const widest = 1000;

function pieces(cells: readonly string[]): readonly (readonly string[])[] {
	const count = Math.ceil(cells.length / widest);
	return Array.from({ length: count }, (_, at) => cells.slice(at * widest, (at + 1) * widest));
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
function orderOf(matched: Matched, orderBy: RowsRequest['orderBy']): string {
	const terms = [...matched.keys];
	const at = orderBy ? matched.columns.findIndex(({ name }) => name === orderBy.column) : -1;
	if (orderBy && at >= 0) {
		const { now, then } = placesOf(matched, at);
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

/** Where a column of the page stands on either side; absent where that side has no such column. */
interface Places {
	readonly now?: number;
	readonly then?: number;
	/** Its position among the shared ones. */
	readonly shared?: number;
}

function placesOf({ after, before, shared }: Matched, at: number): Places {
	if (at < after.length) {
		const index = shared.findIndex(({ afterAt }) => afterAt === at);
		const column = shared[index];
		return { now: at, ...(column && { then: column.beforeAt, shared: index }) };
	}
	const gone = before
		.map((_, index) => index)
		.filter((index) => !shared.some((column) => column.beforeAt === index));
	const then = gone[at - after.length];
	return then === undefined ? {} : { then };
}

function fatedRow({ after, before }: Matched, places: readonly Places[], row: readonly Value[]): FatedRow {
	const fate = row[0] as RowFate;
	const cellAt = (from: number, at: number | undefined): Value =>
		at === undefined ? null : (row[from + at] ?? null);
	const present = 1;
	const past = present + after.length;
	const same = past + before.length;
	const values: Value[] = [];
	const old: Record<number, Value> = {};
	for (const [at, { now, then, shared }] of places.entries()) {
		values.push(fate === 'lost' ? cellAt(past, then) : cellAt(present, now));
		if (fate !== 'kept' && fate !== 'changed') continue;
		if (now === undefined || (shared !== undefined && cellAt(same, shared) !== true)) {
			if (then !== undefined) old[at] = cellAt(past, then);
		}
	}
	return { values, fate, ...(Object.keys(old).length > 0 && { old }) };
}
