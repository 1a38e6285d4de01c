import type { Database, Value } from '../database.ts';

/** SQLite gives 2,000 columns in a query at most and PostgreSQL 1,664; two sides of a wide table are more. */
const widest = 1000;

/**
 * The rows of a query with however many cells: asked in pieces where they are too many. `rest` is all of the query after
 * its list of cells, and must give the same rows in the same order each time.
 */
export async function readWideRows(
	database: Database,
	cells: readonly string[],
	rest: string,
	params: readonly Value[]
): Promise<readonly (readonly Value[])[]> {
	const rows: Value[][] = [];
	for (let at = 0; at < cells.length; at += widest) {
		const some = cells.slice(at, at + widest);
		const piece = await database.query(`SELECT ${some.join(', ')} ${rest}`, params);
		for (const [row, values] of piece.rows.entries()) (rows[row] ??= []).push(...values);
	}
	return rows;
}
