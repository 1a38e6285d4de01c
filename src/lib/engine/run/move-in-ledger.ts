import { findMigration } from '../migration/revisions.ts';
import type { MovedRevision } from '../migration/ways-together.ts';
import { failure, success, type Outcome, type Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isPartial, partialStep } from './ledger-problems.ts';
import { ledgerFor, refused } from './move.ts';
import { rewriteLedger, type LedgerChange } from './rewrite-ledger.ts';
import type { RunEvent, RunResult } from './step.ts';

/**
 * Gives applied revisions the ids, names and texts that their files have now: the same migrations, called otherwise. Nothing is
 * run, and when each was applied stays. One transaction.
 */
export async function* moveInLedger(
	context: RunContext,
	moved: readonly MovedRevision[]
): AsyncGenerator<RunEvent, RunResult> {
	// One short transaction: there is nothing to tell on the way.
	yield* [];
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return refused(context, [], ledger.problems);
	const plan = planMoves(context, ledger.value, moved);
	if (!plan.ok) return refused(context, ledger.value, plan.problems);
	return rewriteLedger(context, ledger.value, plan.value);
}

function planMoves(
	{ graph }: RunContext,
	ledger: readonly LedgerEntry[],
	moved: readonly MovedRevision[]
): Outcome<LedgerChange> {
	const entries = new Map(ledger.map((entry) => [entry.revision, entry]));
	const leaving = new Set(moved.map(({ from }) => from));
	const written: LedgerEntry[] = [];
	for (const { from, to } of moved) {
		const entry = entries.get(from);
		const migration = findMigration(graph, to);
		if (!entry || !migration) return failure(notThere(entry ? to : from));
		if (isPartial(entry)) return failure(partialStep(graph, entry, migration));
		if (entries.has(to) && !leaving.has(to)) return failure(taken(to));
		written.push({ ...entry, revision: to, name: migration.file, checksum: migration.checksum });
	}
	const arriving = new Set(moved.map(({ to }) => to));
	const forgotten = [...leaving].filter((revision) => !arriving.has(revision));
	const kept = [...appliedOf(ledger)].filter((revision) => !leaving.has(revision));
	return success({ applied: new Set([...kept, ...arriving]), stamped: [], forgotten, written });
}

function notThere(revision: string): Problem {
	return {
		code: 'nothing-to-move',
		severity: 'error',
		message: `${revision} is not there, so the ledger cannot call it otherwise.`,
		hint: 'Look at the ways out again: folder and ledger have changed since they were found.'
	};
}

function taken(revision: string): Problem {
	return {
		code: 'revision-applied',
		severity: 'error',
		message: `The ledger has ${revision} already, of another migration.`,
		hint: 'Look at the ways out again: folder and ledger have changed since they were found.'
	};
}
