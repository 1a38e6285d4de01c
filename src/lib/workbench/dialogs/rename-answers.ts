import type { Rename, RenameSuggestion } from '../../engine/schema/change.ts';

/** What a person said of a suggested rename: renamed it was, or dropped and another one added. */
export interface RenameAnswer {
	readonly rename: Rename;
	readonly renamed: boolean;
}

/** Tells renames apart. */
export function renameKey(rename: Rename): string {
	return JSON.stringify(rename);
}

/** Those said to be renamed. */
export function renamesOf(answers: readonly RenameAnswer[]): readonly Rename[] {
	return answers.filter(({ renamed }) => renamed).map(({ rename }) => rename);
}

/** Those said to be dropped. */
export function droppedOf(answers: readonly RenameAnswer[]): readonly Rename[] {
	return answers.filter(({ renamed }) => !renamed).map(({ rename }) => rename);
}

/** The suggestions nobody has answered yet. */
export function openQuestions(
	suggestions: readonly RenameSuggestion[],
	answers: readonly RenameAnswer[]
): readonly Rename[] {
	const answered = new Set(answers.map(({ rename }) => renameKey(rename)));
	return suggestions.map(({ rename }) => rename).filter((rename) => !answered.has(renameKey(rename)));
}

/**
 * The answers with one more, or with another in its place. What was said of a table's columns goes with the table's
 * rename where that is taken back.
 */
export function withAnswer(answers: readonly RenameAnswer[], answer: RenameAnswer): readonly RenameAnswer[] {
	const { rename, renamed } = answer;
	const key = renameKey(rename);
	const known = answers.some((one) => renameKey(one.rename) === key);
	const all = known
		? answers.map((one) => (renameKey(one.rename) === key ? answer : one))
		: [...answers, answer];
	if (renamed || rename.kind !== 'table') return all;
	return all.filter(({ rename: other }) => other.kind !== 'column' || other.table !== rename.to);
}
