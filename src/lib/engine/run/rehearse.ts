import type { Culprits } from '../rows/culprits.ts';
import type { TableFates } from '../rows/table-fates.ts';
import type { RunCommand } from './command.ts';
import type { RunContext } from './context.ts';
import { downgrade, upgrade } from './move.ts';
import type { RunEvent, RunResult, StepResult } from './step.ts';

/** A command that moves the database along the revisions. */
export type MoveCommand = Extract<RunCommand, { readonly kind: 'upgrade' | 'downgrade' }>;

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

/**
 * Really runs a command on the rows that are there, looks at what became of them after every step, and leaves the database
 * as it was. Expected failures are in the result; what is thrown is a bug, and even then nothing stays.
 */
export async function rehearse(
	context: RunContext,
	command: MoveCommand,
	onEvent: (event: RunEvent) => void = () => {}
): Promise<Rehearsal> {
	const { database, graph } = context;
	const { dialect } = database;
	const known = context.observer?.schema ?? (await dialect.inspector.inspect(database));
	const sections = graph.migrations.flatMap(({ up, down }) => [up, ...(down ? [down] : [])]);
	const trial = await dialect.trial(database, {
		inTransactions: sections.every(({ transaction }) => transaction)
	});
	try {
		const observer = await dialect.inspector.observe(trial.database, known);
		let culprits: Culprits | undefined;
		const onRefusal: RunContext['onRefusal'] = async (failure) => {
			culprits = await dialect.culprits(trial.database, failure);
		};
		const rows = await dialect.watchRows(trial.database, { schema: known });
		const inner: RunContext = { ...context, database: trial.database, observer, onRefusal, rows };
		const run = (command.kind === 'upgrade' ? upgrade : downgrade)(inner, command.target);
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

function rehearsed(result: StepResult): RehearsedStep {
	return { result, tables: result.status === 'applied' ? (result.frame.tables ?? []) : [] };
}
