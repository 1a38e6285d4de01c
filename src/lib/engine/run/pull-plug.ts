import type { Direction } from '../migration/migration.ts';
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
import { appliedOf, positionOf } from './applied.ts';
import { Cable, type Plug } from './cable.ts';
import { changesTold } from './changes-told.ts';
import type { RunContext } from './context.ts';
import { wordsOf } from './generate.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isPartial, stuckStep } from './ledger-problems.ts';
import { ledgerFor } from './move.ts';
import type { PreparedSection } from './prepared-section.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';

/** Where to pull the plug of which step. */
export interface PlugRequest extends Plug {
	readonly direction: Direction;
	readonly revision: string;
}

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

/** What came of pulling the plug. */
export interface PulledPlug extends PlugRequest {
	/** How many statements the step has. */
	readonly total: number;
	/** As the file has it, with a transaction or without. The database is now like this. */
	readonly own: Wreck;
	/** The other way, tried and undone. */
	readonly other: Wreck;
}

/**
 * Really runs the next step up or down as far as a statement, loses the connection there, and looks at what remains: once the
 * way its file does not have it, with a transaction or without, which is undone, and once as it is, which stays. Where the step
 * does not get that far, nothing stays. Must be called outside a transaction.
 */
export async function pullPlug(context: RunContext, request: PlugRequest): Promise<Outcome<PulledPlug>> {
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return ledger;
	const hindrance = hindranceOf(context, ledger.value, request);
	if (hindrance) return failure(hindrance);
	const { direction, revision, statement } = request;
	const steps = prepareSteps(context, direction, [revision]);
	if (!steps.ok) return steps;
	const step = steps.value[0]!;
	const total = step.statements().length;
	if (statement < 1 || statement > total) return failure(noStatement(step, total));
	const { transaction } = step.section;
	const other = await wreckOf(context, ledger.value, { step, request, transaction: !transaction });
	const own = await wreckOf(context, ledger.value, { step, request, transaction, stays: true });
	if (own.problem) return failure(own.problem);
	return success({ ...request, total, own, other });
}

interface Way {
	readonly step: PreparedSection;
	readonly request: PlugRequest;
	readonly transaction: boolean;
	/** Whether the database is left as it then is. */
	readonly stays?: boolean;
}

async function wreckOf(
	{ observer: _observer, rows: _rows, onRefusal: _onRefusal, ...context }: RunContext,
	ledger: readonly LedgerEntry[],
	{ step, request, transaction, stays = false }: Way
): Promise<Wreck> {
	const { database, graph } = context;
	const { dialect } = database;
	const { direction, revision } = request;
	// A trial within one transaction could not be cut in the middle.
	const trial = await dialect.trial(database, { inTransactions: false });
	let kept = false;
	try {
		const before = await dialect.inspector.inspect(trial.database);
		const moment = await trial.moment(step.section.sql);
		const cable = new Cable(trial.database, request);
		const section = { ...step.section, transaction };
		const position = positionOf(graph, ledger);
		const plan = { direction, steps: [{ ...step, section }], ledger, position, notes: [] };
		const problem = await runToEnd(runSteps({ ...context, database: cable }, async () => plan)).then(
			(result) => result.problems.find(({ severity }) => severity === 'error') ?? stopped,
			(error: unknown) => {
				if (!cable.pulled) throw error;
				return undefined;
			}
		);
		const nothing = { transaction, ran: cable.ran, remain: 0, told: 0, changes: [], words: [], tables: [] };
		if (problem) return { ...nothing, problem };
		const after = await dialect.inspector.inspect(trial.database);
		const ran = step.statements().slice(0, cable.ran);
		const renames = dialect.renamesIn?.(ran.map(({ sql }) => sql)) ?? [];
		const changes = changesTold(dialect.renderer, before, after, transaction ? [] : renames);
		const tables = await tableFates(await moment.sides(transaction ? [] : renames), {
			before: tableNames(before),
			after: tableNames(after)
		});
		const entry = (await dialect.ledger.read(trial.database)).find((one) => one.revision === revision);
		const told = toldBy(entry, direction, step.statements().length);
		if (stays) {
			await trial.keep();
			kept = true;
		}
		return {
			transaction,
			ran: cable.ran,
			remain: transaction ? 0 : remaining(cable.ran, told, request),
			told,
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

/** A section may have a transaction of its own, which takes the ledger's marks back with the rest. */
function remaining(ran: number, told: number, { after }: Plug): number {
	const marked = after ? ran - 1 : ran;
	return told < marked ? told : ran;
}

/** How many statements of the step a row of the ledger says are in the database. */
function toldBy(entry: LedgerEntry | undefined, direction: Direction, total: number): number {
	if (entry && isPartial(entry)) return entry.statementsApplied;
	return (entry === undefined) === (direction === 'upgrade') ? 0 : total;
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

function noStatement({ migration, direction }: PreparedSection, total: number): Problem {
	return {
		code: 'no-such-statement',
		severity: 'error',
		message:
			total === 0
				? `The ${direction} of ${migration.file} has no statements, so there is none to be cut off in.`
				: `The ${direction} of ${migration.file} has ${total} statements.`,
		hint: total === 0 ? 'Choose another step.' : `Choose one from 1 to ${total}.`,
		file: migration.file
	};
}

const stopped: Problem = {
	code: 'stopped',
	severity: 'error',
	message: 'Stopped before the plug was pulled. Nothing has changed.',
	hint: 'Ask again to have it run that far.'
};
