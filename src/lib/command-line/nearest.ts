import { closest } from '../engine/text/closest.ts';

/** The choice a person most likely meant by `word`: one that begins with it, or one that is a slip or two away. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
	const typed = word.toLowerCase();
	const begun =
		typed.length >= 2 ? choices.find((choice) => choice.toLowerCase().startsWith(typed)) : undefined;
	return begun ?? closest(word, choices);
}
