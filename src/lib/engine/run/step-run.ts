import { DatabaseError } from '../database.ts';
import type { StatementRun } from '../database.ts';
import type { Problem } from '../problem.ts';
import { asSentence } from '../text/sentence.ts';
import type { MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { refusalOf, reportOf, said } from './prepared-section.ts';
import type { PreparedSection } from './prepared-section.ts';
import type { SchemaStep, SchemaWatch } from './schema-watch.ts';
import type { Frame, RunEvent, StatementReport, StepResult } from './step.ts';

/** One step under way: what it works on and what it has seen so far. */
export interface StepRun {
	readonly context: RunContext;
	readonly prepared: PreparedSection;
	readonly watch: SchemaWatch;
	readonly position: MovingPosition;
	readonly pause: () => Promise<void>;
	/** The ledger's row of this revision before the step. */
	readonly entry: LedgerEntry | undefined;
	readonly warnings: readonly Problem[];
	readonly reports: StatementReport[];
	readonly startedAt: string;
	/** On the clock's `elapsed`. */
	readonly started: number;
}

/** How a step ended; `stopped` where the user asked for it. */
export interface StepEnd {
	readonly result: StepResult;
	readonly stopped: boolean;
}

/** Carries the reason why a step cannot go on up to where its transaction is undone. */
export class StepFailure extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.message);
		this.name = 'StepFailure';
		this.problem = problem;
	}
}

/**
 * Runs the section's statements from number `skip` on, telling of each. Returns whether all ran; false means
 * that the user stopped it. Throws `StepFailure` at the one that is refused.
 */
export async function* runStatements(
	run: StepRun,
	skip: number,
	afterEach: () => Promise<void>
): AsyncGenerator<RunEvent, boolean> {
	const { database, clock, signal } = run.context;
	const { section, statements, migration } = run.prepared;
	const offset = skip === 0 ? 0 : (statements()[skip]?.start ?? section.sql.length);
	const script = database.run(section.sql.slice(offset))[Symbol.asyncIterator]();
	try {
		for (;;) {
			await run.pause();
			if (signal?.aborted) return false;
			const started = clock.elapsed();
			const ran = await nextStatement(run, script, offset);
			if (!ran) return true;
			const statement = reportOf(run.prepared, ran, clock.elapsed() - started);
			run.reports.push(statement);
			await afterEach();
			yield { kind: 'statementRun', revision: migration.revision, statement };
		}
	} finally {
		await script.return?.();
	}
}

/** The next statement, its offsets moved to those of the whole section. */
async function nextStatement(
	run: StepRun,
	script: AsyncIterator<StatementRun>,
	offset: number
): Promise<StatementRun | undefined> {
	try {
		const next = await script.next();
		return next.done ? undefined : moved(next.value, offset);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		throw new StepFailure(
			refusalOf(run.prepared, run.context.database.dialect, moved(error.failure, offset))
		);
	}
}

function moved<Placed extends { readonly start: number; readonly end: number; readonly at?: number }>(
	placed: Placed,
	offset: number
): Placed {
	if (offset === 0) return placed;
	const at = placed.at === undefined ? {} : { at: placed.at + offset };
	return { ...placed, start: placed.start + offset, end: placed.end + offset, ...at };
}

/**
 * The step's result after a failure; rethrows what is a bug. `stuck` statements of this run are still in the
 * database, which `aftermath` tells in a sentence; `wayOut` goes before the hint of the database's own failure.
 */
export function failedStep(
	run: StepRun,
	error: unknown,
	stuck: number,
	aftermath: string,
	wayOut = ''
): StepEnd {
	const { migration, direction } = run.prepared;
	const { message, hint, ...rest } = problemOf(run, error);
	const problem = {
		...rest,
		message: `${asSentence(message)} ${aftermath}`,
		hint: `${hint} ${wayOut}`.trimEnd()
	};
	return {
		stopped: false,
		result: {
			status: 'failed',
			revision: migration.revision,
			direction,
			problem,
			statements: run.reports,
			stuck
		}
	};
}

function problemOf(run: StepRun, error: unknown): Problem {
	if (error instanceof StepFailure) return error.problem;
	if (!(error instanceof DatabaseError)) throw error;
	const { dialect } = run.context.database;
	const { message, hint } = dialect.explain(error.failure);
	return {
		code: 'step-refused',
		severity: 'error',
		message: `All statements ran, but the step could not be finished. ${message} ${said(dialect, error.failure)}`,
		hint,
		file: run.prepared.migration.file,
		span: run.prepared.section.span
	};
}

/** The step's result once it is in the database, with its frame; moves the run's position. */
export function appliedStep(run: StepRun, seen: SchemaStep, durationMs: number): StepEnd {
	const { revision } = run.prepared.migration;
	const { direction } = run.prepared;
	const from = run.position.current;
	if (direction === 'upgrade') run.position.reach(revision);
	else run.position.leave(revision);
	const frame: Frame = {
		revision,
		direction,
		from,
		to: run.position.current,
		patch: seen.patch,
		reverse: seen.reverse,
		changes: seen.changes,
		statements: run.reports,
		warnings: run.warnings,
		at: run.startedAt,
		durationMs
	};
	return { stopped: false, result: { status: 'applied', revision, direction, frame } };
}

/** Milliseconds since the step began. */
export function elapsed(run: StepRun): number {
	return run.context.clock.elapsed() - run.started;
}

/** The ledger's row of the step's revision, once this many of its statements are in the database. */
export function entryOf(
	run: StepRun,
	state: LedgerEntry['state'],
	statementsApplied: number,
	statementsTotal: number,
	durationMs: number
): LedgerEntry {
	const { migration } = run.prepared;
	return {
		revision: migration.revision,
		name: migration.file,
		checksum: migration.checksum,
		appliedAt: run.startedAt,
		durationMs,
		statementsApplied,
		statementsTotal,
		state
	};
}
