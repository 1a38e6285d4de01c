import { DatabaseError } from '../database.ts';
import type { Migration, RevisionGraph } from '../migration/migration.ts';
import { descendantsOf, findMigration, headsOf, inOrder, withAncestors } from '../migration/revisions.ts';
import { resolveRevisions } from '../migration/target.ts';
import { failure, success } from '../problem.ts';
import type { Outcome, Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { ledgerNotTaken } from './ledger-guard.ts';
import { checkLedger, isPartial, wasEdited } from './ledger-problems.ts';
import { ledgerFor, refused } from './move.ts';
import { said } from './prepared-section.ts';
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
	const { stamped, forgotten } = plan.value;
	const result = (status: RunResult['status'], problems: readonly Problem[], applied: Iterable<string>) => ({
		status,
		steps: [],
		problems,
		current: headsOf(context.graph, applied)
	});
	if (stamped.length === 0 && forgotten.length === 0) return result('nothing', [], appliedOf(ledger));
	const problem = await rewrite(context, stamped, forgotten);
	if (problem) return result('failed', [problem], appliedOf(ledger));
	return result('applied', [], plan.value.applied);
}

interface StampPlan {
	/** What counts as applied afterwards. */
	readonly applied: ReadonlySet<string>;
	/** To be written, in running order. */
	readonly stamped: readonly string[];
	/** To be removed from the ledger. */
	readonly forgotten: readonly string[];
}

function planStamp(
	graph: RevisionGraph,
	ledger: readonly LedgerEntry[],
	targets: readonly string[],
	purge: boolean
): Outcome<StampPlan> {
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

/** Changes the ledger in one transaction; the problem where the database refuses, with the ledger as it was. */
async function rewrite(
	{ database, graph, clock }: RunContext,
	stamped: readonly string[],
	forgotten: readonly string[]
): Promise<Problem | undefined> {
	const { transactions, ledger } = database.dialect;
	let committed = false;
	try {
		await transactions.begin(database);
		await ledger.ensure(database);
		for (const revision of forgotten) {
			if (!(await ledger.remove(database, revision))) return ledgerNotTaken;
		}
		for (const revision of stamped) {
			const migration = findMigration(graph, revision);
			if (!migration) continue;
			if (!(await ledger.write(database, stampedEntry(migration, clock.now())))) return ledgerNotTaken;
		}
		await transactions.commit(database);
		committed = true;
		return undefined;
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return {
			code: 'stamp-refused',
			severity: 'error',
			message: `The ledger could not be changed and is as it was. ${said(database.dialect, error.failure)}`,
			hint: database.dialect.explain(error.failure).hint
		};
	} finally {
		if (!committed) await transactions.rollback(database);
	}
}

function stampedEntry({ revision, file, checksum }: Migration, appliedAt: string): LedgerEntry {
	return {
		revision,
		name: file,
		checksum,
		appliedAt,
		durationMs: 0,
		statementsApplied: 0,
		statementsTotal: 0,
		state: 'stamped'
	};
}
