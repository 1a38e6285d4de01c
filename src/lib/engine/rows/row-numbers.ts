import type { TableFates } from './table-fates.ts';

/** How many rows each table has, by its name. */
export class RowNumbers {
	readonly #counts: Map<string, number>;
	readonly #spelling: (table: string) => string;

	/** Where `spelling` makes two names the same, they are. */
	constructor(counts: Readonly<Record<string, number>>, spelling: (table: string) => string) {
		this.#spelling = spelling;
		this.#counts = new Map(Object.entries(counts).map(([table, count]) => [spelling(table), count]));
	}

	/** Whether there is such a table. */
	has(table: string): boolean {
		return this.#counts.has(this.#spelling(table));
	}

	/** The names of the tables, as they are spelled here. */
	get names(): Iterable<string> {
		return this.#counts.keys();
	}

	of(table: string): number {
		return this.#counts.get(this.#spelling(table)) ?? 0;
	}

	/** Takes down what has become of tables, which may have changed places. */
	take(tables: readonly TableFates[]): void {
		for (const { table, was = table } of tables) this.#counts.delete(this.#spelling(was));
		for (const { table, fate, rows, notKept } of tables) {
			if (fate === 'lost' || notKept !== undefined) continue;
			this.#counts.set(this.#spelling(table), rows.kept + rows.changed + rows.added);
		}
	}
}
