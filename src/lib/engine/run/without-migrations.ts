import { parseFolder } from '../migration/folder.ts';
import type { Problem } from '../problem.ts';
import { emptySchema, type Schema } from '../schema/model.ts';
import { inSomeOrder } from '../schema/no-order.ts';
import { applyPatch } from '../schema/patch.ts';
import type { Script } from '../schema/script.ts';
import { MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import { rehearse } from './rehearse.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { tryRun } from './trial-run.ts';
import type { Rehearsal } from './trial-run.ts';
import { withoutProvided } from './without-provided.ts';

/** The same change of structure made in two ways, each really run on the rows that are there and undone. */
export interface WaysCompared {
	/** By the migrations. */
	readonly migrated: Rehearsal;
	/** By dropping everything and creating it anew; absent where the migrations do not get there. */
	readonly recreated?: Rehearsal;
	/** The SQL text that does so. */
	readonly script?: string;
	/** Why no text does so, where the migrations get there. */
	readonly refused?: Problem;
}

/**
 * What people do without migrations, beside what the upgrade to `target` does: all that is there is dropped, and what
 * should be there is created from the new schema. Leaves the database as it was. Expected failures are in the results.
 */
export async function compareWays(context: RunContext, target: string): Promise<WaysCompared> {
	const { database } = context;
	const known = context.observer?.schema ?? (await database.dialect.inspector.inspect(database));
	const migrated = await rehearse(context, { kind: 'upgrade', target });
	if (migrated.result.status !== 'applied') return { migrated };
	const after = migrated.steps.reduce(
		(schema, { result }) => (result.status === 'applied' ? applyPatch(schema, result.frame.patch) : schema),
		known
	);
	const script = inSomeOrder(() => recreation(context, known, after));
	if (!script.ok) return { migrated, ...(script.problems[0] && { refused: script.problems[0] }) };
	return { migrated, recreated: await recreate(context, known, script.value), script: script.value.sql };
}

function recreation({ database }: RunContext, before: Schema, after: Schema): Script {
	const { renderer, fresh = emptySchema } = database.dialect;
	const from = (start: Schema, end: Schema) =>
		renderer.renderMigration(withoutProvided(database, start), withoutProvided(database, end), {
			renames: []
		}).upgrade;
	const dropping = from(before, fresh);
	const creating = from(fresh, after);
	return {
		sql: [dropping.sql, creating.sql].filter((sql) => sql !== '').join('\n'),
		foreignKeys: dropping.foreignKeys && creating.foreignKeys
	};
}

async function recreate(
	context: RunContext,
	known: Schema,
	{ sql, foreignKeys }: Script
): Promise<Rehearsal> {
	const name = '00000000000000_drop_and_recreate.sql';
	const { graph } = parseFolder([
		{ name, text: `-- migrate:up${foreignKeys ? '' : ' foreign_keys:false'}\n${sql}` }
	]);
	const revisions = graph.migrations.map(({ revision }) => revision);
	return tryRun(context, {
		known,
		inTransactions: true,
		start: (trial) => {
			const inner: RunContext = { ...trial, graph, problems: [] };
			const steps = prepareSteps(inner, 'upgrade', revisions);
			if (!steps.ok) throw new Error(steps.problems[0]?.message);
			const position = new MovingPosition(graph, new Set());
			const plan = { direction: 'upgrade', steps: steps.value, ledger: [], position, notes: [] } as const;
			return runSteps(inner, async () => plan);
		}
	});
}
