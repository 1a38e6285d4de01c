import { DatabaseError } from '../database.ts';
import type { Problem } from '../problem.ts';
import { asSentence } from '../text/sentence.ts';
import type { MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { said } from './prepared-section.ts';
import type { PreparedSection } from './prepared-section.ts';
import type { StepRows } from '../rows/row-watch.ts';
import type { SchemaStep } from '../schema/schema-step.ts';
import { isStash } from '../schema/stash.ts';
import type { SchemaWatch } from './schema-watch.ts';
import type { Frame, StatementReport, StepResult } from './step.ts';

/** One step under way: what it works on and what it has seen so far. */
export interface StepRun {
	readonly context: RunContext;
	readonly prepared: PreparedSection;
	readonly watch: SchemaWatch;
	readonly position: MovingPosition;
	readonly pause: () => Promise<void> | undefined;
	/** The ledger's row of this revision before the step. */
	readonly entry: LedgerEntry | undefined;
	readonly warnings: Problem[];
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
export async function appliedStep(
	run: StepRun,
	seen: SchemaStep,
	rows: StepRows | undefined,
	durationMs: number
): Promise<StepEnd> {
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
		// What is put aside is told by the changes; when it goes, nothing is lost.
		...(rows && {
			tables: (await rows.fates()).filter(({ table: name }) => !isStash({ kind: 'table', name }))
		}),
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
