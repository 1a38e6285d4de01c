import type { Direction } from '../migration/migration.ts';
import { descendantsOf, findMigration, inOrder, withAncestors } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { tableFates, tableNames, type TableFates } from '../rows/table-fates.ts';
import { renamesOf } from '../schema/renames-of.ts';
import type { Rename } from '../schema/change.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';
import { appliedOf, MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';
import type { RunResult } from './step.ts';

/** What the way back of a migration does to the rows that are there, and what is left of that when it has been gone up again. */
export interface ThereAndBack {
	/** At the revision, after its downgrade, and at the revision again. */
	readonly before: Schema;
	readonly below: Schema;
	/** Absent where the upgrade was refused. */
	readonly again?: Schema;
	/** What the downgrade renamed. */
	readonly renames: readonly Rename[];
	/** What became of the rows by the downgrade. */
	readonly down: readonly TableFates[];
	/** What became of them by both; absent where the upgrade was refused. */
	readonly both?: readonly TableFates[];
	/** Why the upgrade was refused. */
	readonly problem?: Problem;
	/** Whether foreign keys are enforced. */
	readonly foreignKeys: boolean;
}

/** The way could not be gone at all. */
export interface NoWayBack {
	readonly problem: Problem;
}

/**
 * Takes one migration down and up again, on the rows that are in the database, after bringing it to where that is its next step
 * back. Nothing of it stays.
 */
export async function thereAndBack(
	context: RunContext,
	ledger: readonly LedgerEntry[],
	revision: string
): Promise<ThereAndBack | NoWayBack> {
	const { database, graph } = context;
	const migration = findMigration(graph, revision)!;
	const sections = graph.migrations.flatMap(({ up, down }) => [up, ...(down ? [down] : [])]);
	const trial = await database.dialect.trial(database, {
		inTransactions: sections.every(({ transaction }) => transaction)
	});
	try {
		const { observer: _observer, onRefusal: _onRefusal, rows: _rows, ...rest } = context;
		const walk = new Walk({ ...rest, database: trial.database }, ledger);
		const unreached = await walk.reach(revision);
		if (unreached) return { problem: unreached };
		const { inspector, transactions } = database.dialect;
		const look = async () => withoutStashes(await inspector.inspect(trial.database));
		const before = await look();
		const moment = await trial.moment(`${migration.up.sql}\n${migration.down?.sql ?? ''}`);
		const went = await walk.step('downgrade', revision);
		if ('code' in went) return { problem: went };
		const below = await look();
		const [step] = went.steps;
		const renames = step?.status === 'applied' ? renamesOf(step.frame.changes) : [];
		const names = tableNames(before);
		const down = await tableFates(await moment.sides(renames), { before: names, after: tableNames(below) });
		const foreignKeys = await transactions.foreignKeys(trial.database);
		const seen = { before, below, renames, down, foreignKeys };
		const came = await walk.step('upgrade', revision);
		if ('code' in came) return { ...seen, problem: came };
		const again = await look();
		const both = await tableFates(await moment.sides([]), { before: names, after: tableNames(again) });
		return { ...seen, again, both };
	} finally {
		await trial.end();
	}
}

/** Goes single steps, each whether or not another would come first. */
class Walk {
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
