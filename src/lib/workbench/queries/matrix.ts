import { groupBy } from '../../engine/group-by.ts';
import {
	verdictsAt,
	type Pinned,
	type QueryAnswer,
	type QueryVerdict,
	type TriedQueries
} from '../../engine/run/pinned-queries.ts';
import type { SignName } from '../../look/signs.ts';

/** What one query gives at one version. */
export interface Cell {
	readonly verdict: QueryVerdict;
	readonly answer: QueryAnswer;
	/** Whether it worked at the version below, and this step broke it. */
	readonly isBroken: boolean;
}

export interface MatrixRow extends Pinned {
	/** Its place among all queries. */
	readonly at: number;
	/** A cell for each version. */
	readonly cells: readonly Cell[];
}

/** The queries of each set, with what every version does to them. */
export function matrixOf({ queries, versions }: TriedQueries): ReadonlyMap<string, readonly MatrixRow[]> {
	const verdicts = versions.map((version, at) => verdictsAt(version, versions[at - 1]));
	const rows = queries.map((query, at): MatrixRow => ({
		...query,
		at,
		cells: versions.map(({ answers }, version) => ({
			verdict: verdicts[version]![at]!,
			answer: answers[at]!,
			isBroken: answers[at]!.kind === 'fails' && versions[version - 1]?.answers[at]?.kind === 'works'
		}))
	}));
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
