import { verdictsAt, type QueryAnswer, type QueryVerdict, type TriedQueries } from './pinned-queries.ts';

/** What one query gives at one version. */
export interface QueryCell {
	readonly verdict: QueryVerdict;
	readonly answer: QueryAnswer;
	/** Whether it worked at the version below, and this step broke it. */
	readonly isBroken: boolean;
}

/** For every query, what it gives at each version from base up. */
export function coursesOf({ queries, versions }: TriedQueries): readonly (readonly QueryCell[])[] {
	const verdicts = versions.map((version, at) => verdictsAt(version, versions[at - 1]));
	return queries.map((_, at) =>
		versions.map(({ answers }, version) => ({
			verdict: verdicts[version]![at]!,
			answer: answers[at]!,
			isBroken: answers[at]!.kind === 'fails' && versions[version - 1]?.answers[at]?.kind === 'works'
		}))
	);
}
