import { checksumOf } from '../engine/migration/checksum.ts';
import type { Migration } from '../engine/migration/migration.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';

/**
 * A ledger that knows no texts, as Alembic's table, with those of what was run where several files have one id: what it said when it
 * was applied, as far as the project remembers, else mine, because the database is.
 */
export function asRun(
	ledger: readonly LedgerEntry[],
	all: readonly Migration[],
	mine: ReadonlySet<string>,
	texts: Readonly<Record<string, string>>
): readonly LedgerEntry[] {
	return ledger.map((entry) => {
		const same = all.filter(({ revision }) => revision === entry.revision);
		if (same.length < 2) return entry;
		const text = texts[entry.revision];
		const own = same.find(({ file }) => mine.has(file));
		const checksum = text === undefined ? own?.checksum : checksumOf(text);
		return checksum === undefined ? entry : { ...entry, checksum };
	});
}
