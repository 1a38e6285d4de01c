import type { Database } from '../../database.ts';
import type { Match, Matched } from './row-match.ts';

/** Counts how many rows have each fate. */
export async function countFates(database: Database, match: Match): Promise<Matched> {
	const { fates, counts } = await countStayed(database, match, [changedIn(match)]);
	return withChanged({ ...match, fates }, counts[0]);
}

/** Something where a row has changed. */
export function changedIn(match: Match): string {
	return where([...stayed(match), `NOT (${match.told[2]})`]);
}

/** A cell, or something, where all of this is so, and otherwise NULL. */
export function where(conditions: readonly string[], cell = '1'): string {
	return `CASE WHEN ${conditions.join(' AND ')} THEN ${cell} END`;
}

/** The same where so many of the rows that stayed have changed. */
export function withChanged(matched: Matched, changed = 0): Matched {
	const { fates } = matched;
	return { ...matched, fates: { ...fates, kept: fates.kept - changed, changed: fates.changed + changed } };
}

/**
 * Counts how many rows came, went and stayed, those that nobody has touched included, and where each of `cells` is not NULL: that
 * some of those that stayed have changed is not looked at.
 */
export async function countStayed(
	database: Database,
	match: Match,
	cells: readonly string[] = []
): Promise<{ readonly fates: Matched['fates']; readonly counts: readonly number[] }> {
	const [isNew, isGone] = match.told;
	// No groups: to find the one of each row takes as long as to join it.
	const [all = 0, added = 0, lost = 0, ...counts] = await countCells(database, match.all.from, [
		'1',
		where([isNew]),
		where([isGone]),
		...cells
	]);
	return { fates: { kept: all - added - lost + match.untouched, changed: 0, added, lost }, counts };
}

/** Counts where these are not NULL. They are worked out where rows are joined (OFFSET 0), as both sides may be too wide for a row. */
export async function countCells(
	database: Database,
	from: string,
	cells: readonly string[]
): Promise<readonly number[]> {
	const named = cells.map((cell, at) => `${cell} AS c${at}`);
	const { rows } = await database.query(
		`SELECT ${cells.map((_, at) => `count(c${at})`).join(', ')} FROM (SELECT ${named.join(', ')} FROM ${from} OFFSET 0) AS s`
	);
	return (rows[0] ?? []).map(Number);
}

/** Conditions of a row that is on both sides. */
export function stayed({ told: [isNew, isGone] }: Match): readonly string[] {
	return [`NOT (${isNew})`, `NOT (${isGone})`];
}
