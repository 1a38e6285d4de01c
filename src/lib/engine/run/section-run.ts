import { DatabaseError } from '../database.ts';
import type { StatementRun } from '../database.ts';
import { refusalOf, reportOf } from './prepared-section.ts';
import type { EffectWatch } from '../statement-effects.ts';
import type { RunEvent } from './step.ts';
import { StepFailure } from './step-run.ts';
import type { StepRun } from './step-run.ts';

/** A look after each statement of a long script would take longer than the script. */
const mostLookedAt = 200;

/** The statements of a section on their way, one at a time. No generator: its work for each statement would show. */
export class SectionRun {
	/** Whether the user stopped it before all had run. */
	stopped = false;
	readonly #run: StepRun;
	readonly #offset: number;
	readonly #script: AsyncIterator<StatementRun>;
	readonly #effects: EffectWatch | undefined;

	/** Begins at statement number `skip`. With `effects`, statements tell of them. */
	constructor(run: StepRun, skip: number, effects?: EffectWatch) {
		const { section, statements } = run.prepared;
		this.#run = run;
		this.#effects = effects;
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
			const report = reportOf(prepared, ran, context.clock.elapsed() - started);
			const effects = reports.length < mostLookedAt ? await this.#effects?.after() : undefined;
			const statement = { ...report, ...(effects && { effects }) };
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
