import { parseFolder } from '../migration/folder.ts';
import type { FolderFile } from '../migration/migration.ts';
import type { Following } from '../migration/ways-together.ts';
import type { RunContext } from './context.ts';
import { takeBack, upgrade } from './move.ts';
import { moveInLedger } from './move-in-ledger.ts';
import type { RunEvent, RunResult } from './step.ts';
import { tryRun, type Rehearsal } from './trial-run.ts';

/** A way out of what stands between two developers, with one of the ways in which the database can follow it. */
export interface TogetherTrial {
	/** The folder as it would be. */
	readonly files: readonly FolderFile[];
	readonly following: Following;
	/** What the project's own tools call the revision that joins the lines, where they are to write one. */
	readonly merging?: string | undefined;
}

/** What a way would come to. */
export interface RehearsedWay extends Rehearsal {
	/** The folder that it led to, where the project's own tools may have written into it. */
	readonly files?: readonly FolderFile[];
}

/**
 * Really goes a way on the rows that are there, and on to all heads of the new folder: takes back what is to be run again, or
 * tells the ledger what is called otherwise, then upgrades. Leaves the database as it was. Expected failures are in the result.
 */
export async function rehearseTogether(
	context: RunContext,
	trial: TogetherTrial,
	onEvent: (event: RunEvent) => void = () => {}
): Promise<Rehearsal> {
	const { database } = context;
	return tryRun(context, {
		known: context.observer?.schema ?? (await database.dialect.inspector.inspect(database)),
		// One step after another is committed, as it will be.
		inTransactions: false,
		start: (inner) => through(inner, trial),
		onEvent
	});
}

async function* through(
	context: RunContext,
	{ files, following }: TogetherTrial
): AsyncGenerator<RunEvent, RunResult> {
	const after: RunContext = { ...context, ...parseFolder(files) };
	let before: RunResult | undefined;
	if (following.kind === 'again') {
		const earlier: RunContext = { ...context, ...parseFolder(following.files) };
		before = yield* takeBack(earlier, following.revisions);
		if (before.status !== 'applied') return before;
	}
	if (following.kind === 'ledger') {
		const told = yield* moveInLedger(after, following.moved);
		if (told.status !== 'applied') return told;
	}
	const result = yield* upgrade(after, 'heads');
	if (!before) return result;
	const status = result.status === 'nothing' ? before.status : result.status;
	return { ...result, status, steps: [...before.steps, ...result.steps] };
}
