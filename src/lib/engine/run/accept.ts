import { findMigration } from '../migration/revisions.ts';
import { resolveRevisions } from '../migration/target.ts';
import { failure, success, type Outcome, type Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isPartial, partialStep, wasEdited } from './ledger-problems.ts';
import { ledgerFor, refused } from './move.ts';
import { rewriteLedger, type LedgerChange } from './rewrite-ledger.ts';
import type { RunEvent, RunResult } from './step.ts';

/**
 * Takes applied migrations as the folder has them now, without running anything: the ledger takes the checksum of a file that was
 * edited, and forgets a revision whose file is gone. No target means all of them. Unlike a stamp it leaves alone what
 * rests on them. One transaction.
 */
export async function* accept(
	context: RunContext,
	targets: readonly string[]
): AsyncGenerator<RunEvent, RunResult> {
	// One short transaction: there is nothing to tell on the way.
	yield* [];
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return refused(context, [], ledger.problems);
	const plan = planAccept(context, ledger.value, targets);
	if (!plan.ok) return refused(context, ledger.value, plan.problems);
	return rewriteLedger(context, ledger.value, plan.value);
}

function planAccept(
	{ graph }: RunContext,
	ledger: readonly LedgerEntry[],
	targets: readonly string[]
): Outcome<LedgerChange> {
	const before = appliedOf(ledger);
	const named = new Set<string>();
	for (const target of targets) {
		// A revision whose file is gone is known to the ledger alone.
		const known = ledger.some(({ revision }) => revision === target);
		const resolved = known ? success([target]) : resolveRevisions(graph, before, target);
		if (!resolved.ok) return resolved;
		for (const revision of resolved.value) {
			if (!ledger.some((entry) => entry.revision === revision)) return failure(notApplied(revision));
			named.add(revision);
		}
	}
	const meant = ledger.filter(({ revision }) => targets.length === 0 || named.has(revision));
	const stamped: string[] = [];
	const forgotten: string[] = [];
	for (const entry of meant) {
		const migration = findMigration(graph, entry.revision);
		if (!migration) forgotten.push(entry.revision);
		else if (isPartial(entry) && named.has(entry.revision)) {
			return failure(partialStep(graph, entry, migration));
		} else if (!isPartial(entry) && wasEdited(entry, migration)) stamped.push(entry.revision);
	}
	const applied = new Set([...before].filter((revision) => !forgotten.includes(revision)));
	return success({ applied, stamped, forgotten });
}

function notApplied(revision: string): Problem {
	return {
		code: 'not-applied',
		severity: 'error',
		message: `${revision} is not applied, so the ledger holds nothing of it that could be accepted.`,
		hint: 'Name a migration that was edited or deleted after it was applied; `check` lists them.'
	};
}
