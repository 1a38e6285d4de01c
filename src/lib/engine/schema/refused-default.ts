/** A check that a column's own default does not keep, as tried in the database. */
export interface RefusedDefault {
	readonly table: string;
	readonly column: string;
	/** What the check says. */
	readonly check: string;
}

/** Whether it is known of a default that it breaks this check. */
export type RefusesDefault = (table: string, column: string, check: string) => boolean;

/** What is not among those that were found is trusted. */
export function refusedAmong(found: readonly RefusedDefault[] = []): RefusesDefault {
	const known = new Set(found.map(({ table, column, check }) => JSON.stringify([table, column, check])));
	return (table, column, check) => known.has(JSON.stringify([table, column, check]));
}
