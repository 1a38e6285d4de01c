import type { Database, Value } from '../../database.ts';
import { shownExamples } from '../../rows/rows.ts';
import type { RowSource } from './row-source.ts';
import { tableMarks } from './table-marks.ts';

/** A table at the moment its rows were kept. */
export interface KeptMoment {
	readonly oid: number;
	/** The transaction that kept them. */
	readonly keeping: string;
	/** How many they were. */
	readonly count: number;
	/** As `TableMarks` has them. */
	readonly shape: string;
	readonly writes: number;
}

/** Both sides of a table, and how rows of the one are found on the other: `a` is now, `b` is before. */
interface Sides {
	readonly before: RowSource;
	readonly after: RowSource;
	/** What joins them: a row has at most one other. */
	readonly on: string;
	/** That `b` has none. */
	readonly isGone: string;
	/** By what the rows of `a` are ordered. */
	readonly order: readonly string[];
}

/** Both sides without rows that nobody has written. */
export interface WrittenSince extends Pick<Sides, 'before' | 'after'> {
	/** How many rows are left out, which are the same on both sides. */
	readonly untouched: number;
}

/** Where more rows are concerned, all are compared. */
const most = 5000;

/**
 * What is to be compared of a table of which few rows were written since they were kept: `xmin` tells of each row which
 * transaction wrote it. The first rows, which may be wanted as examples, are there all the same. Undefined where rows may
 * have changed though nobody wrote them, and where so many were written that it saves nothing.
 */
export async function writtenSince(
	database: Database,
	{ before, after, on, isGone, order }: Sides,
	{ oid, keeping, count, shape, writes }: KeptMoment
): Promise<WrittenSince | undefined> {
	const now = (await tableMarks(database, oid)).get(oid);
	if (now?.shape !== shape || now.writes - writes > most) return undefined;
	const places = async (select: string): Promise<Places> => placesIn((await database.query(select)).rows[0]);
	// Subtransactions have later numbers than the transaction, and what is frozen keeps its own.
	const written = `pg_catalog.age(xmin) < (SELECT pg_catalog.age('${keeping}'::xid))`;
	const { rows } = await database.query(
		`SELECT count(*), count(*) FILTER (WHERE ${written}),
			((pg_catalog.array_agg(ctid) FILTER (WHERE ${written}))[:${most}])::text
		FROM ${after.from}`
	);
	const [total, many, list] = rows[0] ?? [];
	if (Number(many) > most) return undefined;
	const looked = await places(
		`SELECT count(*), pg_catalog.array_agg(ctid)::text FROM (
			SELECT pg_catalog.unnest(${tids(list)}) AS ctid
			UNION (SELECT a.ctid FROM ${after.from} AS a ORDER BY ${order.join(', ')} LIMIT ${shownExamples})) AS s`
	);
	const part = among(after, looked);
	const old = 'SELECT count(*), pg_catalog.array_agg(b.ctid)::text';
	const stayed = await places(`${old} FROM ${before.from} AS b JOIN ${part.from} AS a ON ${on}`);
	const untouched = Number(total) - looked.count;
	const gone = count - untouched - stayed.count;
	if (gone < 0 || gone > most) return undefined;
	const lost =
		gone === 0
			? placesIn([])
			: await places(`${old} FROM ${before.from} AS b LEFT JOIN ${after.from} AS a ON ${on} WHERE ${isGone}`);
	if (lost.count !== gone) return undefined;
	return { before: among(before, stayed, lost), after: part, untouched };
}

/** Where some rows of a table lie. */
interface Places {
	readonly count: number;
	/** As an array of `ctid`. */
	readonly list: string;
}

function placesIn([count = 0, list = null]: readonly Value[] = []): Places {
	return { count: Number(count), list: tids(list) };
}

function tids(list: Value = null): string {
	return `'${list === null ? '{}' : String(list)}'::tid[]`;
}

/** As much of a table as lies at these places. */
function among(source: RowSource, ...places: readonly Places[]): RowSource {
	const list = places.map((one) => one.list).join(' || ');
	return { ...source, from: `(SELECT * FROM ${source.from} WHERE ctid = ANY(${list}))` };
}
