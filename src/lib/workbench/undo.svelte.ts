/** Something that was done and can be taken back. */
export interface Undoable {
	/** What taking it back undoes, as the end of "Undo …": `the downgrade to 0002`. */
	readonly what: string;
	readonly undo: () => void | Promise<void>;
	/** Bytes kept alive for it, e.g. the image of a database. */
	readonly weight: number;
}

const limit = { entries: 50, bytes: 128 * 1024 * 1024 } as const;

/** What can be taken back, newest last. The oldest fall off where they would cost too much memory. */
export class UndoStack {
	#entries = $state.raw<readonly Undoable[]>([]);

	get latest(): Undoable | undefined {
		return this.#entries.at(-1);
	}

	push(entry: Undoable): void {
		const entries = [...this.#entries, entry];
		let bytes = entries.reduce((sum, { weight }) => sum + weight, 0);
		// The newest stays whatever it weighs.
		while (entries.length > 1 && (entries.length > limit.entries || bytes > limit.bytes)) {
			bytes -= entries.shift()!.weight;
		}
		this.#entries = entries;
	}

	/** Takes the newest off; the caller undoes it. */
	pop(): Undoable | undefined {
		const entry = this.latest;
		this.#entries = this.#entries.slice(0, -1);
		return entry;
	}

	clear(): void {
		this.#entries = [];
	}
}
