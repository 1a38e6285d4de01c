import type { Index } from './model.ts';

/**
 * The warnings of an index whose expressions may have no value for a row that is there, which stops the index from being made.
 * `risky` says of an expression whether it may.
 */
export function uncomputable(index: Index, risky: RegExp): readonly string[] {
	const expressions = [...index.parts.map(({ expression }) => expression), index.where];
	return expressions.flatMap((expression) =>
		expression === undefined || !risky.test(expression)
			? []
			: [`This fails if ${expression} cannot be computed for a row of ${index.table}.`]
	);
}
