import type { RowFate } from '../../rows/rows.ts';
import { sideOf } from '../fated-side.ts';
import type { FateCounts } from '../fated-side.ts';

/** What a query reads rows from, and expressions by which every row has its place there. */
export interface Joined {
	readonly from: string;
	readonly keys: readonly string[];
}

/** Both sides of a table, each with the places of its rows, and what joins them: `a` is now, `b` is before. */
export interface JoinedSides {
	readonly now: Joined;
	readonly then: Joined;
	readonly on: string;
	/** The places of the rows of both together. */
	readonly keys: readonly string[];
	/** Whether a row has its place without the others being read. */
	readonly inPlace: boolean;
}

/** A page of rows, in the order of their places. */
interface Page {
	readonly limit: number;
	readonly offset: number;
}

/** Every row of either side. */
export function allJoined({ now, then, on, keys }: JoinedSides): Joined {
	return { from: `${now.from} AS a FULL JOIN ${then.from} AS b ON ${on}`, keys };
}

/** Every row that is on both sides. */
export function bothJoined({ now, then, on }: JoinedSides): Joined {
	return { from: `${now.from} AS a JOIN ${then.from} AS b ON ${on}`, keys: now.keys };
}

/** Rows that were joined and counted. */
interface CountedRows {
	readonly all: Joined;
	/** Absent where there are no two sides to be joined. */
	readonly sides?: JoinedSides;
	readonly fates: FateCounts;
}

/**
 * What holds all rows of a fate, or of any, and as few others as can be. Where a side has no others, these are only those of
 * `page`, where one is wanted: the other side is not sorted for a few rows.
 */
export function rowsOf(
	{ all, sides, fates }: CountedRows,
	fate: RowFate | undefined,
	page?: Page
): Joined & { readonly isPage?: boolean } {
	const side = sideOf(fates, fate);
	if (!sides || side === 'all') return all;
	const isPast = side === 'then';
	const [own, other] = isPast ? [sides.then, sides.now] : [sides.now, sides.then];
	const [alias, otherAlias] = isPast ? ['b', 'a'] : ['a', 'b'];
	const { kept, changed } = fates;
	const isWhole = fate === undefined || fates[fate] === kept + changed + (isPast ? fates.lost : fates.added);
	const isPage = page !== undefined && sides.inPlace && isWhole;
	const rows = isPage
		? `(SELECT * FROM ${own.from} AS ${alias} ORDER BY ${own.keys.join(', ')} LIMIT ${page.limit} OFFSET ${page.offset})`
		: own.from;
	const join = side === 'both' ? 'JOIN' : 'LEFT JOIN';
	return {
		from: `${rows} AS ${alias} ${join} ${other.from} AS ${otherAlias} ON ${sides.on}`,
		keys: own.keys,
		isPage
	};
}
