import type { Culprits } from '../rows/culprits.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { Schema } from '../schema/model.ts';
import type { RunContext } from './context.ts';
import type { RunEvent, RunResult, StepResult } from './step.ts';

/** One step that was tried. */
export interface RehearsedStep {
	readonly result: StepResult;
	/** What would become of the rows; `[]` where nothing would, or where the step failed. */
	readonly tables: readonly TableFates[];
}

/** What a command would do to the very database that is there. Nothing of it has stayed. */
export interface Rehearsal {
	readonly result: RunResult;
	readonly steps: readonly RehearsedStep[];
	/** The rows that made the last step fail, where they could be told. */
	readonly culprits?: Culprits;
}

/** What is to be tried, and on what. */
export interface TrialRun {
	/** The structure that is there. */
	readonly known: Schema;
	/** Whether every step of it runs in a transaction. */
	readonly inTransactions: boolean;
	readonly start: (context: RunContext) => AsyncGenerator<RunEvent, RunResult>;
	readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Really makes a run on the rows that are there, looks at what became of them after every step, and leaves the database
 * as it was. Expected failures are in the result; what is thrown is a bug, and even then nothing stays.
 */
export async function tryRun(
	context: RunContext,
	{ known, inTransactions, start, onEvent = () => {} }: TrialRun
): Promise<Rehearsal> {
	const { dialect } = context.database;
	const trial = await dialect.trial(context.database, { inTransactions });
	try {
		const observer = await dialect.inspector.observe(trial.database, known);
		let culprits: Culprits | undefined;
		const onRefusal: RunContext['onRefusal'] = async (failure) => {
			culprits = await dialect.culprits(trial.database, failure);
		};
		const rows = await dialect.watchRows(trial.database, { schema: known });
		const run = start({ ...context, database: trial.database, observer, onRefusal, rows });
		const steps: RehearsedStep[] = [];
		try {
			for (;;) {
				const next = await run.next();
				if (next.done) return { result: next.value, steps, ...(culprits && { culprits }) };
				const event = next.value;
				if (event.kind === 'stepFinished') steps.push(rehearsed(event.result));
				onEvent(event);
			}
		} catch (error) {
			await run.return(undefined as never);
			throw error;
		} finally {
			await rows.end();
		}
	} finally {
		await trial.end();
	}
}

/** A step that was tried, with what became of the rows. */
export function rehearsed(result: StepResult): RehearsedStep {
	return { result, tables: result.status === 'applied' ? (result.frame.tables ?? []) : [] };
}
