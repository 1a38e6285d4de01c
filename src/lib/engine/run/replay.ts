import type { Database } from '../database.ts';
import type { SchemaObserver, ShadowNeeds } from '../dialects/dialect.ts';
import { inOrder } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { emptyPatch, emptySchema, type Schema } from '../schema/model.ts';
import { MovingPosition } from './applied.ts';
import type { RunContext } from './context.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';
import { withoutProvided } from './without-provided.ts';

/** What came of running a folder on an empty database. */
export interface Replay {
	/** The schema at each stop, as far as it got. */
	readonly schemas: readonly Schema[];
	/** Why it got no further. */
	readonly problem?: Problem;
}

/** How much a replay may cost. */
export interface ReplayOptions {
	/** Gives up rather than put the whole database aside, which takes seconds where there can be no second one. */
	readonly inPassing?: boolean;
}

/**
 * Runs the up sections of a folder on an empty database, in running order, and looks at the structure after each of `stops`:
 * sets of revisions, each with those of the one before. The empty database is the dialect's shadow, or `openSecond` where it
 * has none; `context.database` is afterwards as it was. Must be called outside a transaction.
 */
export async function replay(
	context: RunContext,
	stops: readonly ReadonlySet<string>[],
	openSecond: () => Promise<Database>,
	{ inPassing = false }: ReplayOptions = {}
): Promise<Replay> {
	const { database, graph } = context;
	const { dialect } = database;
	const all = new Set(stops.flatMap((stop) => [...stop]));
	const sections = graph.migrations.flatMap(({ revision, up }) => (all.has(revision) ? [up] : []));
	const sql = sections.map((section) => section.sql).join('\n');
	const inTransactions = sections.every(({ transaction }) => transaction);
	const runOn = async (needs: ShadowNeeds) =>
		through(context, stops, (await dialect.shadow?.(database, needs)) ?? (await openSecond()));
	if (inPassing && dialect.shadow && !inTransactions) return { schemas: [], problem: tooDear };
	const ran = await runOn({ sql, inTransactions });
	// All of a folder in one transaction may be refused what each step in its own is not.
	if (ran.problem?.code !== refusedCode || !inTransactions || !dialect.shadow) return ran;
	return inPassing ? { schemas: [], problem: tooDear } : runOn({ sql, inTransactions: false });
}

async function through(
	context: RunContext,
	stops: readonly ReadonlySet<string>[],
	shadow: Database
): Promise<Replay> {
	const { database, graph } = context;
	try {
		const schemas: Schema[] = [];
		const ran = new Set<string>();
		for (const stop of stops) {
			const revisions = inOrder(graph, stop).filter((revision) => !ran.has(revision));
			const problem = await runUp({ ...context, database: shadow }, revisions, ran);
			if (problem) return { schemas, problem };
			for (const revision of revisions) ran.add(revision);
			schemas.push(withoutProvided(database, await database.dialect.inspector.inspect(shadow)));
		}
		return { schemas };
	} finally {
		await shadow.close();
	}
}

/** The code of the problem where the database refused a step. */
const refusedCode = 'replay-refused';

/** Only what is there at a stop is asked for, so nobody need look after every step. */
const unwatched: SchemaObserver = { schema: emptySchema, look: async () => emptyPatch };

async function runUp(
	{ onRefusal: _onRefusal, ...context }: RunContext,
	revisions: readonly string[],
	ran: ReadonlySet<string>
): Promise<Problem | undefined> {
	if (revisions.length === 0) return undefined;
	const inner: RunContext = { ...context, problems: [], observer: unwatched };
	const steps = prepareSteps(inner, 'upgrade', revisions);
	if (!steps.ok) return steps.problems[0];
	const position = new MovingPosition(context.graph, ran);
	const plan = { direction: 'upgrade', steps: steps.value, ledger: [], position, notes: [] } as const;
	const result = await runToEnd(runSteps(inner, async () => plan));
	if (result.status === 'applied') return undefined;
	const [found] = result.problems.filter(({ severity }) => severity === 'error');
	if (!found) return stopped;
	return {
		...found,
		code: refusedCode,
		message: `The folder does not run on an empty database, so nobody can tell what it would make. ${found.message}`
	};
}

const tooDear: Problem = {
	code: 'not-looked',
	severity: 'warning',
	message: 'The folder has not been replayed, as that takes a while.',
	hint: 'Look for drift to have it done.'
};

const stopped: Problem = {
	code: 'stopped',
	severity: 'error',
	message: 'The replay of the folder was stopped.',
	hint: 'Look again to have it run to its end.'
};
