import type { Database } from '../database.ts';
import type { Rename } from '../schema/change.ts';
import { earlierNames } from '../schema/earlier-names.ts';
import type { Gap } from '../schema/fill.ts';

/** A gap with the rows that come to it now. */
export interface OpenGap extends Gap {
	/** Where the way back opens it by forbidding NULL, the rows of the table: nobody knows yet in which of them NULL will be. */
	readonly rows: number;
}

/** The gaps that rows come to as they are now, each with how many. */
export async function openGaps(
	database: Database,
	gaps: readonly Gap[],
	{
		renames,
		rowCounts
	}: { readonly renames: readonly Rename[]; readonly rowCounts: Readonly<Record<string, number>> }
): Promise<readonly OpenGap[]> {
	const earlier = earlierNames(renames);
	const open: OpenGap[] = [];
	for (const gap of gaps) {
		// The way back leads to the schema that is there now.
		const table = gap.direction === 'upgrade' ? earlier.table(gap.table) : gap.table;
		const all = rowCounts[table] ?? 0;
		const counts = gap.direction === 'upgrade' && gap.why === 'nulls' && all > 0;
		const rows = counts ? await nullsIn(database, table, earlier.column(gap.table, gap.column)) : all;
		if (rows > 0) open.push({ ...gap, rows });
	}
	return open;
}

async function nullsIn(database: Database, table: string, column: string): Promise<number> {
	const { dialect } = database;
	const { rows } = await database.query(
		`SELECT count(*) FROM ${dialect.relation(table)} WHERE ${dialect.identifier(column)} IS NULL`
	);
	return Number(rows[0]?.[0] ?? 0);
}
