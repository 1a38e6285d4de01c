import type { Database } from '../../database.ts';
import type { RowNumbers } from '../../rows/row-numbers.ts';
import type { StepAhead, StepRows } from '../../rows/row-watch.ts';
import type { TableFates } from '../../rows/table-fates.ts';
import type { ValueMarks } from '../../rows/value-marks.ts';
import { catchable } from './catch-reach.ts';
import { startCatching, stopCatching } from './catch-rows.ts';
import type { CaughtTable } from './catch-rows.ts';
import { caughtFates, rowsWritten } from './caught-fates.ts';
import type { RowsWritten } from './caught-fates.ts';
import { effectsSeen } from './effect-watch.ts';
import { onlyWritesRows } from './plain-writes.ts';
import { planningOnce } from './planning-once.ts';

/** What is known before a step: how many rows tables have, and what was lost before. */
export interface Catching {
	readonly counts: RowNumbers;
	readonly lost: readonly ValueMarks[] | undefined;
}

/** Catches the rows of a step as they are written; undefined where not every one could be caught. */
export async function caughtStep(
	database: Database,
	{ sql, transaction, halts }: StepAhead,
	{ counts, lost }: Catching
): Promise<StepRows | undefined> {
	if (!transaction || halts || !onlyWritesRows(sql)) return undefined;
	const planned = await planningOnce(database);
	const tables = await catchable(planned, sql);
	if (!tables) return undefined;
	let caught: readonly CaughtTable[] = [];
	let before: RowsWritten = new Map();
	let found: readonly TableFates[] = [];
	return {
		onlyRows: true,
		watchEffects: () => effectsSeen(planned),
		async enter() {
			before = await rowsWritten(planned);
			caught = await startCatching(database, tables);
		},
		async seal() {
			const written = await rowsWritten(planned);
			const since = [...written].map(([name, many]) => [name, many - (before.get(name) ?? 0)] as const);
			const sides = { after: database, ...(lost && { lost }) };
			const touched = new Map(since.filter(([, many]) => many > 0));
			found = await caughtFates(sides, caught, { written: touched, counts });
			await stopCatching(database, caught);
		},
		fates: () => Promise.resolve(found),
		end: () => Promise.resolve()
	};
}
