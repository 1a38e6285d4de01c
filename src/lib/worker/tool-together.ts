import type { Database } from '../engine/database.ts';
import type { Trial } from '../engine/dialects/dialect.ts';
import type { FolderReader } from '../engine/migration/folder-reader.ts';
import { inOrder } from '../engine/migration/revisions.ts';
import type { RunContext } from '../engine/run/context.ts';
import type { RehearsedWay, TogetherTrial } from '../engine/run/rehearse-together.ts';
import type { StepResult } from '../engine/run/step.ts';
import { rehearsed } from '../engine/run/trial-run.ts';
import { alembicReader } from '../python/alembic-reader.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { readVersions } from '../python/version-table.ts';
import { wayCommands } from '../python/way-commands.ts';
import { servedSteps } from './served-frames.ts';
import { ToolBench, type BenchRun } from './tool-bench.ts';
import { momentOf, toolSteps } from './tool-frames.ts';
import { resultOf } from './tool-result.ts';
import { allTables, type ToolFolder } from './tool-vehicle.ts';

/** What a way is gone on. */
export interface ToolGround {
	readonly context: RunContext;
	readonly folder: ToolFolder;
	/** Opens a database from its file, beside the one that is open. */
	readonly open: (image: Uint8Array) => Promise<Database>;
}

/**
 * Really goes a way out by the tools on the rows that are there, as `rehearseTogether` does by the engine: each command on the files
 * that it is meant for, and at last `upgrade heads`. Leaves database and files as they were.
 */
export async function goWayWithTools(
	{ context, folder, open }: ToolGround,
	way: TogetherTrial
): Promise<RehearsedWay> {
	const { database, clock } = context;
	const reader = alembicReader(folder.scripts);
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		const bench = new ToolBench({ ...folder, files: way.files, database: trial.database });
		const steps: StepResult[] = [];
		const ended = async ({ exitCode, said }: Pick<BenchRun, 'exitCode' | 'said'>): Promise<RehearsedWay> => {
			const { graph } = reader.read(bench.files);
			const current = inOrder(graph, await readVersions(trial.database));
			const result = resultOf({ exitCode, said, steps, current });
			return { result, steps: steps.map(rehearsed), files: bench.files };
		};
		const seen = async (words: readonly string[]) => {
			const ran = await seenRun(bench, words, { trial, at: clock.now(), open, reader });
			steps.push(...ran.steps);
			return ran.run;
		};
		for (const { words, files } of wayCommands(way, await readVersions(trial.database), reader)) {
			bench.use(files);
			const run = await seen(words);
			if (run.exitCode !== 0) return await ended(run);
		}
		if (way.merging === undefined) bench.use(way.files);
		return await ended(await seen([...migrateProgram(bench.files), 'upgrade', 'heads']));
	} finally {
		await trial.end();
	}
}

/** Runs a command on a trial, and looks at what each migration did. */
async function seenRun(
	bench: ToolBench,
	words: readonly string[],
	{
		trial,
		at,
		open,
		reader
	}: { readonly trial: Trial; readonly at: string; readonly reader: FolderReader } & Pick<ToolGround, 'open'>
): Promise<{ readonly run: BenchRun; readonly steps: readonly StepResult[] }> {
	const { graph } = reader.read(bench.files);
	const { database } = trial;
	if (!database.lend) {
		const run = await bench.run(words);
		return { run, steps: await toolSteps(run, { graph, at, said: run.said, open }) };
	}
	const before = await momentOf(database);
	const moment = await trial.moment(allTables(database.dialect, before.schema));
	try {
		const run = await bench.run(words);
		const about = { graph, at, said: run.said, database };
		return {
			run,
			steps: await servedSteps(run, { ...about, before: { ...before, sides: await moment.sides([]) } })
		};
	} finally {
		await moment.forget();
	}
}
