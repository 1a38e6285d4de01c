import { DatabaseError, type Database, type Value } from '../database.ts';
import { planDowngrade, planUpgrade } from '../migration/plan.ts';
import type { Direction } from '../migration/migration.ts';
import { findMigration } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import { rowMark } from '../rows/value-marks.ts';
import { appliedOf } from './applied.ts';
import type { RunContext } from './context.ts';
import { queriesIn, type QuerySet } from './query-sets.ts';
import type { MoveCommand } from './rehearse.ts';
import { engineVehicle, trialLedger, type Vehicle } from './vehicle.ts';

/** What a query gave at one version. */
export type QueryAnswer =
	| {
			readonly kind: 'works';
			readonly columns: readonly string[];
			/** The first few. */
			readonly rows: readonly (readonly Value[])[];
			readonly total: number;
			/** Rows that it wrote, which was undone. */
			readonly rowsChanged: number;
			/** Two answers of the same mark are the same, in whatever order their rows came. */
			readonly mark: string;
	  }
	| { readonly kind: 'fails'; readonly message: string; readonly hint: string };

/** What all queries gave at one version. */
export interface VersionAnswers {
	/** The revision that was reached last; undefined at base. */
	readonly revision: string | undefined;
	/** Whether the database is there now. */
	readonly isPresent: boolean;
	/** In the order of the queries. */
	readonly answers: readonly QueryAnswer[];
}

/** A query of a set, by its name. */
export interface Pinned {
	readonly set: string;
	readonly name: string;
	readonly sql: string;
}

/** Every pinned query at every version that could be reached. */
export interface TriedQueries {
	readonly queries: readonly Pinned[];
	/** From base up. */
	readonly versions: readonly VersionAnswers[];
	/** Why not every version could be reached. */
	readonly problems: readonly Problem[];
}

/**
 * Really runs pinned queries at every version, on the rows that are there: those below the present one are reached by going
 * down, those above it by going up, each step committed, and all of it is undone. With a command, only the versions that it
 * leads through. What a query writes is undone before the next one. The engine runs the steps unless another vehicle does. Must
 * be called outside a transaction.
 */
export async function tryQueries(
	context: RunContext,
	sets: readonly QuerySet[],
	{ command, vehicle = engineVehicle(context) }: QueryTrial = {}
): Promise<TriedQueries> {
	const { dialect } = context.database;
	const queries = sets.flatMap((set) =>
		queriesIn(set, dialect).map((query) => ({ set: set.name, ...query }))
	);
	const ledger = await trialLedger(vehicle, context);
	if (!ledger.ok) return { queries, versions: [], problems: ledger.problems };
	const applied = appliedOf(ledger.value);
	const inOrder = context.graph.migrations.map(({ revision }) => revision);
	const below = inOrder.filter((revision) => applied.has(revision));
	const ways = command ? wayOf(context, command, applied) : everyWay(inOrder, applied);
	const present = { revision: below.at(-1), isPresent: true };
	const found: VersionAnswers[] = [];
	const problems: Problem[] = [];
	for (const { direction, revisions } of ways) {
		if (revisions.length === 0 && found.length > 0) continue;
		const went = await along(context, vehicle, { direction, revisions, queries });
		if (went.problem) problems.push(went.problem);
		const [first, ...others] = went.answers;
		if (first && found.length === 0) found.push({ ...present, answers: first });
		const reached = others.map((answers, at) => ({
			revision: direction === 'upgrade' ? revisions[at] : below[below.indexOf(revisions[at]!) - 1],
			isPresent: false,
			answers
		}));
		if (direction === 'upgrade') found.push(...reached);
		else found.unshift(...reached.toReversed());
	}
	return { queries, versions: found, problems };
}

/** How pinned queries are to be tried. */
export interface QueryTrial {
	/** Only the versions that it leads through; all without it. */
	readonly command?: MoveCommand | undefined;
	/** What runs the steps. */
	readonly vehicle?: Vehicle;
}

/** What a step does to a query: how it answers at a version, seen from the version below. */
export type QueryVerdict = 'works' | 'differs' | 'fails';

/** The verdicts at a version, in the order of the queries; `before` is the version that was left for it. */
export function verdictsAt(
	version: VersionAnswers,
	before: VersionAnswers | undefined
): readonly QueryVerdict[] {
	return version.answers.map((answer, at) => {
		if (answer.kind === 'fails') return 'fails';
		const earlier = before?.answers[at];
		return earlier?.kind === 'works' && earlier.mark !== answer.mark ? 'differs' : 'works';
	});
}

/** The queries that worked before the steps of a command and fail after them. */
export function brokenBy({ queries, versions }: TriedQueries, direction: Direction): readonly Pinned[] {
	const ends = [versions[0], versions.at(-1)];
	const [before, after] = direction === 'upgrade' ? ends : ends.toReversed();
	return queries.filter(
		(_, at) => before?.answers[at]?.kind === 'works' && after?.answers[at]?.kind === 'fails'
	);
}

interface Way {
	readonly direction: Direction;
	readonly revisions: readonly string[];
}

function everyWay(inOrder: readonly string[], applied: ReadonlySet<string>): readonly Way[] {
	return [
		{ direction: 'downgrade', revisions: inOrder.filter((one) => applied.has(one)).toReversed() },
		{ direction: 'upgrade', revisions: inOrder.filter((one) => !applied.has(one)) }
	];
}

function wayOf(
	{ graph }: RunContext,
	{ kind, target }: MoveCommand,
	applied: ReadonlySet<string>
): readonly Way[] {
	const plan = (kind === 'upgrade' ? planUpgrade : planDowngrade)(graph, applied, target);
	return [{ direction: kind, revisions: plan.ok ? plan.value : [] }];
}

/** The answers where it begins and after every step, as far as it gets. */
async function along(
	{ database, graph, signal }: RunContext,
	vehicle: Vehicle,
	{ direction, revisions, queries }: Way & { readonly queries: readonly Pinned[] }
): Promise<{ readonly answers: readonly (readonly QueryAnswer[])[]; readonly problem?: Problem }> {
	const trial = await database.dialect.trial(database, { inTransactions: false });
	try {
		const answers = [await ask(trial.database, queries)];
		for (const revision of revisions) {
			if (signal?.aborted) break;
			const went = await vehicle.step(trial.database, findMigration(graph, revision)!, direction);
			if (!went.ok) return { answers, problem: went.problems[0]! };
			answers.push(await ask(trial.database, queries));
		}
		return { answers };
	} finally {
		await trial.end();
	}
}

async function ask(database: Database, queries: readonly Pinned[]): Promise<readonly QueryAnswer[]> {
	const answers: QueryAnswer[] = [];
	for (const { sql } of queries) answers.push(await answerOf(database, sql));
	return answers;
}

/** How many rows of an answer are shown. */
const shown = 5;

async function answerOf(database: Database, sql: string): Promise<QueryAnswer> {
	const { dialect } = database;
	await dialect.transactions.begin(database);
	try {
		const { columns, rows, rowsChanged } = await database.query(sql);
		const marks = rows.map((row) => rowMark(columns, row)).toSorted();
		const whole = [...columns, rowsChanged, ...marks];
		return {
			kind: 'works',
			columns,
			rows: rows.slice(0, shown),
			total: rows.length,
			rowsChanged,
			mark: rowMark(
				whole.map((_, at) => String(at)),
				whole
			)
		};
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		return { kind: 'fails', ...dialect.explain(error.failure) };
	} finally {
		await dialect.transactions.rollback(database);
	}
}
