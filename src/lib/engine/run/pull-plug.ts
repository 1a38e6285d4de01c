import type { Database } from '../database.ts';
import {
	childrenOf,
	dependenciesOf,
	dependentsOf,
	findMigration,
	parentsOf
} from '../migration/revisions.ts';
import { failure, success, type Outcome, type Problem } from '../problem.ts';
import { tableFates, tableNames, type TableFates } from '../rows/table-fates.ts';
import type { Change } from '../schema/change.ts';
import { appliedOf } from './applied.ts';
import { engineBreaker, toldBy, type Breaker, type CutWay, type PlugRequest } from './breaker.ts';
import { changesTold } from './changes-told.ts';
import type { RunContext } from './context.ts';
import { wordsOf } from './generate.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { stuckStep } from './ledger-problems.ts';

export type { PlugRequest };

/** What is in the database after its connection was lost in the middle of a step. */
export interface Wreck {
	/** Whether the step ran in a transaction. */
	readonly transaction: boolean;
	/** How many of the step's statements had run. */
	readonly ran: number;
	/** How many of these are in the database. */
	readonly remain: number;
	/** How many the ledger says are. */
	readonly told: number;
	/** The ledger's row of the revision; absent where it has none. */
	readonly entry?: LedgerEntry;
	/** What differs in the structure from before the step. */
	readonly changes: readonly Change[];
	/** The same in plain words. */
	readonly words: readonly string[];
	readonly tables: readonly TableFates[];
	/** Why the step did not get as far as the plug; then nothing else here is told. */
	readonly problem?: Problem;
}

/** A statement of a step that was cut off. */
export interface CutStatement {
	readonly sql: string;
	/** Whether it is in the database, is lost with the transaction in which it ran, or did not run. */
	readonly fate: 'stays' | 'lost' | 'notRun';
}

/** What came of pulling the plug. */
export interface PulledPlug extends PlugRequest {
	/** How many statements the step has. */
	readonly total: number;
	/** As the folder has it, with a transaction or without. The database is now like this. */
	readonly own: Wreck;
	/** The other way, tried and undone; absent where there is none. */
	readonly other?: Wreck;
	/** Its statements, where they do not stand in its file. */
	readonly statements?: readonly CutStatement[];
}

/**
 * Really runs the next step up or down as far as a statement, loses the connection there, and looks at what remains: once the
 * way its folder does not have it, with a transaction or without, which is undone, and once as it is, which stays. Where the step
 * does not get that far, nothing stays. The engine runs it unless another breaker does. Must be called outside a transaction.
 */
export async function pullPlug(
	context: RunContext,
	request: PlugRequest,
	breaker: Breaker = engineBreaker(context)
): Promise<Outcome<PulledPlug>> {
	const { database } = context;
	const ledger = await breaker.ledger(database);
	if (!ledger.ok) return ledger;
	const hindrance = hindranceOf(context, ledger.value, request);
	if (hindrance) return failure(hindrance);
	const ways = await breaker.ways(request);
	if (!ways.ok) return ways;
	const { total } = ways.value;
	if (request.statement < 1 || request.statement > total)
		return failure(noStatement(context, request, total));
	const wreck = (way: CutWay, stays: boolean) => wreckOf(database, breaker, { way, request, total, stays });
	const other = ways.value.other && (await wreck(ways.value.other, false));
	const own = await wreck(ways.value.own, true);
	if (own.problem) return failure(own.problem);
	return success({ ...request, total, own, ...(other && { other }) });
}

interface WayToGo {
	readonly way: CutWay;
	readonly request: PlugRequest;
	readonly total: number;
	/** Whether the database is left as it then is. */
	readonly stays: boolean;
}

async function wreckOf(
	database: Database,
	breaker: Breaker,
	{ way, request, total, stays }: WayToGo
): Promise<Wreck> {
	const { dialect } = database;
	const { transaction } = way;
	const nothing = { transaction, ran: 0, remain: 0, told: 0, changes: [], words: [], tables: [] };
	// A trial within one transaction could not be cut in the middle.
	const trial = await dialect.trial(database, { inTransactions: false });
	let kept = false;
	try {
		const look = async () => breaker.seen(await dialect.inspector.inspect(trial.database));
		const before = await look();
		const moment = await trial.moment(way.touching(before));
		const cut = await way.run(trial.database);
		if (!cut.ok) return { ...nothing, problem: cut.problems[0]! };
		const after = await look();
		const renames = dialect.renamesIn?.(cut.value.stays) ?? [];
		const changes = changesTold(dialect.renderer, before, after, renames);
		const tables = await tableFates(await moment.sides(renames), {
			before: tableNames(before),
			after: tableNames(after)
		});
		const ledger = await breaker.ledger(trial.database);
		if (!ledger.ok) return { ...nothing, problem: ledger.problems[0]! };
		const entry = ledger.value.find(({ revision }) => revision === request.revision);
		if (stays) {
			await trial.keep();
			kept = true;
		}
		return {
			transaction,
			ran: cut.value.ran,
			remain: cut.value.remain,
			told: toldBy(entry, request.direction, total),
			...(entry && { entry }),
			changes,
			words: wordsOf(dialect, changes),
			// What could not be kept from before was not named by the step, or is too large to be compared.
			tables: tables.filter(({ fate, notKept }) => fate !== 'kept' || notKept === undefined)
		};
	} finally {
		if (!kept) await trial.end();
	}
}

function hindranceOf(
	{ graph }: RunContext,
	ledger: readonly LedgerEntry[],
	{ direction, revision }: PlugRequest
): Problem | undefined {
	const migration = findMigration(graph, revision);
	const stuck = stuckStep(graph, ledger);
	if (stuck) return stuck;
	const applied = appliedOf(ledger);
	const isNext =
		direction === 'upgrade'
			? !applied.has(revision) &&
				[...parentsOf(graph, revision), ...dependenciesOf(graph, revision)].every((one) => applied.has(one))
			: applied.has(revision) &&
				![...childrenOf(graph, revision), ...dependentsOf(graph, revision)].some((one) => applied.has(one));
	if (migration && isNext) return undefined;
	return {
		code: 'not-next',
		severity: 'error',
		message: `The ${direction} of ${revision} is not a next step, so there is nothing to be cut off in.`,
		hint: 'Choose the step that an upgrade or a downgrade would run now.'
	};
}

function noStatement({ graph }: RunContext, { revision, direction }: PlugRequest, total: number): Problem {
	const file = findMigration(graph, revision)!.file;
	return {
		code: 'no-such-statement',
		severity: 'error',
		message:
			total === 0
				? `The ${direction} of ${file} has no statements, so there is none to be cut off in.`
				: `The ${direction} of ${file} has ${total === 1 ? 'one statement' : `${total} statements`}.`,
		hint:
			total === 0
				? 'Choose another step.'
				: total === 1
					? 'Choose that one.'
					: `Choose one from 1 to ${total}.`,
		file
	};
}
