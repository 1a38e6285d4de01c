import type { Database } from '../engine/database.ts';
import { failure, success, type Outcome } from '../engine/problem.ts';
import { withoutProvided } from '../engine/run/without-provided.ts';
import type { Schema } from '../engine/schema/model.ts';
import { lastWordsOf } from '../python/last-words.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { ToolBench } from './tool-bench.ts';
import type { ToolFolder } from './tool-vehicle.ts';

/**
 * What the tools make of a folder on an empty database: an upgrade to the versions that a database is at. `database` is
 * afterwards as it was. Must be called outside a transaction.
 */
export async function replayWithTools(
	folder: ToolFolder,
	database: Database,
	versions: readonly string[],
	openSecond: () => Promise<Database>
): Promise<Outcome<Schema>> {
	const { dialect } = database;
	const shadow = await dialect.shadow?.(database, { inTransactions: false });
	const empty = shadow ?? (await openSecond());
	try {
		const bench = new ToolBench({ ...folder, database: empty, ...(shadow && { server: database }) });
		for (const version of versions) {
			const { exitCode, said } = await bench.run([...migrateProgram(folder.files), 'upgrade', version]);
			if (exitCode !== 0) return failure(refused(said));
		}
		return success(withoutProvided(database, await dialect.inspector.inspect(empty)));
	} finally {
		await empty.close();
	}
}

function refused(said: string) {
	return {
		code: 'replay-refused',
		severity: 'error' as const,
		message: `The folder does not run on an empty database, so nobody can tell what it would make. ${lastWordsOf(said)}`,
		hint: 'Mend the migration, or run the same upgrade on an empty database to see all that it says.'
	};
}
