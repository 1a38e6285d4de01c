import type { Value } from '../database.ts';
import type { LedgerEntry } from '../run/ledger-entry.ts';

/** The ledger's columns in the order of `entryOf` and `valuesOf`, as every dialect names them. */
export const ledgerColumns =
	'revision, name, checksum, applied_at, duration_ms, statements_applied, statements_total, state';

/** A row of these columns as an entry. */
export function entryOf(row: readonly Value[]): LedgerEntry {
	const [revision, name, checksum, appliedAt, durationMs, applied, total, state] = row;
	return {
		revision: String(revision),
		name: String(name),
		checksum: String(checksum),
		appliedAt: String(appliedAt),
		durationMs: Number(durationMs),
		statementsApplied: Number(applied),
		statementsTotal: Number(total),
		state: String(state) as LedgerEntry['state']
	};
}

/** An entry as a row of these columns. */
export function valuesOf(entry: LedgerEntry): readonly Value[] {
	return [
		entry.revision,
		entry.name,
		entry.checksum,
		entry.appliedAt,
		entry.durationMs,
		entry.statementsApplied,
		entry.statementsTotal,
		entry.state
	];
}
