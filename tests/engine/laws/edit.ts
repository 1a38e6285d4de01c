import type { Dice } from './dice.ts';
import type { Model } from './model.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Changes a model by what the dice say; undefined where there is nothing to change. */
export type Edit = (model: Model, dice: Dice, words: Vocabulary) => Model | undefined;

/** A name that nothing else has. */
export function freeName(
	names: readonly string[],
	taken: readonly string[],
	dice: Dice,
	{ sameName }: Vocabulary
): string | undefined {
	const free = names.filter((name) => !taken.some((other) => sameName(name, other)));
	return free.length === 0 ? undefined : dice.pick(free);
}
