/**
 * Asks one question at a time and hears only the newest: while an answer is on its way, newer questions
 * replace each other, and an answer to anything but the newest question is dropped. So a stale answer
 * never overwrites a newer one, and typing fast does not queue work behind the worker.
 */
export class Latest<Question, Answer> {
	readonly #ask: (question: Question) => Promise<Answer>;
	readonly #hear: (outcome: LatestOutcome<Question, Answer>) => void;
	#waiting: { readonly question: Question } | undefined;
	#asking = false;
	#turn = 0;
	#ended = false;

	constructor(
		ask: (question: Question) => Promise<Answer>,
		hear: (outcome: LatestOutcome<Question, Answer>) => void
	) {
		this.#ask = ask;
		this.#hear = hear;
	}

	/** Puts a question in place of any that still waits. */
	ask(question: Question): void {
		this.#waiting = { question };
		if (!this.#asking) void this.#work();
	}

	/** Drops whatever was asked; its answer is not heard. */
	forget(): void {
		this.#waiting = undefined;
		this.#turn++;
	}

	/** Nothing is heard after this. */
	end(): void {
		this.#ended = true;
		this.#waiting = undefined;
	}

	async #work(): Promise<void> {
		this.#asking = true;
		while (this.#waiting !== undefined) {
			const { question } = this.#waiting;
			const turn = this.#turn;
			this.#waiting = undefined;
			let outcome: LatestOutcome<Question, Answer>;
			try {
				outcome = { question, answer: await this.#ask(question) };
			} catch (error) {
				outcome = { question, error };
			}
			if (this.#waiting === undefined && turn === this.#turn && !this.#ended) this.#hear(outcome);
		}
		this.#asking = false;
	}
}

/** The newest question with its answer, or with what went wrong. */
export type LatestOutcome<Question, Answer> =
	| { readonly question: Question; readonly answer: Answer; readonly error?: never }
	| { readonly question: Question; readonly answer?: never; readonly error: unknown };
