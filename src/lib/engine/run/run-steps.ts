import type { Direction, Migration, Section } from '../migration/migration.ts';
import { findMigration } from '../migration/revisions.ts';
import { failure, success } from '../problem.ts';
import type { Outcome, Problem } from '../problem.ts';
import type { MovingPosition } from './applied.ts';
import { runAtomicStep } from './atomic-step.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { wasEdited } from './ledger-problems.ts';
import { runOpenStep } from './open-step.ts';
import { cautionsOf, conflictsOf, prepareSection } from './prepared-section.ts';
import type { PreparedSection } from './prepared-section.ts';
import { SchemaWatch } from './schema-watch.ts';
import type { RunEvent, RunResult, StepResult } from './step.ts';
import type { StepEnd, StepRun } from './step-run.ts';

/** What is to be run, checked as far as can be without running it. */
export interface Plan {
	readonly direction: Direction;
	readonly steps: readonly PreparedSection[];
	readonly ledger: readonly LedgerEntry[];
	readonly position: MovingPosition;
	/** What the user should know whatever comes of the run. */
	readonly notes: readonly Problem[];
}

/** The sections to run for `revisions`, in that order; refused where one has none in this direction. */
export function prepareSteps(
	context: RunContext,
	direction: Direction,
	revisions: readonly string[]
): Outcome<readonly PreparedSection[]> {
	const { graph, database } = context;
	const problems: Problem[] = [];
	const steps = revisions.flatMap((revision) => {
		const migration = findMigration(graph, revision);
		if (!migration) throw new Error(`The plan names ${revision}, which the folder does not have.`);
		const section = direction === 'upgrade' ? migration.up : migration.down;
		if (!section) {
			problems.push(noDown(migration));
			return [];
		}
		return [prepareSection(database.dialect, migration, direction, section)];
	});
	const [first, ...others] = problems;
	return first ? failure(first, ...others) : success(steps);
}

/**
 * Makes a plan, unless there is a result without one, and runs its steps one after another, telling of everything
 * as it happens. The first that fails or is stopped ends the run; those before it stay.
 */
export async function* runSteps(
	context: RunContext,
	planning: () => Promise<Plan | RunResult>
): AsyncGenerator<RunEvent, RunResult> {
	const plan = await planning();
	if ('status' in plan) return plan;
	const { direction, steps, position } = plan;
	const revisions = steps.map(({ migration }) => migration.revision);
	yield { kind: 'planned', direction, revisions };
	const { database } = context;
	const entries = new Map(plan.ledger.map((entry) => [entry.revision, entry]));
	const observer = context.observer ?? (await database.dialect.inspector.observe(database));
	const watch = new SchemaWatch(observer, database.dialect);
	const pause = pauses(context);
	const results: StepResult[] = [];
	const notRun = () =>
		revisions.slice(results.length).map((revision) => ({ status: 'notRun', revision, direction }) as const);
	const end = (status: RunResult['status'], problems: readonly Problem[]): RunResult => ({
		status,
		steps: [...results, ...notRun()],
		problems: [...problems, ...plan.notes],
		current: position.current
	});
	for (const [index, prepared] of steps.entries()) {
		await pause();
		if (context.signal?.aborted) return end('stopped', []);
		const { revision } = prepared.migration;
		const entry = entries.get(revision);
		yield { kind: 'stepStarted', revision, direction, index, ...sizeOf(prepared, entry) };
		const begun = await beginStep(context, prepared, { watch, position, pause, entry });
		const { result, stopped } = 'result' in begun ? begun : yield* runStep(begun);
		results.push(result);
		yield { kind: 'stepFinished', result };
		if (stopped) return end('stopped', result.status === 'failed' ? [result.problem] : []);
		if (result.status === 'failed') return end('failed', [result.problem]);
	}
	return end('applied', []);
}

/** The longest text whose statements are counted only to be told of. */
const longest = 65_536;

