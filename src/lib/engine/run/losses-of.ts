import { isLossy, type TableFates } from '../rows/table-fates.ts';
import { earlierNames } from '../schema/earlier-names.ts';
import { renamesOf } from '../schema/rename-kinds.ts';
import { putAside } from '../schema/stash.ts';
import type { Frame } from './step.ts';

/** The tables of which a step has lost rows or values for good: what it has put aside comes back. */
export function lossesOf(frame: Frame): readonly TableFates[] {
	return lossyTables(frame).filter((fates) => !isPutAside(frame, fates));
}

/** Whether a downgrade of one migration lost something: on a server, all that one command of Alembic undoes has one frame. */
export function lostAlone(frame: Frame): boolean {
	return frame.from.includes(frame.revision) && lossesOf(frame).length > 0;
}

/** The tables of which a step has taken rows or values and put them all aside for the next upgrade. */
export function putAsideBy(frame: Frame): readonly TableFates[] {
	return lossyTables(frame).filter((fates) => isPutAside(frame, fates));
}

function lossyTables({ tables = [] }: Frame): readonly TableFates[] {
	return tables.filter(isLossy);
}

/** A stash was made for what was there when it was written; what has come since may be lost beside it. */
function isPutAside(
	{ revision, changes }: Frame,
	{ table, was = table, fate, rows, columns }: TableFates
): boolean {
	const aside = putAside(revision, was, changes);
	if (fate === 'lost') return aside.whole;
	const names = earlierNames(renamesOf(changes));
	const nameBefore = (column: (typeof columns)[number]) =>
		column.fate === 'lost' ? column.name : names.column(table, column.name);
	return (
		(rows.lost === 0 || aside.rows) &&
		columns.every((column) => column.lost === 0 || aside.columns.has(nameBefore(column)))
	);
}
