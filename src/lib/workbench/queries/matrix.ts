import { groupBy } from '../../engine/group-by.ts';
import type { Pinned, QueryVerdict, TriedQueries } from '../../engine/run/pinned-queries.ts';
import { coursesOf, type QueryCell } from '../../engine/run/query-course.ts';
import type { SignName } from '../../look/signs.ts';

export interface MatrixRow extends Pinned {
	/** Its place among all queries. */
	readonly at: number;
	/** A cell for each version. */
	readonly cells: readonly QueryCell[];
}

/** The queries of each set, with what every version does to them. */
export function matrixOf(tried: TriedQueries): ReadonlyMap<string, readonly MatrixRow[]> {
	const courses = coursesOf(tried);
	const rows = tried.queries.map((query, at): MatrixRow => ({ ...query, at, cells: courses[at]! }));
	return groupBy(rows, ({ set }) => set);
}

/** The steps up that break queries, each with how many of which sets. */
export function breakingSteps(
	tried: TriedQueries
): readonly { readonly revision: string; readonly broken: readonly MatrixRow[] }[] {
	const rows = [...matrixOf(tried).values()].flat();
	return tried.versions.flatMap(({ revision }, at) => {
		const broken = rows.filter(({ cells }) => cells[at]!.isBroken);
		return revision === undefined || broken.length === 0 ? [] : [{ revision, broken }];
	});
}

export const verdictSigns: Readonly<Record<QueryVerdict, SignName>> = {
	works: 'applied',
	differs: 'changed',
	fails: 'failed'
};

/** What a verdict is called in a cell. */
export const verdictWords: Readonly<Record<QueryVerdict, string>> = {
	works: 'works',
	differs: 'differs',
	fails: 'fails'
};