function sizeOf(
	{ section, statements, direction }: PreparedSection,
	entry: LedgerEntry | undefined
): { readonly statements?: number; readonly skipped?: number } {
	if (section.sql.length > longest) return {};
	const skipped = entry?.state === `partial-${direction}` ? entry.statementsApplied : 0;
	return { statements: statements().length, ...(skipped > 0 && { skipped }) };
}

function runStep(run: StepRun): AsyncGenerator<RunEvent, StepEnd> {
	return run.prepared.section.transaction ? runAtomicStep(run) : runOpenStep(run);
}

/** The step to be run, or how it ended where a statement of it cannot work inside a transaction. */
async function beginStep(
	context: RunContext,
	prepared: PreparedSection,
	shared: Pick<StepRun, 'watch' | 'position' | 'pause' | 'entry'>
): Promise<StepRun | StepEnd> {
	const { clock } = context;
	const { migration, direction } = prepared;
	const conflicts = await conflictsIn(context, prepared);
	const conflict = conflicts.find(({ severity }) => severity === 'error');
	if (conflict) {
		const { revision } = migration;
		const result = {
			status: 'failed',
			revision,
			direction,
			problem: conflict,
			statements: [],
			stuck: 0
		} as const;
		return { result, stopped: false };
	}
	return {
		context,
		prepared,
		...shared,
		warnings: [
			...conflicts,
			...cautionsOf(prepared, context.database.dialect),
			...warningsOf(prepared, shared.entry)
		],
		reports: [],
		startedAt: clock.now(),
		started: clock.elapsed()
	};
}

/** Most sections have no conflict whether foreign keys are on or off; only for the others it is asked which. */
async function conflictsIn({ database }: RunContext, prepared: PreparedSection): Promise<readonly Problem[]> {
	const { dialect } = database;
	const conflicts = conflictsOf(prepared, dialect, prepared.section.foreignKeys);
	if (conflicts.length === 0 || !prepared.section.foreignKeys) return conflicts;
	return conflictsOf(prepared, dialect, await dialect.transactions.foreignKeys(database));
}

function warningsOf(prepared: PreparedSection, entry: LedgerEntry | undefined): readonly Problem[] {
	const { migration, direction, section } = prepared;
	const warnings: Problem[] = [];
	if (direction === 'downgrade' && entry && wasEdited(entry, migration)) {
		warnings.push({
			code: 'edited-since-applied',
			severity: 'warning',
			message: `${migration.file} has been edited since it was applied: its downgrade may undo something else than was done.`,
			hint: 'Compare the schema with what you expect.',
			file: migration.file
		});
	}
	if (direction === 'downgrade' && prepared.statements().length === 0 && hasStatements(migration.up)) {
		warnings.push({
			code: 'empty-down',
			severity: 'warning',
			message: `The down section of ${migration.file} has no statements: the ledger goes back, the database stays as it is.`,
			hint: 'Write the statements that undo the up section, or leave the down section out so that nobody takes it for reversible.',
			file: migration.file,
			span: section.span
		});
	}
	return warnings;
}

function hasStatements({ sql }: Section): boolean {
	return /\S/.test(sql);
}

function noDown({ file, revision }: Migration): Problem {
	return {
		code: 'no-down',
		severity: 'error',
		message: `${revision} cannot be downgraded: ${file} has no migrate:down section.`,
		hint: `Add "-- migrate:down" to the file with the statements that undo its up section, or downgrade only as far as ${revision}.`,
		file
	};
}

/** How long the engine may keep a worker from hearing anything else, in milliseconds. */
const breath = 8;

/** A pause to be made between statements, once every few milliseconds; undefined where it is not time for one. */
function pauses({ breathe, clock }: RunContext): () => Promise<void> | undefined {
	if (!breathe) return () => undefined;
	let last = clock.elapsed();
	const pause = async () => {
		await breathe();
		last = clock.elapsed();
	};
	return () => (clock.elapsed() - last < breath ? undefined : pause());
}
