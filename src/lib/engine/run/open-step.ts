import type { Database } from '../database.ts';
import type { Problem } from '../problem.ts';
import { foreignKeysUntouched, switchForeignKeys } from './foreign-keys.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { guardLedger, keep } from './ledger-guard.ts';
import { finishedByHand } from './ledger-problems.ts';
import { SectionRun } from './section-run.ts';
import type { StepRows } from '../rows/row-watch.ts';
import type { RunEvent } from './step.ts';
import { StepFailure, appliedStep, elapsed, entryOf, failedStep } from './step-run.ts';
import type { StepEnd, StepRun } from './step-run.ts';

/**
 * Runs a step without a transaction (`transaction:false`): each statement stays as soon as it has run. The
 * ledger's row is written first, as partial, and after every statement, so that it always tells how many stuck;
 * run again, the step goes on after those. A section may begin and end transactions of its own: one that a
 * failure leaves open is rolled back, and what the ledger then says is what stuck.
 */
export async function* runOpenStep(run: StepRun): AsyncGenerator<RunEvent, StepEnd> {
	const { database } = run.context;
	const { ledger, transactions } = database.dialect;
	const skip = alreadyStuck(run);
	const progress = { stuck: skip, marked: skip };
	let stopped = false;
	let settled = false;
	let keys = foreignKeysUntouched;
	let rows: StepRows | undefined;
	let restoreSettings = async () => {};
	const mark = async () => {
		await keep(run, partialEntry(run, progress.stuck));
		progress.marked = progress.stuck;
	};
	try {
		const { sql } = run.prepared.section;
		const halts = run.context.halts === true;
		rows = await run.context.rows?.begin({ sql, transaction: false, halts });
		keys = await switchForeignKeys(run, skip);
		await inTransaction(database, async () => {
			await ledger.ensure(database);
			await mark();
		});
		const guard = await guardLedger(run);
		restoreSettings = await transactions.keepSettings(database, sql, skip);
		const section = new SectionRun(run, skip);
		try {
			for (let event = await section.next(); event; event = await section.next()) {
				if (event.kind === 'statementRun') {
					progress.stuck++;
					await mark();
				}
				yield event;
			}
		} finally {
			await section.end();
		}
		stopped = section.stopped;
		if (stopped) throw new StepFailure(stoppedProblem(run));
		await keys.check();
		const durationMs = elapsed(run);
		const seen = await inTransaction(database, async () => {
			const entry = entryOf(run, 'applied', progress.stuck, progress.stuck, durationMs);
			await guard.finish(entry);
			return run.watch.look(run.reports);
		});
		settled = true;
		await rows?.seal(seen);
		return await appliedStep(run, seen, rows, durationMs);
	} catch (error) {
		settled = true;
		const stuck = await settle(run, progress, restoreSettings);
		const { aftermath, wayOut } = aftermathOf(run, stuck);
		return { ...failedStep(run, error, Math.max(0, stuck - skip), aftermath, wayOut), stopped };
	} finally {
		// Unsettled here only where the consumer has stopped listening.
		if (!settled) await settle(run, progress, restoreSettings);
		try {
			await restoreSettings();
		} finally {
			await keys.restore();
		}
		await rows?.end();
	}
}

/** How many statements are in the database, and how many the ledger's row was last made to tell. */
interface Progress {
	readonly stuck: number;
	readonly marked: number;
}

/** How many statements an earlier, interrupted run of the same step has left in the database. */
function alreadyStuck({ entry, prepared }: StepRun): number {
	return entry?.state === `partial-${prepared.direction}` ? entry.statementsApplied : 0;
}

function partialEntry(run: StepRun, stuck: number): LedgerEntry {
	const { direction, statements } = run.prepared;
	const entry = entryOf(run, `partial-${direction}`, stuck, statements().length, elapsed(run));
	return { ...entry, appliedAt: run.entry?.appliedAt ?? entry.appliedAt };
}

async function inTransaction<Value>(database: Database, work: () => Promise<Value>): Promise<Value> {
	const { transactions } = database.dialect;
	await transactions.begin(database);
	try {
		const value = await work();
		await transactions.commit(database);
		return value;
	} catch (error) {
		await transactions.rollback(database);
		throw error;
	}
}

/**
 * Ends whatever the failed section left open and makes the ledger's row tell how many statements stuck; returns that.
 * A transaction of the section's own may have been undone, here or by the database itself: then the row written
 * inside it has gone back with the rest, and what it says now is what stuck.
 */
async function settle(
	run: StepRun,
	{ stuck, marked }: Progress,
	restoreSettings: () => Promise<void>
): Promise<number> {
	const { database } = run.context;
	const { transactions, ledger } = database.dialect;
	const { migration, direction } = run.prepared;
	const undone = await transactions.rollback(database);
	// The section may have forbidden writing, which the ledger now needs.
	await restoreSettings();
	return inTransaction(database, async () => {
		await ledger.ensure(database);
		const row = (await ledger.read(database)).find(({ revision }) => revision === migration.revision);
		const told = row?.state === `partial-${direction}` ? row.statementsApplied : undefined;
		// Where nothing was undone, the last statement may have stuck without its mark.
		const kept = undone || told !== marked ? (told ?? stuck) : stuck;
		if (kept > 0) await ledger.write(database, partialEntry(run, kept));
		else if (run.entry) await ledger.write(database, run.entry);
		else await ledger.remove(database, migration.revision);
		return kept;
	});
}

function stoppedProblem({ prepared: { migration, section } }: StepRun): Problem {
	return {
		code: 'stopped',
		severity: 'error',
		message: `The step of ${migration.revision} was stopped`,
		hint: 'Run it again to go on.',
		file: migration.file,
		span: section.span
	};
}

function aftermathOf(
	{ context, prepared }: StepRun,
	stuck: number
): { readonly aftermath: string; readonly wayOut: string } {
	const { direction, migration } = prepared;
	const { length } = prepared.statements();
	if (stuck === 0) return { aftermath: 'None of its statements has stayed.', wayOut: '' };
	const which = stuck === 1 ? 'Statement 1' : `Statements 1 to ${stuck}`;
	return {
		aftermath: `${which} of ${length} ${stuck === 1 ? 'stays' : 'stay'} in the database, because the step runs without a transaction.`,
		wayOut: `Then ${direction} again: it goes on after statement ${stuck}, as long as ${migration.file} is not edited. Where only an edit of it would help: ${finishedByHand(context.graph, migration.revision, direction, stuck)}.`
	};
}
