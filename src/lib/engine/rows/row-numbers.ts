import type { TableFates } from '../../rows/table-fates.ts';

/** How many rows each table has, by its name in whatever case. */
export class RowNumbers {
	readonly #counts: Map<string, number>;

	constructor(counts: Readonly<Record<string, number>>) {
		this.#counts = new Map(Object.entries(counts).map(([table, count]) => [table.toLowerCase(), count]));
	}

	/** Whether there is such a table. */
	has(table: string): boolean {
		return this.#counts.has(table.toLowerCase());
	}

	/** The names of the tables, in lower case. */
	get names(): Iterable<string> {
		return this.#counts.keys();
	}

	of(table: string): number {
		return this.#counts.get(table.toLowerCase()) ?? 0;
	}

	/** Takes down what has become of tables, which may have changed places. */
	take(tables: readonly TableFates[]): void {
		for (const { table, was = table } of tables) this.#counts.delete(was.toLowerCase());
		for (const { table, fate, rows } of tables) {
			if (fate !== 'lost') this.#counts.set(table.toLowerCase(), rows.kept + rows.changed + rows.added);
		}
	}
}
