import type { Database } from '../engine/database.ts';
import { headsOf } from '../engine/migration/revisions.ts';
import { failure, success, type Outcome } from '../engine/problem.ts';
import type { FolderReplay } from '../engine/run/clashing-changes.ts';
import type { Replay } from '../engine/run/replay.ts';
import { withoutProvided } from '../engine/run/without-provided.ts';
import type { Schema } from '../engine/schema/model.ts';
import { alembicReader } from '../python/alembic-reader.ts';
import { lastWordsOf } from '../python/last-words.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { severalDatabases, wentToSeveral } from './several-databases.ts';
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
	const { schemas, problem } = await toStops(folder, database, [versions], openSecond);
	const [schema] = schemas;
	return schema ? success(schema) : failure(problem!);
}

/** The tools as what runs folders on an empty database, as `engineReplay` does for SQL. */
export function toolReplay(
	folder: ToolFolder,
	database: Database,
	openSecond: () => Promise<Database>
): FolderReplay {
	const reader = alembicReader(folder.scripts);
	return {
		reader,
		run(files, stops) {
			const { graph } = reader.read(files);
			const targets = stops.map((stop) => headsOf(graph, stop));
			return toStops({ ...folder, files }, database, targets, openSecond);
		}
	};
}

/** Upgrades an empty database to some revisions, then to others, and looks at the structure each time. */
async function toStops(
	folder: ToolFolder,
	database: Database,
	stops: readonly (readonly string[])[],
	openSecond: () => Promise<Database>
): Promise<Replay> {
	const { dialect } = database;
	const shadow = await dialect.shadow?.(database, { inTransactions: false });
	const empty = shadow ?? (await openSecond());
	try {
		// Its other databases have to grow from nothing as well.
		const begun = { ...folder, databases: [], database: empty };
		const bench = new ToolBench({ ...begun, ...(shadow && { server: database }) });
		const schemas: Schema[] = [];
		for (const stop of stops) {
			for (const version of stop) {
				const run = await bench.run([...migrateProgram(folder.files), 'upgrade', version]);
				if (run.exitCode !== 0) return { schemas, problem: refused(run.said) };
				if (wentToSeveral(run)) return { schemas, problem: severalDatabases };
			}
			schemas.push(withoutProvided(database, await dialect.inspector.inspect(empty)));
		}
		return { schemas };
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
