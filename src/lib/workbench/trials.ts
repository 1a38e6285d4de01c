import type { TriedQueries } from '../engine/run/pinned-queries.ts';
import type { MoveCommand, Rehearsal } from '../engine/run/rehearse.ts';
import type { RoundTrips } from '../engine/run/round-trip.ts';
import type { SafeDowngrade } from '../engine/run/safe-downgrade.ts';
import type { WaysCompared } from '../engine/run/without-migrations.ts';
import { lineOf } from './next-steps.ts';
import { whyNotNow } from './refusal.ts';
import type { Workbench } from './workbench.svelte.ts';

/** What really runs and leaves the database as it was. */
export class Trials {
	readonly #workbench: Workbench;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Really runs a command. */
	async rehearse(command: MoveCommand): Promise<Rehearsal> {
		if (this.#workbench.isPython)
			return (await import('./python/run-with-tools.ts')).rehearseWithTools(this.#workbench, command);
		return this.run(`rehearse ${lineOf(command)}`, () => this.#workbench.client.rehearse(command));
	}

	/** Really upgrades, and really does without migrations what they do. */
	compareWays(target: string): Promise<WaysCompared> {
		return this.run(`rehearse ${target}, with migrations and without`, () =>
			this.#workbench.client.compareWays(target)
		);
	}

	/** Takes every migration there, back and there again. */
	roundTrip(): Promise<RoundTrips> {
		return this.run('round-trip', () => this.#workbench.client.roundTrip());
	}

	/** Writes what makes the downgrade of a migration safe, and tries it; its file stays as it is too. */
	safeDowngrade(revision: string): Promise<SafeDowngrade> {
		return this.run(`safe-downgrade ${revision}`, () => this.#workbench.client.safeDowngrade(revision));
	}

	/** Runs pinned queries at every version, or at those that a command leads through. */
	tryQueries(command?: MoveCommand, sets = this.#workbench.project.queries): Promise<TriedQueries> {
		return this.run('the pinned queries', () => this.#workbench.client.tryQueries(sets, command));
	}

	/** Does such work, with progress and Stop. Rejects where something runs already. */
	run<Value>(line: string, work: () => Promise<Value>): Promise<Value> {
		const workbench = this.#workbench;
		const refusal = whyNotNow(undefined, workbench.running, workbench.stepper.at?.halt);
		if (refusal) return Promise.reject(new Error(`${refusal.message} ${refusal.hint}`));
		return workbench.whileRunning(line, async () => {
			await workbench.sendFolder();
			if (workbench.isPython) await (await import('./python/tool-run.ts')).startTools(workbench);
			return work();
		});
	}
}
