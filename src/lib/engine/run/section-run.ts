import { DatabaseError } from '../database.ts';
import type { Database, StatementFailure, StatementRun } from '../database.ts';
import { refusalOf, reportOf } from './prepared-section.ts';
import type { Culprits } from '../rows/culprits.ts';
import type { EffectWatch } from '../statement-effects.ts';
import type { Halt, RunEvent } from './step.ts';
import { StepFailure } from './step-run.ts';
import type { StepRun } from './step-run.ts';

/** A look after each statement of a long script would take longer than the script. */
const mostLookedAt = 200;

/** The statements of a section on their way, one at a time. No generator: its work for each statement would show. */
export class SectionRun {
	/** Whether the user stopped it before all had run. */
	stopped = false;
	readonly #run: StepRun;
	readonly #skip: number;
	readonly #offset: number;
	readonly #script: AsyncIterator<StatementRun>;
	readonly #effects: EffectWatch | undefined;
	/** Whether it has been told that the next statement is ahead. */
	#halted = false;
	#refused: Refused | undefined;

	/** Begins at statement number `skip`. With `effects`, statements tell of them. */
	constructor(run: StepRun, skip: number, effects?: EffectWatch) {
		const { section, statements } = run.prepared;
		this.#run = run;
		this.#effects = effects;
		this.#skip = skip;
		this.#offset = skip === 0 ? 0 : (statements()[skip]?.start ?? section.sql.length);
		this.#script = runnerOf(run).run(section.sql.slice(this.#offset))[Symbol.asyncIterator]();
	}

	/**
	 * Runs the next statement and tells of it; undefined where all have run or the user stopped it. Throws
	 * `StepFailure` at the one that is refused. A run that halts is told of the next statement first, and of its refusal.
	 */
	async next(): Promise<RunEvent | undefined> {
		const { context, prepared, reports, pause } = this.#run;
		if (context.halts) {
			if (!this.#halted) return this.#halt();
			this.#halted = false;
			if (this.#refused) throw this.#refused.failure;
			await this.#effects?.passOver();
		}
		const pausing = pause();
		if (pausing) await pausing;
		if (context.signal?.aborted) {
			this.stopped = true;
			return undefined;
		}
		const started = context.clock.elapsed();
		try {
			const next = await this.#script.next();
			if (next.done) return undefined;
			const ran = moved(next.value, this.#offset);
			const report = reportOf(prepared, ran, context.clock.elapsed() - started);
			const effects = reports.length < mostLookedAt ? await this.#effects?.after() : undefined;
			const statement = { ...report, ...(effects && { effects }) };
			reports.push(statement);
			return { kind: 'statementRun', revision: prepared.migration.revision, statement };
		} catch (error) {
			if (!(error instanceof DatabaseError)) throw error;
			await context.onRefusal?.(error.failure);
			const failure = moved(error.failure, this.#offset);
			const refusal = new StepFailure(refusalOf(prepared, context.database.dialect, failure));
			if (!context.halts) throw refusal;
			const undone = prepared.section.transaction && !(await this.#isOpen());
			const culprits = undone ? undefined : await this.#culprits(error.failure);
			this.#refused = { failure: refusal, ...(culprits && { culprits }), ...(undone && { undone }) };
			return this.#halt();
		}
	}

	/** Lets go of what has not run. */
	async end(): Promise<void> {
		await this.#script.return?.();
	}

	#halt(): RunEvent {
		this.#halted = true;
		const { prepared, reports } = this.#run;
		const { migration, direction, section, spanInFile } = prepared;
		const statements = prepared.statements();
		const ran = this.#skip + reports.length;
		const ahead = statements[ran];
		const halt: Halt = {
			revision: migration.revision,
			direction,
			file: migration.file,
			transaction: section.transaction,
			ran,
			total: statements.length,
			...(ahead && { ahead: spanInFile(ahead.start, ahead.end) }),
			...(this.#refused && told(this.#refused))
		};
		return { kind: 'halted', halt };
	}

	async #isOpen(): Promise<boolean> {
		const { database } = this.#run.context;
		return (await database.dialect.transactions.isOpen?.(database)) ?? true;
	}

	/** Nothing has been undone yet, so the rows at fault are there to be found. */
	async #culprits(failure: StatementFailure): Promise<Culprits | undefined> {
		const { database } = this.#run.context;
		try {
			return await database.dialect.culprits(database, failure);
		} catch (error) {
			// A transaction that the failure has spoiled, or ended, cannot be asked.
			if (error instanceof DatabaseError) return undefined;
			throw error;
		}
	}
}

/** A statement that the database would not run, where somebody looks around. */
interface Refused extends Pick<Halt, 'culprits' | 'undone'> {
	readonly failure: StepFailure;
}

function told({ failure, ...rest }: Refused): Pick<Halt, 'problem' | 'culprits' | 'undone'> {
	return { problem: failure.problem, ...rest };
}

/** Where somebody looks around after a refusal, it must not have spoiled the transaction. */
function runnerOf({ context, prepared }: StepRun): Pick<Database, 'run'> {
	const { database, halts } = context;
	if (!halts || !prepared.section.transaction) return database;
	return database.dialect.unspoiled?.(database) ?? database;
}

function moved<Placed extends { readonly start: number; readonly end: number; readonly at?: number }>(
	placed: Placed,
	offset: number
): Placed {
	if (offset === 0) return placed;
	const at = placed.at === undefined ? {} : { at: placed.at + offset };
	return { ...placed, start: placed.start + offset, end: placed.end + offset, ...at };
}
