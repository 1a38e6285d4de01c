import type { Database } from '../database.ts';
import type { RevisionGraph } from '../migration/migration.ts';
import { headsOf } from '../migration/revisions.ts';
import { appliedOf } from './applied.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** The ledger in the order applied; `[]` where there is none yet. */
export function readLedger(database: Database): Promise<readonly LedgerEntry[]> {
	return database.dialect.ledger.read(database);
}

/** The revisions a database with this ledger is at; `[]` is base. */
export function current(graph: RevisionGraph, ledger: readonly LedgerEntry[]): readonly string[] {
	return headsOf(graph, appliedOf(ledger));
}
