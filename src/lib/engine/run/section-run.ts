import { DatabaseError } from '../database.ts';
import type { StatementRun } from '../database.ts';
import { refusalOf, reportOf } from './prepared-section.ts';
import type { RunEvent } from './step.ts';
import { StepFailure } from './step-run.ts';
import type { StepRun } from './step-run.ts';

/** The statements of a section on their way, one at a time. No generator: its work for each statement would show. */
export class SectionRun {
	/** Whether the user stopped it before all had run. */
	stopped = false;
	readonly #run: StepRun;
	readonly #offset: number;
	readonly #script: AsyncIterator<StatementRun>;

	/** Begins at statement number `skip`. */
	constructor(run: StepRun, skip: number) {
		const { section, statements } = run.prepared;
		this.#run = run;
		this.#offset = skip === 0 ? 0 : (statements()[skip]?.start ?? section.sql.length);
		this.#script = run.context.database.run(section.sql.slice(this.#offset))[Symbol.asyncIterator]();
	}

	/**
	 * Runs the next statement and tells of it; undefined where all have run or the user stopped it. Throws
	 * `StepFailure` at the one that is refused.
	 */
	async next(): Promise<RunEvent | undefined> {
		const { context, prepared, reports, pause } = this.#run;
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
			const statement = reportOf(prepared, ran, context.clock.elapsed() - started);
			reports.push(statement);
			return { kind: 'statementRun', revision: prepared.migration.revision, statement };
		} catch (error) {
			if (!(error instanceof DatabaseError)) throw error;
			await context.onRefusal?.(error.failure);
			const failure = moved(error.failure, this.#offset);
			throw new StepFailure(refusalOf(prepared, context.database.dialect, failure));
		}
	}

	/** Lets go of what has not run. */
	async end(): Promise<void> {
		await this.#script.return?.();
	}
}

function moved<Placed extends { readonly start: number; readonly end: number; readonly at?: number }>(
	placed: Placed,
	offset: number
): Placed {
	if (offset === 0) return placed;
	const at = placed.at === undefined ? {} : { at: placed.at + offset };
	return { ...placed, start: placed.start + offset, end: placed.end + offset, ...at };
}
