import type { Database } from '../../database.ts';
import { RowNumbers } from '../../rows/row-numbers.ts';
import type { RowWatch, WatchOptions } from '../../rows/row-watch.ts';
import { wentMarks } from '../../rows/table-fates.ts';
import { caughtStep } from './caught-step.ts';
import { keptStep } from './kept-step.ts';

/**
 * Sees what steps do to rows. Where a step only writes rows, each is caught as it is written, and the cost follows how many there
 * are; before any other step, the rows are kept that it may touch.
 */
export function watchRows(
	database: Database,
	{ counts: known, kept, lost }: WatchOptions
): Promise<RowWatch> {
	const counts = new RowNumbers(known ?? {}, (table) => table);
	// What a step of this run loses, one of its later steps may bring back.
	const all = lost && [...lost];
	return Promise.resolve({
		async begin(step) {
			const rows =
				(await caughtStep(database, step, { counts, lost: all })) ??
				(await keptStep(database, step.sql, { kept: kept?.(), lost: all }));
			return {
				...rows,
				async fates() {
					const found = await rows.fates();
					counts.take(found);
					all?.push(...wentMarks(found));
					return found;
				}
			};
		},
		end: () => Promise.resolve()
	});
}
