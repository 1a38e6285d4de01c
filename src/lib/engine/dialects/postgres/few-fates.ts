import type { Database } from '../../database.ts';
import type { ColumnFates, FatedRow, RowFate, RowsPage, RowsRequest } from '../../rows/rows.ts';
import { countOf, fateAsked } from '../fated-side.ts';
import { fatedPage } from './row-fates.ts';
import type { Match, Matched } from './row-match.ts';

/** Rows that have all been read, and what became of them. */
export interface ReadFates {
	readonly matched: Matched;
	readonly columns: readonly ColumnFates[];
	/** A page of them, as `fatedPage` gives it. */
	page(matched: Matched, request: Pick<RowsRequest, 'fate' | 'limit'>): RowsPage;
}

/**
 * Counts what became of at most `most` rows, and of the values of their columns, which both sides have, as they are read: one
 * query where counting and a page of them are two.
 */
export async function readFates(
	database: Database,
	match: Match,
	{ table, most }: { readonly table: string; readonly most: number }
): Promise<ReadFates> {
	const none: Record<RowFate, number> = { kept: 0, changed: 0, added: 0, lost: 0 };
	const asked = { table, offset: 0, limit: most, side: 'both' } as const;
	// Of which fates there are any is not known yet.
	const { sides: _, ...joined } = match;
	const whole = await fatedPage(database, { ...joined, fates: none }, asked);
	const fates = { ...none, kept: match.untouched };
	for (const { fate } of whole.rows) if (fate) fates[fate]++;
	return {
		matched: { ...match, fates },
		columns: whole.columns.flatMap(({ name }, at) => columnFates(name, at, whole.rows)),
		page({ fates: all }, request) {
			const fate = fateAsked(request);
			const rows = whole.rows
				.filter((row) => fate === undefined || row.fate === fate)
				.slice(0, request.limit);
			return { ...whole, rows, total: countOf(all, fate), fates: all };
		}
	};
}

/** What became of the values of the column at this place; nothing where they are all as they were. */
function columnFates(name: string, at: number, rows: readonly FatedRow[]): readonly ColumnFates[] {
	const counts = { changed: 0, lost: 0, gained: 0 };
	for (const { values, old } of rows) {
		if (!old || !(at in old)) continue;
		const fate = old[at] === null ? 'gained' : values[at] === null ? 'lost' : 'changed';
		counts[fate]++;
	}
	return counts.changed + counts.lost + counts.gained > 0 ? [{ name, fate: 'kept', ...counts }] : [];
}
