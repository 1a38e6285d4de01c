import type { LedgerEntry } from '../run/ledger-entry.ts';
import type { Migration } from './migration.ts';

/**
 * The file that was run as `revision`, where several files have that id: the one whose text the ledger knows, else the one it
 * calls by name; undefined where nothing of the folder was.
 */
export function fileBehind(
	all: readonly Migration[],
	ledger: readonly LedgerEntry[],
	revision: string
): string | undefined {
	const entry = ledger.find((one) => one.revision === revision);
	if (!entry) return undefined;
	const same = all.filter((migration) => migration.revision === revision);
	const found =
		same.find(({ checksum }) => checksum === entry.checksum) ??
		same.find(({ file }) => file === entry.name) ??
		(same.length === 1 ? same[0] : undefined);
	return found?.file;
}
