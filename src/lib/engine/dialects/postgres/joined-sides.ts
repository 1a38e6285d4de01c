import type { RowFate } from '../../rows/rows.ts';

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

/**
 * All rows that have this fate, or any, and as few others as can be. Where a side has no others, these are only those of `page`,
 * where one is wanted: the other side is not sorted for a few rows.
 */
export function joinedFor(
	sides: JoinedSides,
	fates: Readonly<Record<RowFate, number>>,
	fate: RowFate | undefined,
	page?: Page
): Joined & { readonly isPage?: boolean } {
	const { kept, changed, added, lost } = fates;
	if (fate === undefined && added > 0 && lost > 0) return allJoined(sides);
	const isPast = fate === 'lost' || (fate === undefined && lost > 0);
	const [own, other] = isPast ? [sides.then, sides.now] : [sides.now, sides.then];
	const [alias, otherAlias] = isPast ? ['b', 'a'] : ['a', 'b'];
	const all = kept + changed + (isPast ? lost : added);
	const isPage = page !== undefined && sides.inPlace && (fate === undefined || fates[fate] === all);
	const rows = isPage
		? `(SELECT * FROM ${own.from} AS ${alias} ORDER BY ${own.keys.join(', ')} LIMIT ${page.limit} OFFSET ${page.offset})`
		: own.from;
	const join = fate === 'kept' || fate === 'changed' ? 'JOIN' : 'LEFT JOIN';
	return {
		from: `${rows} AS ${alias} ${join} ${other.from} AS ${otherAlias} ON ${sides.on}`,
		keys: own.keys,
		isPage
	};
}
