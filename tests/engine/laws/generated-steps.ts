import type { Database, RenderedMigration } from '../../../src/lib/engine/index.ts';
import { newMigration, parseFolder } from '../../../src/lib/engine/migration/index.ts';
import { downgrade, runToEnd, upgrade, type RunResult } from '../../../src/lib/engine/run/index.ts';
import { steadyClock } from '../run/support.ts';

/** A generated migration as the only file of a folder, ready to be run up and down. */
export function generatedSteps(
	database: Database,
	{ upgrade: up, downgrade: down }: Pick<RenderedMigration, 'upgrade' | 'downgrade'>
): { readonly upgrade: () => Promise<RunResult>; readonly downgrade: () => Promise<RunResult> } {
	const file = newMigration(parseFolder([]).graph, {
		message: 'generated',
		id: { kind: 'given', revision: '1' },
		upgrade: up,
		downgrade: down
	});
	if (!file.ok) throw new Error(file.problems[0]?.message);
	const { graph, problems } = parseFolder([file.value]);
	const context = { database, graph, problems, clock: steadyClock() };
	return {
		upgrade: () => runToEnd(upgrade(context, 'head'), () => undefined),
		downgrade: () => runToEnd(downgrade(context, '-1'), () => undefined)
	};
}
