import type { Direction } from '../migration/migration.ts';
import { descendantsOf, inOrder, withAncestors } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { appliedOf, MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';
import type { RunResult } from './step.ts';

/** Goes single steps, each whether or not another would come first. */
export class SingleSteps {
	readonly #context: RunContext;
	readonly #applied: Set<string>;

	constructor(context: RunContext, ledger: readonly LedgerEntry[]) {
		this.#context = context;
		this.#applied = new Set(appliedOf(ledger));
	}

	/** Brings the database to where the revision's downgrade is a next step; why not, where it cannot be. */
	async reach(revision: string): Promise<Problem | undefined> {
		const { graph } = this.#context;
		const isApplied = this.#applied.has(revision);
		const revisions = isApplied
			? inOrder(graph, descendantsOf(graph, [revision]))
					.filter((each) => each !== revision && this.#applied.has(each))
					.toReversed()
			: inOrder(graph, withAncestors(graph, [revision])).filter((each) => !this.#applied.has(each));
		for (const each of revisions) {
			const went = await this.step(isApplied ? 'downgrade' : 'upgrade', each);
			if ('code' in went) return went;
		}
		return undefined;
	}

	/** Why it did not get through, where it did not. */
	async step(direction: Direction, revision: string): Promise<RunResult | Problem> {
		const { graph } = this.#context;
		const steps = prepareSteps(this.#context, direction, [revision]);
		if (!steps.ok) return steps.problems[0]!;
		const position = new MovingPosition(graph, this.#applied);
		const ledger = await this.#context.database.dialect.ledger.read(this.#context.database);
		const plan = { direction, steps: steps.value, ledger, position, notes: [] };
		const result = await runToEnd(runSteps(this.#context, async () => plan));
		if (result.status !== 'applied') {
			return result.problems.find(({ severity }) => severity === 'error') ?? stopped;
		}
		if (direction === 'upgrade') this.#applied.add(revision);
		else this.#applied.delete(revision);
		return result;
	}
}

const stopped: Problem = {
	code: 'stopped',
	severity: 'error',
	message: 'Stopped. Nothing has changed.',
	hint: 'Ask again to have it run to its end.'
};
