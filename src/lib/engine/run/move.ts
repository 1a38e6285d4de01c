import { DatabaseError } from '../database.ts';
import type { Direction } from '../migration/migration.ts';
import { planDowngrade, planUpgrade } from '../migration/plan.ts';
import { headsOf } from '../migration/revisions.ts';
import { failure, success } from '../problem.ts';
import type { Outcome, Problem } from '../problem.ts';
import { appliedOf, positionOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { ledgerTable } from './ledger-entry.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { checkLedger, isPartial } from './ledger-problems.ts';
import { said } from './prepared-section.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import type { Plan } from './run-steps.ts';
import type { RunEvent, RunResult } from './step.ts';

/**
 * Applies what is missing up to `target`: a revision, `head`, `heads`, `+N`, `label@head` and the like. Each
 * revision is one step; expected failures are in the result, and what is thrown is a bug.
 */
export function upgrade(context: RunContext, target: string): AsyncGenerator<RunEvent, RunResult> {
	return move(context, 'upgrade', target);
}

/** Undoes what came after `target`: a revision that is applied, `base`, `-N` and the like. See `upgrade`. */
export function downgrade(context: RunContext, target: string): AsyncGenerator<RunEvent, RunResult> {
	return move(context, 'downgrade', target);
}

/** Undoes these revisions and nothing else, in this order. What rests on them must be among them. See `upgrade`. */
export function takeBack(
	context: RunContext,
	revisions: readonly string[]
): AsyncGenerator<RunEvent, RunResult> {
	return runSteps(context, () => planOf(context, 'downgrade', () => success(revisions)));
}

function move(
	context: RunContext,
	direction: Direction,
	target: string
): AsyncGenerator<RunEvent, RunResult> {
	const plan = direction === 'upgrade' ? planUpgrade : planDowngrade;
	return runSteps(context, () =>
		planOf(context, direction, (applied) => plan(context.graph, applied, target))
	);
}

/** Which revisions to run, in which order. */
type Planning = (applied: ReadonlySet<string>) => Outcome<readonly string[]>;

/** The plan, or the result where there is nothing to run. */
async function planOf(
	context: RunContext,
	direction: Direction,
	planning: Planning
): Promise<Plan | RunResult> {
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return refused(context, [], ledger.problems);
	const plan = planMove(context, ledger.value, direction, planning);
	if (!plan.ok) return refused(context, ledger.value, plan.problems);
	if (plan.value.steps.length === 0) {
		return { status: 'nothing', steps: [], problems: plan.value.notes, current: plan.value.position.current };
	}
	return plan.value;
}

/** The ledger, unless the folder has errors or the ledger's table cannot be read. */
export async function ledgerFor(context: RunContext): Promise<Outcome<readonly LedgerEntry[]>> {
	const [first, ...others] = context.problems.filter(({ severity }) => severity === 'error');
	if (first) return failure(first, ...others);
	const { database } = context;
	await database.dialect.ready?.();
	try {
		return success(await database.dialect.ledger.read(database));
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return failure({
			code: 'ledger-unreadable',
			severity: 'error',
			message: `The ledger cannot be read. ${said(database.dialect, error.failure)}`,
			hint: `The table ${ledgerTable} is not as Updown makes it: somebody has changed it, or it is a table of your own with the same name. Look at its rows first. Then put the database back to an earlier state, or keep the rows under another name (ALTER TABLE ${ledgerTable} RENAME TO …) and stamp the revision the database is at.`
		});
	}
}

/** The result of a run that was not even tried. */
export function refused(
	{ graph }: RunContext,
	ledger: readonly LedgerEntry[],
	problems: readonly Problem[]
): RunResult {
	return { status: 'refused', steps: [], problems, current: headsOf(graph, appliedOf(ledger)) };
}

function planMove(
	context: RunContext,
	ledger: readonly LedgerEntry[],
	direction: Direction,
	planning: Planning
): Outcome<Plan> {
	const { graph } = context;
	const found = checkLedger(graph, ledger);
	const [missing, ...others] = found.filter(({ code }) => code === 'applied-file-missing');
	if (missing) return failure(missing, ...others);
	const position = positionOf(graph, ledger);
	const planned = planning(position.applied);
	if (!planned.ok) return planned;
	const revisions = resumeFirst(context, ledger, direction, planned.value, found);
	if (!revisions.ok) return revisions;
	const steps = prepareSteps(context, direction, revisions.value);
	if (!steps.ok) return steps;
	const notes = found.filter(({ severity }) => severity === 'warning');
	return success({ direction, steps: steps.value, ledger, position, notes });
}

/**
 * A step that stopped midway must be finished, in its own direction and before any other. Its place in the plan
 * may be later (on another branch), and all it rests on is applied, so it goes first.
 */
function resumeFirst(
	{ graph }: RunContext,
	ledger: readonly LedgerEntry[],
	direction: Direction,
	revisions: readonly string[],
	found: readonly Problem[]
): Outcome<readonly string[]> {
	const partial = ledger.filter(isPartial);
	if (partial.length === 0) return success(revisions);
	const checksums = new Map(graph.migrations.map(({ revision, checksum }) => [revision, checksum]));
	const resumable = partial.every(
		({ revision, state, checksum }) =>
			state === `partial-${direction}` && revisions.includes(revision) && checksums.get(revision) === checksum
	);
	const [first, ...others] = found.filter(({ code }) => code === 'partial-step');
	if (!resumable && first) return failure(first, ...others);
	const started = partial.map(({ revision }) => revision);
	return success([...started, ...revisions.filter((revision) => !started.includes(revision))]);
}
