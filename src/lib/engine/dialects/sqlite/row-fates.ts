import type { Database, Value } from '../../database.ts';
import type { FatedRow, RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
import type { Rename } from '../../schema/change.ts';
import { identifier } from './identifier.ts';
import { rowIdentity } from './row-identity.ts';
import type { RowIdentity, SharedColumn } from './row-identity.ts';
import { contains } from './row-search.ts';
import { rowSource } from './row-source.ts';
import type { RowSource } from './row-source.ts';

/** Both sides of a table as one relation: a row for each row of either, with its fate and the cells of both. */
interface Matched {
	readonly columns: RowsPage['columns'];
	readonly shared: readonly SharedColumn[];
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** Gives `fate`, `b0`, `b1`, … (before), `a0`, … (after) and `k0`, … (what names the row). */
	readonly sql: string;
	/** What must be made first, as temporary tables, for the relation to be read quickly. */
	readonly prepared?: string;
	readonly keys: readonly string[];
	readonly identity: string;
}

/**
 * A page of every row that a table has (`now`) or had (`main`), with its fate. `renames` are the step's.
 */
export async function fatedPage(
	database: Database,
	renames: readonly Rename[],
	request: RowsRequest
): Promise<RowsPage> {
	const renamed = renames.find(({ kind, to }) => kind === 'table' && to === request.table);
	const before = await rowSource(database, 'main', renamed?.from ?? request.table);
	const after = await rowSource(database, 'now', request.table);
	if (!before && !after) return { columns: [], rows: [], total: 0 };
	const matched = await match(database, before, after, renames, request.table);
	if (matched.prepared === undefined) return readPage(database, matched, request);
	await database.execute(matched.prepared);
	try {
		return await readPage(database, matched, request);
	} finally {
		await database.execute(`DROP TABLE temp.${numberedBefore}`);
	}
}

async function readPage(database: Database, matched: Matched, request: RowsRequest): Promise<RowsPage> {
	const fates = await countFates(database, matched);
	const { search, fate } = request;
	const conditions = [...(search ? [searchCondition(matched)] : []), ...(fate ? [`fate = '${fate}'`] : [])];
	const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
	const params = search ? [search] : [];
	const count = `SELECT count(*) FROM (${matched.sql}) ${where}`;
	const total = search
		? Number((await database.query(count, params)).rows[0]?.[0])
		: fate
			? fates[fate]
			: fates.kept + fates.changed + fates.added + fates.lost;
	const order = orderOf(matched, request.orderBy);
	const { rows } = await database.query(
		`SELECT * FROM (${matched.sql}) ${where} ORDER BY ${order} LIMIT ${request.limit} OFFSET ${request.offset}`,
		params
	);
	const places = matched.columns.map((_, at) => placesOf(matched, at));
	return {
		columns: matched.columns,
		rows: rows.map((row) => fatedRow(matched, places, row)),
		total,
		fates,
		identity: matched.identity
	};
}

/** What stands in a row now or, where it is another or gone, stood in it before. */
function searchCondition({ after, before, shared }: Matched): string {
	const still = new Set(shared.map(({ beforeAt }) => `b${beforeAt}`));
	const then = cellNames('b', before);
	const now = contains([...cellNames('a', after), ...then.filter((cell) => !still.has(cell))]);
	return `(${now} OR (fate IN ('changed', 'lost') AND ${contains(then)}))`;
}

async function match(
	database: Database,
	before: RowSource | undefined,
	after: RowSource | undefined,
	renames: readonly Rename[],
	table: string
): Promise<Matched> {
	const old = before?.columns ?? [];
	const present = after?.columns ?? [];
	const shared = before && after ? sharedColumns(old, present, renames, table) : [];
	const kept = new Set(shared.map(({ afterAt }) => afterAt));
	const stillThere = new Set(shared.map(({ beforeAt }) => beforeAt));
	const columns = [
		...present.map((name, at) => ({ name, fate: !before || kept.has(at) ? 'kept' : 'added' }) as const),
		...old.flatMap((name, at) =>
			stillThere.has(at) ? [] : [{ name, fate: after ? 'lost' : 'kept' } as const]
		)
	];
	const common = { columns, shared, before: old, after: present };
	if (before && after) {
		const identity = await rowIdentity(database, before, after, shared);
		const keys = identity.before.map((_, at) => `k${at}`);
		const sql = bothSides(before, after, shared, identity);
		const prepared = identity.byValue ? { prepared: prepareNumbered(before, shared) } : {};
		return { ...common, ...prepared, keys, sql, identity: identity.words };
	}
	const only = after ?? before;
	const alias = after ? 'a' : 'b';
	const key = only?.rowid ? [only.rowid] : (only?.key.map(identifier) ?? []);
	const words = after ? 'the table is new' : 'the table is gone';
	return { ...common, keys: key.map((_, at) => `k${at}`), sql: oneSide(only, alias, key), identity: words };
}

/** Columns with one name on both sides; a renamed one counts under both of its names. */
function sharedColumns(
	before: readonly string[],
	after: readonly string[],
	renames: readonly Rename[],
	table: string
): readonly SharedColumn[] {
	return after.flatMap((name, afterAt) => {
		const renamed = renames.find(
			(rename) => rename.kind === 'column' && rename.table === table && rename.to === name
		);
		const old = (renamed?.from ?? name).toLowerCase();
		const beforeAt = before.findIndex((column) => column.toLowerCase() === old);
		const oldName = before[beforeAt];
		return oldName === undefined ? [] : [{ before: oldName, after: name, beforeAt, afterAt }];
	});
}

function oneSide(source: RowSource | undefined, alias: 'a' | 'b', key: readonly string[]): string {
	const cells = (source?.columns ?? []).map((name, at) => `${identifier(name)} AS ${alias}${at}`);
	const keys = key.map((expression, at) => `${expression} AS k${at}`);
	const fate = alias === 'a' ? 'added' : 'lost';
	return `SELECT ${[`'${fate}' AS fate`, ...cells, ...keys].join(', ')} FROM ${source?.from ?? ''}`;
}

function bothSides(
	before: RowSource,
	after: RowSource,
	shared: readonly SharedColumn[],
	identity: RowIdentity
): string {
	// The plus takes a column's affinity away and the collation is fixed, so that a number is not its text and
	// 'A' is not 'a' whatever the columns say. 1 and 1.0 are the same, as they are to whoever looks.
	const same = shared.map(
		(column) => `+a.${identifier(column.after)} COLLATE BINARY IS +b.${identifier(column.before)}`
	);
	const on = identity.after.map((expression, at) => `${expression} = ${identity.before[at] ?? ''}`);
	const fate = `CASE WHEN ${identity.before[0] ?? ''} IS NULL THEN 'added'
		WHEN ${identity.after[0] ?? ''} IS NULL THEN 'lost'
		WHEN ${identity.byValue || same.length === 0 ? 'TRUE' : same.join(' AND ')} THEN 'kept' ELSE 'changed' END AS fate`;
	const cells = [
		...after.columns.map((name, at) => `a.${identifier(name)} AS a${at}`),
		...before.columns.map((name, at) => `b.${identifier(name)} AS b${at}`)
	];
	const keys = identity.byValue
		? ['coalesce(a.place, b.place) AS k0', 'a.place IS NULL AS k1']
		: identity.after.map(
				(expression, at) => `coalesce(${expression}, ${identity.before[at] ?? ''}) AS k${at}`
			);
	const now = identity.byValue
		? numbered(
				after,
				shared.map((column) => column.after)
			)
		: after.from;
	const then = identity.byValue ? `temp.${numberedBefore}` : before.from;
	return `SELECT ${[fate, ...cells, ...keys].join(', ')}
		FROM ${now} AS a FULL JOIN ${then} AS b ON ${on.join(' AND ')}`;
}

/** Holds the rows from before by what they hold, as no index of the table can find them so. */
const numberedBefore = 'updown_rows_before';

function prepareNumbered(before: RowSource, shared: readonly SharedColumn[]): string {
	const rows = numbered(
		before,
		shared.map((column) => column.before)
	);
	return `CREATE TEMP TABLE ${numberedBefore} AS SELECT * FROM ${rows};
		CREATE UNIQUE INDEX temp.${numberedBefore}_index ON ${numberedBefore} (fingerprint, copy)`;
}

/** The rows with what they hold as one exact text, and a number for each of several that hold the same. */
function numbered(source: RowSource, columns: readonly string[]): string {
	const fingerprint = columns.map((name) => `quote(${identifier(name)})`).join(" || ',' || ") || "''";
	return `(SELECT *, row_number() OVER (PARTITION BY fingerprint ORDER BY place) AS copy
		FROM (SELECT *, ${fingerprint} AS fingerprint, row_number() OVER () AS place FROM ${source.from}))`;
}

async function countFates(database: Database, { sql }: Matched): Promise<Record<RowFate, number>> {
	const { rows } = await database.query(`SELECT fate, count(*) FROM (${sql}) GROUP BY fate`);
	const fates: Record<RowFate, number> = { kept: 0, changed: 0, added: 0, lost: 0 };
	for (const [fate, count] of rows) fates[fate as RowFate] = Number(count);
	return fates;
}

function cellNames(alias: 'a' | 'b', columns: readonly string[]): readonly string[] {
	return columns.map((_, at) => `${alias}${at}`);
}

/** A column is ordered by what it holds now, and in rows that are gone by what it held. */
function orderOf(matched: Matched, orderBy: RowsRequest['orderBy']): string {
	const terms = [...matched.keys];
	const at = orderBy ? matched.columns.findIndex(({ name }) => name === orderBy.column) : -1;
	if (orderBy && at >= 0) {
		const { now, then } = placesOf(matched, at);
		const cell =
			now === undefined
				? `b${then ?? 0}`
				: then === undefined
					? `a${now}`
					: `iif(fate = 'lost', b${then}, a${now})`;
		terms.unshift(`${cell} ${orderBy.descending ? 'DESC' : 'ASC'}`);
	}
	return terms.length > 0 ? terms.join(', ') : 'fate';
}

/** Where a column of the page stands on either side; absent where that side has no such column. */
interface Places {
	readonly now?: number;
	readonly then?: number;
}

function placesOf({ after, before, shared }: Matched, at: number): Places {
	if (at < after.length) {
		const column = shared.find(({ afterAt }) => afterAt === at);
		return { now: at, ...(column && { then: column.beforeAt }) };
	}
	const gone = before
		.map((_, index) => index)
		.filter((index) => !shared.some((column) => column.beforeAt === index));
	const then = gone[at - after.length];
	return then === undefined ? {} : { then };
}

function fatedRow({ after }: Matched, places: readonly Places[], row: readonly Value[]): FatedRow {
	const fate = row[0] as RowFate;
	const cellAt = (side: 'now' | 'then', at: number | undefined): Value => {
		if (at === undefined) return null;
		return row[side === 'now' ? 1 + at : 1 + after.length + at] ?? null;
	};
	const values: Value[] = [];
	const old: Record<number, Value> = {};
	for (const [at, { now, then }] of places.entries()) {
		values.push(fate === 'lost' ? cellAt('then', then) : cellAt('now', now));
		if (fate !== 'kept' && fate !== 'changed') continue;
		if (now === undefined) old[at] = cellAt('then', then);
		else if (then !== undefined && !sameValue(cellAt('now', now), cellAt('then', then)))
			old[at] = cellAt('then', then);
	}
	return { values, fate, ...(Object.keys(old).length > 0 && { old }) };
}

function sameValue(a: Value, b: Value): boolean {
	if (a instanceof Uint8Array && b instanceof Uint8Array) {
		return a.length === b.length && a.every((byte, at) => byte === b[at]);
	}
	return a === b;
}
