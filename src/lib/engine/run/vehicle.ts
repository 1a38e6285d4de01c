import type { Database } from '../database.ts';
import type { Direction, Migration } from '../migration/migration.ts';
import type { Problem } from '../problem.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';
import type { RunContext } from './context.ts';
import { downgrade, upgrade } from './move.ts';
import { runToEnd } from './run-to-end.ts';

/** How the migrations of a folder are run on a trial, whichever toolchain does it. */
export interface Vehicle {
	/** Runs one migration on a database; what stopped it, if anything did. */
	step(database: Database, migration: Migration, direction: Direction): Promise<Problem | undefined>;
	/** What counts of a structure. */
	seen(schema: Schema): Schema;
	/** Statements that name the tables that a migration may touch. */
	touching(migration: Migration, schema: Schema): string;
}

/** The engine itself runs them. */
export function engineVehicle({
	observer: _observer,
	onRefusal: _onRefusal,
	...context
}: RunContext): Vehicle {
	return {
		step: (database, migration, direction) => step({ ...context, database }, migration, direction),
		// What a downgrade has put aside is there to be brought back, and no difference.
		seen: withoutStashes,
		touching: ({ up, down }) => `${up.sql}\n${down?.sql ?? ''}`
	};
}

async function step(
	context: RunContext,
	{ revision, file }: Migration,
	direction: Direction
): Promise<Problem | undefined> {
	const run = direction === 'upgrade' ? upgrade(context, revision) : downgrade(context, `${revision}-1`);
	const result = await runToEnd(run);
	if (result.status === 'applied') return undefined;
	const [problem] = result.problems.filter(({ severity }) => severity === 'error');
	return (
		problem ?? {
			code: 'round-trip-stopped',
			severity: 'error',
			message: `${file} could not be run in the direction ${direction}.`,
			hint: 'Run it by itself to see why.',
			file
		}
	);
}
