import { DatabaseError } from '../../../src/lib/engine/database.ts';
import type { Database, StatementFailure, StatementRun } from '../../../src/lib/engine/database.ts';

/** Runs a script to its end. */
export async function runAll(
	database: Database,
	sql: string,
	maxRows?: number
): Promise<readonly StatementRun[]> {
	const runs: StatementRun[] = [];
	for await (const run of database.run(sql, maxRows === undefined ? {} : { maxRows })) runs.push(run);
	return runs;
}

/** What the database said; throws where it refused nothing. */
export async function refusal(work: Promise<unknown>): Promise<StatementFailure> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason
	);
	if (error instanceof DatabaseError) return error.failure;
	throw new Error(`no DatabaseError: ${String(error)}`, { cause: error });
}
