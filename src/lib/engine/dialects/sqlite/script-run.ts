import type { StatementRun } from '../../database.ts';
import type { Script } from './script.ts';

const done = { done: true, value: undefined } as const;

/**
 * A script's statements as they run. It does what an async generator would: a script may have thousands of
 * statements, and a generator's own work for each shows beside that of a short one.
 */
export class ScriptRun implements AsyncIterableIterator<StatementRun> {
	readonly #open: () => Script;
	readonly #maxRows: number | undefined;
	#script: Script | undefined;
	#ended = false;

	/** The script is opened when the first statement is asked for. */
	constructor(open: () => Script, maxRows: number | undefined) {
		this.#open = open;
		this.#maxRows = maxRows;
	}

	[Symbol.asyncIterator](): this {
		return this;
	}

	async next(): Promise<IteratorResult<StatementRun, undefined>> {
		if (this.#ended) return done;
		try {
			this.#script ??= this.#open();
			const value = this.#script.step(this.#maxRows);
			if (value) return { done: false, value };
		} catch (error) {
			this.#end();
			throw error;
		}
		this.#end();
		return done;
	}

	async return(): Promise<IteratorResult<StatementRun, undefined>> {
		this.#end();
		return done;
	}

	#end(): void {
		this.#ended = true;
		this.#script?.end();
		this.#script = undefined;
	}
}
