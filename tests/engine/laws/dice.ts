/** Numbers that decide something, one after another; where they are used up, everything is the first of its kind. */
export class Dice {
	readonly #numbers: readonly number[];
	#at = 0;

	constructor(numbers: readonly number[]) {
		this.#numbers = numbers;
	}

	/** A number below `limit`. */
	below(limit: number): number {
		return (this.#numbers[this.#at++] ?? 0) % limit;
	}

	pick<Item>(items: readonly Item[]): Item {
		const item = items[this.below(items.length)];
		if (item === undefined) throw new Error('There is nothing to pick from.');
		return item;
	}

	/** True once in `times`, and never when there are no numbers left. */
	once(times: number): boolean {
		return this.below(times) === times - 1;
	}

	/** Some of the items, each once: at least one, at most `most`. */
	some<Item>(items: readonly Item[], most: number): readonly Item[] {
		if (items.length === 0) return [];
		const left = [...items];
		const count = 1 + this.below(Math.min(most, left.length));
		return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)).flat();
	}
}
