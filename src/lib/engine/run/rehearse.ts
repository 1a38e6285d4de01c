import type { RunCommand } from './command.ts';
import type { RunContext } from './context.ts';
import { planDowngrade, planUpgrade } from '../migration/plan.ts';
import { runsInTransactions } from '../migration/revisions.ts';
import { appliedOf } from './applied.ts';
import { downgrade, ledgerFor, upgrade } from './move.ts';
import type { RunEvent } from './step.ts';
import { tryRun } from './trial-run.ts';
import type { Rehearsal } from './trial-run.ts';

export type { Rehearsal, RehearsedStep } from './trial-run.ts';

/** A command that moves the database along the revisions. */
export type MoveCommand = Extract<RunCommand, { readonly kind: 'upgrade' | 'downgrade' }>;

/**
 * Really runs a command on the rows that are there, looks at what became of them after every step, and leaves the database
 * as it was. Expected failures are in the result; what is thrown is a bug, and even then nothing stays.
 */
export async function rehearse(
	context: RunContext,
	command: MoveCommand,
	onEvent: (event: RunEvent) => void = () => {}
): Promise<Rehearsal> {
	const { database, graph } = context;
	return tryRun(context, {
		known: context.observer?.schema ?? (await database.dialect.inspector.inspect(database)),
		inTransactions: runsInTransactions(graph) && (await isOneStep(context, command)),
		start: (inner) => (command.kind === 'upgrade' ? upgrade : downgrade)(inner, command.target),
		onEvent
	});
}

/** Several steps are committed one after another: what one has made, another may use only then. */
async function isOneStep(context: RunContext, { kind, target }: MoveCommand): Promise<boolean> {
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return true;
	const plan = (kind === 'upgrade' ? planUpgrade : planDowngrade)(
		context.graph,
		appliedOf(ledger.value),
		target
	);
	return !plan.ok || plan.value.length < 2;
}
