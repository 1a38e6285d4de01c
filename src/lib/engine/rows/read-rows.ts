import type { RowSides, RowsPage, RowsRequest } from './rows.ts';

/**
 * One page of a table or view: as it is, as it was before the last step, or both with what became of every row.
 * A table that one side lacks has no rows there; one that both lack gives an empty page without columns. Without
 * a moment before, `both` is `after`; where there is one, and its rows are not at hand, the page says so.
 */
export async function readRows(sides: RowSides, request: RowsRequest): Promise<RowsPage> {
	return sides.after.dialect.rows.page(sides, request);
}
