import type { Direction } from '../migration/migration.ts';
import { failure, success, type Outcome } from '../problem.ts';
import { positionOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';
import type { Frame } from './step.ts';

/** Runs one migration in one direction, whether or not another would come first; why not, where it did not get through. */
export async function singleStep(
	context: RunContext,
	direction: Direction,
	revision: string
): Promise<Outcome<Frame>> {
	const steps = prepareSteps(context, direction, [revision]);
	if (!steps.ok) return steps;
	const { database, graph } = context;
	const ledger = await database.dialect.ledger.read(database);
	const position = positionOf(graph, ledger);
	const plan = { direction, steps: steps.value, ledger, position, notes: [] };
	const { status, steps: gone, problems } = await runToEnd(runSteps(context, async () => plan));
	const [step] = gone;
	if (status === 'applied' && step?.status === 'applied') return success(step.frame);
	return failure(problems.find(({ severity }) => severity === 'error') ?? stopped);
}

const stopped = {
	code: 'stopped',
	severity: 'error',
	message: 'Stopped. Nothing has changed.',
	hint: 'Ask again to have it run to its end.'
} as const;
