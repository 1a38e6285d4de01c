import type { Direction, Migration, RevisionGraph } from '../migration/migration.ts';
import { findMigration, parentsOf } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/**
 * Where the ledger and the folder disagree: revisions whose file is gone, files that changed since they were
 * applied, and steps that stopped midway. `[]` means that they agree.
 */
export function checkLedger(graph: RevisionGraph, ledger: readonly LedgerEntry[]): readonly Problem[] {
	return ledger.flatMap((entry) => {
		const migration = findMigration(graph, entry.revision);
		if (!migration) return [missingFile(entry)];
		if (isPartial(entry)) return [partialStep(graph, entry, migration)];
		return wasEdited(entry, migration) ? [editedFile(entry, migration)] : [];
	});
}

/** Whether a step of this revision stopped midway. */
export function isPartial({ state }: LedgerEntry): boolean {
	return state === 'partial-upgrade' || state === 'partial-downgrade';
}

/** Whether the file says something else than when it was applied. A ledger without a checksum cannot tell. */
export function wasEdited(entry: LedgerEntry, migration: Migration): boolean {
	return entry.checksum !== '' && entry.checksum !== migration.checksum;
}

function missingFile({ revision, name }: LedgerEntry): Problem {
	return {
		code: 'applied-file-missing',
		severity: 'error',
		message: `The ledger says that ${revision} (${name}) is applied, but the folder has no file for it.`,
		hint: `Put the file ${name} back; to undo what it did, downgrade below it then, and delete it again. If it is gone for good, accept ${revision}: the ledger forgets it, and what it made stays in the database.`,
		file: name
	};
}

function editedFile({ appliedAt }: LedgerEntry, { revision, file }: Migration): Problem {
	return {
		code: 'applied-file-edited',
		severity: 'warning',
		message: `${file} has been edited since it was applied (${appliedAt}). The database still has what the file said then.`,
		hint: `Put the file back as it was and write the change as a new migration. While you are still writing it: downgrade below ${revision} and upgrade again. To take it as it is without running it, accept ${revision}.`,
		file
	};
}

/** How to leave a step that stopped after `stuck` statements without running it again. */
export function finishedByHand(
	graph: RevisionGraph,
	revision: string,
	direction: Direction,
	stuck: number
): string {
	const parent = parentsOf(graph, revision).join(' ') || 'base';
	return direction === 'upgrade'
		? `undo ${stuck === 1 ? 'that statement' : 'those statements'} by hand and stamp ${parent}, or run the rest by hand and stamp ${revision}`
		: `run the rest by hand and stamp ${parent}, or put back by hand what is gone and stamp ${revision}`;
}

/** The step of the folder that stopped midway, which must be left before another is tried; absent where there is none. */
export function stuckStep(graph: RevisionGraph, ledger: readonly LedgerEntry[]): Problem | undefined {
	const entry = ledger.find(isPartial);
	const migration = entry && findMigration(graph, entry.revision);
	return migration && partialStep(graph, entry, migration);
}

/** A step that stopped midway, with the ways out of it. */
export function partialStep(graph: RevisionGraph, entry: LedgerEntry, migration: Migration): Problem {
	const { revision, statementsApplied, statementsTotal, state } = entry;
	const up = state === 'partial-upgrade';
	const verb = up ? 'upgrade' : 'downgrade';
	const stuck = `${statementsApplied} of its ${statementsTotal} statements`;
	const byHand = finishedByHand(graph, revision, verb, statementsApplied);
	const start = { code: 'partial-step', severity: 'error', file: migration.file } as const;
	if (wasEdited(entry, migration)) {
		return {
			...start,
			message: `The ${verb} of ${revision} stopped after ${stuck}, and ${migration.file} has been edited since, so nobody can tell where to go on.`,
			hint: `Put the file back as it was and ${verb} again to go on after statement ${statementsApplied}. Or ${byHand}.`
		};
	}
	return {
		...start,
		message: `The ${verb} of ${revision} stopped after ${stuck}: it runs without a transaction, so they are still in the database.`,
		hint: `Remove what it stumbled over and ${verb} again: it goes on after statement ${statementsApplied}. Or ${byHand}.`
	};
}
