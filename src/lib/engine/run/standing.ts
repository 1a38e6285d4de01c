import type { Migration, RevisionGraph } from '../migration/migration.ts';
import { ancestorsOf, findMigration, headsOf } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { checkLedger } from './ledger-problems.ts';

/** How the database stands to the folder, as far as the ledger and the files tell. */
export interface Standing {
	/** Applied revisions that have no applied child; `[]` is base. */
	readonly current: readonly string[];
	readonly applied: ReadonlySet<string>;
	/** Files not applied yet, in running order. */
	readonly pending: readonly Migration[];
	/** Of the pending ones, those that an applied revision rests on: they came into the folder behind its back. */
	readonly skipped: readonly Migration[];
	/** Applied revisions whose file is gone. */
	readonly missing: readonly LedgerEntry[];
	/** Where ledger and files disagree: files gone or edited, steps that stopped midway. */
	readonly problems: readonly Problem[];
}

/** Lays the ledger beside the folder. */
export function standingOf(graph: RevisionGraph, ledger: readonly LedgerEntry[]): Standing {
	const applied = appliedOf(ledger);
	const below = ancestorsOf(graph, applied);
	const pending = graph.migrations.filter((migration) => !applied.has(migration.revision));
	return {
		current: headsOf(graph, applied),
		applied,
		pending,
		skipped: pending.filter((migration) => below.has(migration.revision)),
		missing: ledger.filter((entry) => !findMigration(graph, entry.revision)),
		problems: checkLedger(graph, ledger)
	};
}
