import type { Database } from '../engine/database.ts';
import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { appliedOf } from '../engine/run/applied.ts';
import type { RunContext } from '../engine/run/context.ts';
import { driftFrom, expectedSchema, type Drift } from '../engine/run/drift.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';
import { isPartial } from '../engine/run/ledger-problems.ts';
import { putBackTo, type PutBack } from '../engine/run/put-back.ts';
import type { ReplayOptions } from '../engine/run/replay.ts';
import { undriftFrom, type DriftRequest, type Undrift } from '../engine/run/undrift.ts';
import type { Schema } from '../engine/schema/model.ts';
import type { Script } from '../engine/schema/script.ts';

/** What a replay needs from the session. */
export interface Ground {
	readonly context: RunContext;
	/** The ledger as it is now. */
	readonly ledger: readonly LedgerEntry[];
	readonly openSecond: () => Promise<Database>;
	/** How the folder is run on an empty database where the engine does not do it, and all that decides what comes of it. */
	readonly replay?: { readonly run: () => Promise<Outcome<Schema>>; readonly texts: string };
}

/**
 * What the folder makes at the revisions that are applied, remembered for as long as folder and ledger stay as they are: to look
 * after a statement of the console then costs a comparison, and no replay.
 */
export class FolderSchema {
	#known: { readonly key: string; readonly schema: Schema } | undefined;

	async drift(ground: Ground, options: ReplayOptions): Promise<Drift> {
		const expected = await this.#expected(ground, options);
		return expected.ok
			? driftFrom(ground.context.database, expected.value)
			: { kind: 'unknown', problem: expected.problems[0]! };
	}

	async undrift(ground: Ground, request: DriftRequest): Promise<Undrift> {
		const expected = await this.#expected(ground);
		return expected.ok
			? undriftFrom(ground.context.database, expected.value, request, ground.openSecond)
			: { reply: { kind: 'failed', problem: expected.problems[0]! }, tables: [] };
	}

	async putBack(ground: Ground, script: Script): Promise<PutBack> {
		const expected = await this.#expected(ground);
		return expected.ok
			? putBackTo(ground.context.database, script, expected.value)
			: { status: 'failed', problem: expected.problems[0]! };
	}

	async #expected(ground: Ground, options?: ReplayOptions): Promise<Outcome<Schema>> {
		const key = keyOf(ground);
		if (this.#known?.key === key) return success(this.#known.schema);
		if (ground.replay && options?.inPassing) return failure(notInPassing);
		const schema = ground.replay
			? await ground.replay.run()
			: await expectedSchema(ground.context, ground.openSecond, options);
		if (schema.ok) this.#known = { key, schema: schema.value };
		return schema;
	}
}

const notInPassing: Problem = {
	code: 'not-looked',
	severity: 'warning',
	message: 'The folder has not been replayed, as that takes a while.',
	hint: 'Look for drift to have it done.'
};

/** All that decides what is expected. */
function keyOf({ context: { graph, database, problems }, ledger, replay }: Ground): string {
	const applied = appliedOf(ledger);
	const migrations = graph.migrations.filter(({ revision }) => applied.has(revision));
	return JSON.stringify([
		migrations.map(({ revision, checksum }) => [revision, checksum]),
		ledger.filter(isPartial).map(({ revision }) => revision),
		problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
		database.extensions ?? [],
		replay?.texts
	]);
}
