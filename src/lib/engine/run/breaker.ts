import type { Database } from '../database.ts';
import type { Direction } from '../migration/migration.ts';
import { failure, success, type Outcome, type Problem } from '../problem.ts';
import type { Schema } from '../schema/model.ts';
import { positionOf } from './applied.ts';
import { Cable, type Plug } from './cable.ts';
import type { RunContext } from './context.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { isPartial } from './ledger-problems.ts';
import { ledgerFor } from './move.ts';
import type { PreparedSection } from './prepared-section.ts';
import { prepareSteps, runSteps } from './run-steps.ts';
import { runToEnd } from './run-to-end.ts';
import type { Vehicle } from './vehicle.ts';

/** Where to pull the plug of which step. */
export interface PlugRequest extends Plug {
	readonly direction: Direction;
	readonly revision: string;
}

/** How steps are cut off in the middle, whichever toolchain runs them. */
export interface Breaker {
	readonly ledger: Vehicle['ledger'];
	/** What counts of a structure. */
	seen(schema: Schema): Schema;
	/** The ways in which the step can run; why it has none, where that is known beforehand. */
	ways(request: PlugRequest): Promise<Outcome<CutWays>>;
}

/** The ways in which a step can run. */
export interface CutWays {
	/** How many statements it has. */
	readonly total: number;
	readonly own: CutWay;
	/** With a transaction where its own is without, and the other way round; absent where there is no such way. */
	readonly other?: CutWay;
}

/** One way of running a step. */
export interface CutWay {
	/** Whether all of it is in a transaction. */
	readonly transaction: boolean;
	/** Statements that name every table that it may touch, of those in a schema. */
	touching(schema: Schema): string;
	/** Runs it on a database until the connection is lost at the plug; what stopped it before, if anything did. */
	run(database: Database): Promise<Outcome<Cut>>;
}

/** How far a step came before its connection was lost. */
export interface Cut {
	/** How many of its statements had run. */
	readonly ran: number;
	/** How many of these are in the database. */
	readonly remain: number;
	/** Those of them, at the most, that are. */
	readonly stays: readonly string[];
}

/** The engine itself runs them, through a cable that is cut. */
export function engineBreaker({
	observer: _observer,
	rows: _rows,
	onRefusal: _onRefusal,
	...context
}: RunContext): Breaker {
	return {
		ledger: (database) => ledgerFor({ ...context, database }),
		seen: (schema) => schema,
		ways(request) {
			const steps = prepareSteps(context, request.direction, [request.revision]);
			if (!steps.ok) return Promise.resolve(steps);
			const step = steps.value[0]!;
			const way = (transaction: boolean): CutWay => ({
				transaction,
				touching: () => step.section.sql,
				run: (database) => runCut({ ...context, database }, { step, request, transaction })
			});
			const { transaction } = step.section;
			const total = step.statements().length;
			return Promise.resolve(success({ total, own: way(transaction), other: way(!transaction) }));
		}
	};
}

interface CutStep {
	readonly step: PreparedSection;
	readonly request: PlugRequest;
	readonly transaction: boolean;
}

async function runCut(context: RunContext, { step, request, transaction }: CutStep): Promise<Outcome<Cut>> {
	const { database, graph } = context;
	const { direction, revision } = request;
	const ledger = await ledgerFor(context);
	if (!ledger.ok) return ledger;
	const cable = new Cable(database, request);
	const section = { ...step.section, transaction };
	const position = positionOf(graph, ledger.value);
	const plan = { direction, steps: [{ ...step, section }], ledger: ledger.value, position, notes: [] };
	const problem = await runToEnd(runSteps({ ...context, database: cable }, async () => plan)).then(
		(result) => result.problems.find(({ severity }) => severity === 'error') ?? stopped,
		(error: unknown) => {
			if (!cable.pulled) throw error;
			return undefined;
		}
	);
	if (problem) return failure(problem);
	const { ran } = cable;
	if (transaction) return success({ ran, remain: 0, stays: [] });
	const statements = step.statements();
	const entry = (await database.dialect.ledger.read(database)).find((one) => one.revision === revision);
	const told = toldBy(entry, direction, statements.length);
	return success({
		ran,
		remain: remaining(ran, told, request),
		stays: statements.slice(0, ran).map(({ sql }) => sql)
	});
}

/** A section may have a transaction of its own, which takes the ledger's marks back with the rest. */
function remaining(ran: number, told: number, { after }: Plug): number {
	const marked = after ? ran - 1 : ran;
	return told < marked ? told : ran;
}

/** How many statements of the step a row of the ledger says are in the database. */
export function toldBy(entry: LedgerEntry | undefined, direction: Direction, total: number): number {
	if (entry && isPartial(entry)) return entry.statementsApplied;
	return (entry === undefined) === (direction === 'upgrade') ? 0 : total;
}

const stopped: Problem = {
	code: 'stopped',
	severity: 'error',
	message: 'Stopped before the plug was pulled. Nothing has changed.',
	hint: 'Ask again to have it run that far.'
};
