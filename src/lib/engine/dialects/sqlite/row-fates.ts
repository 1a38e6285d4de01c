import type { Database, Value } from '../../database.ts';
import type { FatedRow, RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
import type { Rename } from '../../schema/change.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import { holdSame } from './row-identity.ts';
import { withMatched } from './row-match.ts';
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
	const fate = request.fate === 'restored' ? undefined : request.fate;
	const { from, keys } = fate === 'kept' || fate === 'changed' ? (matched.both ?? matched) : matched;
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
	const order = orderOf(matched, keys, request.orderBy);
	const converted = matched.shared.filter(({ converts }) => converts);
	const same = converted.map((column) => holdSame([column]));
	for (const cells of pieces([matched.fate, ...matched.after, ...matched.before, ...same])) {
		const piece = await database.query(
			`SELECT ${cells.join(', ')} FROM ${from} ${where} ${order} LIMIT ${request.limit} OFFSET ${request.offset}`,
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
		tellers: matched.tellers.map(({ after }) => after)
	};
}

/** A query gives 2,000 columns at most; two sides of a wide table are more. */
const widest = 1000;

function pieces(cells: readonly string[]): readonly (readonly string[])[] {
	const count = Math.ceil(cells.length / widest);
	return Array.from({ length: count }, (_, at) => cells.slice(at * widest, (at + 1) * widest));
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
		const { now, then } = placesOf(matched, at);
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

/** Where a column of the page stands on either side; absent where that side has no such column. */
interface Places {
	readonly now?: number;
	readonly then?: number;
	/** Where the database says whether both are the same, among such columns, as their type is another one now. */
	readonly converted?: number;
}

function placesOf({ after, before, shared }: Matched, at: number): Places {
	if (at < after.length) {
		const column = shared.find(({ afterAt }) => afterAt === at);
		if (!column) return { now: at };
		const converted = column.converts && shared.filter(({ converts }) => converts).indexOf(column);
		return { now: at, then: column.beforeAt, ...(converted !== false && { converted }) };
	}
	const gone = before
		.map((_, index) => index)
		.filter((index) => !shared.some((column) => column.beforeAt === index));
	const then = gone[at - after.length];
	return then === undefined ? {} : { then };
}

function fatedRow({ after, before }: Matched, places: readonly Places[], row: readonly Value[]): FatedRow {
	const fate = row[0] as RowFate;
	const cellAt = (side: 'now' | 'then', at: number | undefined): Value => {
		if (at === undefined) return null;
		return row[side === 'now' ? 1 + at : 1 + after.length + at] ?? null;
	};
	const values: Value[] = [];
	const old: Record<number, Value> = {};
	const isSame = ({ now, then, converted }: Places) =>
		converted === undefined
			? sameValue(cellAt('now', now), cellAt('then', then))
			: row[1 + after.length + before.length + converted] === 1;
	for (const [at, place] of places.entries()) {
		const { now, then } = place;
		values.push(fate === 'lost' ? cellAt('then', then) : cellAt('now', now));
		if (fate !== 'kept' && fate !== 'changed') continue;
		if (now === undefined) old[at] = cellAt('then', then);
		else if (then !== undefined && !isSame(place)) old[at] = cellAt('then', then);
	}
	return { values, fate, ...(Object.keys(old).length > 0 && { old }) };
}

function sameValue(a: Value, b: Value): boolean {
	if (a instanceof Uint8Array && b instanceof Uint8Array) {
		return a.length === b.length && a.every((byte, at) => byte === b[at]);
	}
	return a === b;
}
