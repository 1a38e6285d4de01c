import type { RevisionGraph } from '../migration/migration.ts';
import { descendantsOf, findMigration, inOrder, withAncestors } from '../migration/revisions.ts';
import { resolveRevisions } from '../migration/target.ts';
import { failure, success } from '../problem.ts';
import type { Outcome } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { checkLedger, isPartial, wasEdited } from './ledger-problems.ts';
import { ledgerFor, refused } from './move.ts';
import { rewriteLedger, type LedgerChange } from './rewrite-ledger.ts';
import type { RunEvent, RunResult } from './step.ts';

/**
 * Writes into the ledger that the database is at `targets`, without running anything: what they rest on counts
 * as applied, what rests on them does not. Branches beside them stay as they are; `purge` forgets everything
 * first, also revisions whose files are gone. One transaction.
 */
export async function* stamp(
	context: RunContext,
	targets: readonly string[],
	options: { readonly purge: boolean }
): AsyncGenerator<RunEvent, RunResult> {
	// One short transaction: there is nothing to tell on the way.
	yield* [];
	const read = await ledgerFor(context);
	if (!read.ok) return refused(context, [], read.problems);
	const ledger = read.value;
	const plan = planStamp(context.graph, ledger, targets, options.purge);
	if (!plan.ok) return refused(context, ledger, plan.problems);
	return rewriteLedger(context, ledger, plan.value);
}

function planStamp(
	graph: RevisionGraph,
	ledger: readonly LedgerEntry[],
	targets: readonly string[],
	purge: boolean
): Outcome<LedgerChange> {
	const [missing, ...others] = checkLedger(graph, ledger).filter(
		({ code }) => code === 'applied-file-missing'
	);
	if (missing && !purge) return failure(missing, ...others);
	const before = appliedOf(ledger);
	const named: string[] = [];
	let toBase = false;
	for (const target of targets) {
		const resolved = resolveRevisions(graph, before, target);
		if (!resolved.ok) return resolved;
		if (resolved.value.length === 0) toBase = true;
		named.push(...resolved.value);
	}
	const covered = withAncestors(graph, named);
	const above = descendantsOf(graph, named);
	const kept = purge || toBase ? [] : [...before].filter((revision) => !above.has(revision));
	const applied = new Set([...kept, ...covered]);
	const entries = new Map(ledger.map((entry) => [entry.revision, entry]));
	const accepted = purge ? covered : new Set(named);
	const stamped = inOrder(graph, covered).filter((revision) => {
		const entry = entries.get(revision);
		const migration = findMigration(graph, revision);
		if (!entry || isPartial(entry)) return true;
		return migration !== undefined && accepted.has(revision) && wasEdited(entry, migration);
	});
	const forgotten = ledger
		.map(({ revision }) => revision)
		.filter((revision) => !applied.has(revision) && (purge || toBase || above.has(revision)));
	return success({ applied, stamped, forgotten });
}
