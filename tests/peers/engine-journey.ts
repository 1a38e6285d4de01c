/** Takes an imported folder up and down in the engine, and keeps what the database said at every version. */

import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import type { Database } from '../../src/lib/engine/database.ts';
import type { DialectName } from '../../src/lib/engine/dialects/dialect.ts';
import { parseFolder } from '../../src/lib/engine/migration/index.ts';
import type { FolderFile } from '../../src/lib/engine/migration/migration.ts';
import { downgrade, stamp, upgrade } from '../../src/lib/engine/run/index.ts';
import type { RunContext } from '../../src/lib/engine/run/context.ts';
import type { Frame, RunEvent, RunResult } from '../../src/lib/engine/run/step.ts';

/** Time that stands still: nothing here depends on it. */
const clock = { now: () => '2026-11-23T05:47:00.000Z', elapsed: () => 0 };

/** Why a step was refused. */
export interface Refusal {
	readonly ok: false;
	readonly message: string;
}

/** Drains a run, looking at the database after every step; the run waits meanwhile. */
async function follow<Seen>(
	run: AsyncGenerator<RunEvent, RunResult>,
	look: (frame: Frame) => Promise<Seen>,
	outcomes: (Seen | Refusal)[]
) {
	for (;;) {
		const { value, done } = await run.next();
		if (done === true) return value;
		if (value.kind !== 'stepFinished' || value.result.status === 'notRun') continue;
		outcomes.push(
			value.result.status === 'applied'
				? await look(value.result.frame)
				: { ok: false, message: value.result.problem.message }
		);
	}
}

async function settle(run: AsyncGenerator<RunEvent, RunResult>): Promise<RunResult> {
	for (;;) {
		const { value, done } = await run.next();
		if (done === true) return value;
	}
}

/**
 * Upgrades to the heads, then downgrades to base. A downgrade that is refused is stamped past, as a person
 * would do, and the way goes on below it; one that has no way back ends it.
 */
export async function engineJourney<Seen>(
	files: readonly FolderFile[],
	dialect: DialectName,
	look: (database: Database, frame: Frame) => Promise<Seen>
): Promise<(Seen | Refusal)[]> {
	const { graph, problems } = parseFolder(files);
	const wrong = problems.filter(({ severity }) => severity === 'error');
	if (wrong.length > 0) throw new Error(wrong.map(({ message }) => message).join('\n'));
	const database = await openDatabase(dialect);
	try {
		const context: RunContext = { database, graph, problems, clock };
		const outcomes: (Seen | Refusal)[] = [];
		const see = (frame: Frame) => look(database, frame);
		const up = await follow(upgrade(context, 'heads'), see, outcomes);
		if (up.status !== 'applied') throw new Error(up.problems.map(({ message }) => message).join('\n'));
		for (;;) {
			const down = await follow(downgrade(context, 'base'), see, outcomes);
			const failed = down.steps.find((each) => each.status === 'failed');
			if (failed === undefined) return outcomes;
			const below = graph.parents[failed.revision] ?? [];
			const stamped = await settle(stamp(context, below.length === 0 ? ['base'] : below, { purge: false }));
			if (stamped.status !== 'applied') return outcomes;
		}
	} finally {
		await database.close();
	}
}
