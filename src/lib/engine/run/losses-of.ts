import { isLossy, type TableFates } from '../rows/table-fates.ts';
import { isPutAside } from '../schema/stash.ts';
import type { Frame } from './step.ts';

/** The tables of which a step has lost rows or values for good: what it has put aside comes back. */
export function lossesOf({ revision, changes, tables = [] }: Frame): readonly TableFates[] {
	return tables.filter((fates) => isLossy(fates) && !isPutAside(revision, fates.was ?? fates.table, changes));
}

/** The tables of which a step has taken rows or values and put them aside for the next upgrade. */
export function putAsideBy({ revision, changes, tables = [] }: Frame): readonly TableFates[] {
	return tables.filter((fates) => isLossy(fates) && isPutAside(revision, fates.was ?? fates.table, changes));
}
