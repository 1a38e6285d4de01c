import { findMigration } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { tableFates, tableNames, type TableFates } from '../rows/table-fates.ts';
import type { Rename } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Schema } from '../schema/model.ts';
import { renamesOf } from '../schema/rename-kinds.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { reach } from './reach.ts';
import type { Vehicle } from './vehicle.ts';

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
	{ database, graph }: RunContext,
	vehicle: Vehicle,
	ledger: readonly LedgerEntry[],
	revision: string
): Promise<ThereAndBack | NoWayBack> {
	const migration = findMigration(graph, revision)!;
	// Each step is committed, as it is when it really runs: what one has made, another may use only then.
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		const unreached = await reach(vehicle, { graph, database: trial.database }, appliedOf(ledger), revision);
		if (unreached) return { problem: unreached };
		const { inspector } = database.dialect;
		const look = async () => vehicle.seen(await inspector.inspect(trial.database));
		const before = await look();
		const moment = await trial.moment(vehicle.touching(migration, before));
		const went = await vehicle.step(trial.database, migration, 'downgrade');
		if (!went.ok) return { problem: went.problems[0]! };
		const below = await look();
		const named = database.dialect.renamesIn?.(went.value.statements) ?? [];
		const renames = renamesOf(compareSchemas(before, below, { renames: named }));
		const names = tableNames(before);
		const down = await tableFates(await moment.sides(renames), { before: names, after: tableNames(below) });
		const foreignKeys = await vehicle.foreignKeys(trial.database);
		const seen = { before, below, renames, down, foreignKeys };
		const came = await vehicle.step(trial.database, migration, 'upgrade');
		if (!came.ok) return { ...seen, problem: came.problems[0]! };
		const again = await look();
		const both = await tableFates(await moment.sides([]), { before: names, after: tableNames(again) });
		return { ...seen, again, both };
	} finally {
		await trial.end();
	}
}
