import { findMigration } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { tableFates, tableNames, type TableFates } from '../rows/table-fates.ts';
import { renamesOf } from '../schema/renames-of.ts';
import type { Rename } from '../schema/change.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { SingleSteps } from './single-steps.ts';

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
	// Each step is committed, as it is when it really runs: what one has made, another may use only then.
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		const { observer: _observer, onRefusal: _onRefusal, rows: _rows, ...rest } = context;
		const single = new SingleSteps({ ...rest, database: trial.database }, ledger);
		const unreached = await single.reach(revision);
		if (unreached) return { problem: unreached };
		const { inspector, transactions } = database.dialect;
		const look = async () => withoutStashes(await inspector.inspect(trial.database));
		const before = await look();
		const moment = await trial.moment(`${migration.up.sql}\n${migration.down?.sql ?? ''}`);
		const went = await single.step('downgrade', revision);
		if ('code' in went) return { problem: went };
		const below = await look();
		const [step] = went.steps;
		const renames = step?.status === 'applied' ? renamesOf(step.frame.changes) : [];
		const names = tableNames(before);
		const down = await tableFates(await moment.sides(renames), { before: names, after: tableNames(below) });
		const foreignKeys = await transactions.foreignKeys(trial.database);
		const seen = { before, below, renames, down, foreignKeys };
		const came = await single.step('upgrade', revision);
		if ('code' in came) return { ...seen, problem: came };
		const again = await look();
		const both = await tableFates(await moment.sides([]), { before: names, after: tableNames(again) });
		return { ...seen, again, both };
	} finally {
		await trial.end();
	}
}
