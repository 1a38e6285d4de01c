/** What the update hook calls its operations: https://sqlite.org/c3ref/c_alter_table.html */
const deletion = 9;
const insertion = 18;

/** What is known of the rows of one table that were written, by their rowids. */
export interface WrittenRows {
	/** The table as SQLite spells it. */
	readonly name: string;
	readonly rowids: ReadonlySet<bigint>;
	/** Those of them that were there before, if a row of such a number was updated and not moved there. */
	readonly updated: ReadonlySet<bigint>;
	/** Whether a row was seen to come to a number that had been given up. */
	readonly moved: boolean;
	/** Whether rows only came. */
	readonly onlyCame: boolean;
	/** How many rows came and stayed; undefined where rows were written otherwise too. */
	readonly inserted: number | undefined;
}

/** Rows of one table, taken down one by one while they are written. */
export class RowNotes implements WrittenRows {
	readonly name: string;
	readonly updated = new Set<bigint>();
	moved = false;
	onlyCame = true;
	readonly #rowids = new Set<bigint>();
	readonly #gone = new Set<bigint>();
	/** New rows mostly come one number after the other: those since the last that did not are only counted. */
	#first = 0;
	#last = -1;

	constructor(name: string) {
		this.name = name;
	}

	get rowids(): ReadonlySet<bigint> {
		this.#unroll();
		return this.#rowids;
	}

	get inserted(): number | undefined {
		if (this.moved || this.updated.size > 0) return undefined;
		return this.#rowids.size - this.#gone.size + this.#last - this.#first + 1;
	}

	note(operation: number, rowid: bigint): void {
		if (operation === insertion && this.#gone.size === 0) {
			const number = Number(rowid);
			if (number === this.#last + 1 && number > this.#first && number < Number.MAX_SAFE_INTEGER) {
				this.#last = number;
				return;
			}
			this.#unroll();
			if (number >= 0 && number < Number.MAX_SAFE_INTEGER) {
				this.#first = number;
				this.#last = number;
			} else this.#rowids.add(rowid);
			return;
		}
		this.#unroll();
		if (operation !== insertion) this.onlyCame = false;
		if (operation === deletion) this.#gone.add(rowid);
		else if (operation !== insertion) {
			if (this.#gone.delete(rowid)) this.moved = true;
			if (!this.#rowids.has(rowid)) this.updated.add(rowid);
		} else this.#gone.delete(rowid);
		this.#rowids.add(rowid);
	}

	#unroll(): void {
		for (let number = this.#first; number <= this.#last; number++) this.#rowids.add(BigInt(number));
		this.#first = 0;
		this.#last = -1;
	}
}
