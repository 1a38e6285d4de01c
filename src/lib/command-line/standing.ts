import type { Migration, RevisionGraph } from '../engine/migration/migration.ts';
import { ancestorsOf, headsOf } from '../engine/migration/revisions.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';

/** How the database stands to the folder, as far as the ledger and the files tell. */
export interface Standing {
	/** Applied revisions that have no applied descendant; `[]` is base. */
	readonly current: readonly string[];
	readonly applied: ReadonlySet<string>;
	/** Files not applied yet, in running order. */
	readonly pending: readonly Migration[];
	/** Of the pending ones, those that an applied revision stands on: they were added later, behind its back. */
	readonly skipped: readonly Migration[];
	/** Files that say something else than when they were applied. */
	readonly edited: readonly Migration[];
	/** Applied revisions whose file is gone. */
	readonly missing: readonly LedgerEntry[];
	/** Steps without a transaction that stopped midway. */
	readonly partial: readonly LedgerEntry[];
}

/** Lays the ledger beside the folder. */
export function standingOf(graph: RevisionGraph, ledger: readonly LedgerEntry[]): Standing {
	const files = new Map(graph.migrations.map((migration) => [migration.revision, migration]));
	const partial = ledger.filter((entry) => entry.state.startsWith('partial'));
	// An upgrade that stopped midway has not been reached; a downgrade that did has not been left.
	const reached = ledger.filter((entry) => entry.state !== 'partial-upgrade');
	const applied = new Set(reached.map((entry) => entry.revision));
	const below = ancestorsOf(graph, applied);
	const pending = graph.migrations.filter((migration) => !applied.has(migration.revision));
	return {
		current: headsOf(graph, applied),
		applied,
		pending,
		skipped: pending.filter((migration) => below.has(migration.revision)),
		edited: reached.flatMap((entry) => {
			const file = files.get(entry.revision);
			return file && entry.checksum !== '' && file.checksum !== entry.checksum ? [file] : [];
		}),
		missing: ledger.filter((entry) => !files.has(entry.revision)),
		partial
	};
}
