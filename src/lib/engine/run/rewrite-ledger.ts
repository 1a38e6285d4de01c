import { DatabaseError } from '../database.ts';
import type { Migration } from '../migration/migration.ts';
import { findMigration, headsOf } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { ledgerNotTaken } from './ledger-guard.ts';
import { said } from './prepared-section.ts';
import type { RunResult } from './step.ts';

/** What is to be said in the ledger by hand, without anything being run. */
export interface LedgerChange {
	/** What counts as applied afterwards. */
	readonly applied: ReadonlySet<string>;
	/** To be written as their files are now, in running order. */
	readonly stamped: readonly string[];
	/** To be removed from the ledger. */
	readonly forgotten: readonly string[];
	/** To be written as they are. */
	readonly written?: readonly LedgerEntry[];
}

/** Changes the ledger in one transaction; where the database refuses, the ledger is as it was. */
export async function rewriteLedger(
	context: RunContext,
	ledger: readonly LedgerEntry[],
	change: LedgerChange
): Promise<RunResult> {
	const result = (status: RunResult['status'], problems: readonly Problem[], applied: Iterable<string>) => ({
		status,
		steps: [],
		problems,
		current: headsOf(context.graph, applied)
	});
	const { stamped, forgotten, applied, written = [] } = change;
	if (stamped.length + forgotten.length + written.length === 0)
		return result('nothing', [], appliedOf(ledger));
	const problem = await rewrite(context, change);
	if (problem) return result('failed', [problem], appliedOf(ledger));
	return result('applied', [], applied);
}

async function rewrite(
	{ database, graph, clock }: RunContext,
	{ stamped, forgotten, written = [] }: LedgerChange
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
		for (const entry of written) if (!(await ledger.write(database, entry))) return ledgerNotTaken;
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
