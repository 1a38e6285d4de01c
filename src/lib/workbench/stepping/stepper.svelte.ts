import type { MoveCommand } from '../../engine/run/rehearse.ts';
import type { Halt, RunEvent, StatementReport } from '../../engine/run/step.ts';
import type { Change } from '../../engine/schema/change.ts';
import type { Schema } from '../../engine/schema/model.ts';
import type { DatabaseState, HaltAt, PlacedStatement, SteppingReply } from '../../worker/protocol.ts';
import { wholeAnswer } from '../answer.ts';
import { arrive } from '../arrive.ts';
import { isStopped } from '../errors.ts';
import { stillLost } from '../evidence/losses.ts';
import { lineOf } from '../next-steps.ts';
import { inTheMiddle } from '../refusal.ts';
import { RunProgress } from '../run-progress.svelte.ts';
import { nextId, withEntry, withLines } from '../terminal/log.ts';
import type { WayOut } from '../ways-out.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** Where a step that is gone through halts, and what it has done so far. */
export interface Halted {
	readonly command: MoveCommand;
	readonly halt: Halt;
	readonly statements: readonly PlacedStatement[];
	/** What ran since the last halt, and what that did to the structure in words. */
	readonly ran: readonly StatementReport[];
	readonly words: readonly string[];
	/** Whether the database could be looked at. */
	readonly isLooked: boolean;
	/** The schema before the step, and what has become of it. */
	readonly before: Schema;
	readonly changes: readonly Change[];
	/** The database before the step. */
	readonly earlier: DatabaseState;
}

/** Goes through a step statement by statement. While it halts, the step's transaction is open in the worker and nowhere else. */
export class Stepper {
	readonly #workbench: Workbench;
	#events: RunEvent[] = [];
	/** Where it halts; undefined where no step is gone through. */
	at = $state.raw<Halted | undefined>(undefined);
	/** Where the cursor is in the file of the step, as an offset. */
	cursor = $state.raw<number | undefined>(undefined);

	#onchange: ((step: string | undefined) => void) | undefined;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Calls `listener` with the step that is gone through, in words, when one begins and when it has ended. */
	onchange(listener: (step: string | undefined) => void): void {
		this.#onchange = listener;
	}

	/** Opens the step's transaction and halts before its first statement. */
	async begin(command: MoveCommand): Promise<void> {
		const workbench = this.#workbench;
		if (!workbench.free) return;
		this.#events = [];
		this.cursor = undefined;
		const lost = stillLost(workbench.project.losses);
		await this.#call(command, async (hear) => {
			await workbench.sendFolder();
			return workbench.client.stepThrough(command, hear, lost);
		});
		const { at } = this;
		if (at) workbench.open(at.halt.file);
	}

	/** Goes on to there; a refused statement is as far as it gets. */
	async on(to: HaltAt): Promise<void> {
		const { at } = this;
		if (!at || this.#workbench.running) return;
		await this.#call(at.command, (hear) => this.#workbench.client.stepOn(to, hear));
	}

	/** Goes on to the statement that stands at an offset of the file, and halts before it. */
	async onTo(offset: number): Promise<void> {
		const { at } = this;
		if (!at) return;
		const found = at.statements.findIndex(({ span }) => offset <= span.end.offset);
		const before = found < 0 ? at.halt.total : found;
		if (before > at.halt.ran) return this.on(before);
		const which = `Statement ${before + 1}`;
		this.#workbench.say(
			before === at.halt.ran
				? `${which} is the next one already.`
				: `${which} has run. Give up and begin anew to halt before it.`
		);
	}

	/** Ends it here: the transaction is undone. */
	async giveUp(): Promise<void> {
		const { at } = this;
		if (!at) return;
		await this.#call(at.command, () => this.#workbench.client.giveUp());
	}

	/** Says why something else cannot be done now. */
	refuse(): void {
		const { at } = this;
		if (!at) return;
		const { message, hint } = inTheMiddle(at.halt);
		const ways: readonly WayOut[] = [{ label: 'Give up', always: true, run: () => void this.giveUp() }];
		this.#workbench.say(`${message} ${hint}`, { ways });
	}

	/** Must be called when the worker has been ended, and the open step with it. */
	async lost(): Promise<void> {
		if (!this.at) return;
		this.#set(undefined);
		// Where it has not been ended after all, the step must not stay open.
		await this.#workbench.client.giveUp().catch(() => undefined);
	}

	#set(at: Halted | undefined): void {
		const isNews = (this.at === undefined) !== (at === undefined);
		this.at = at;
		if (isNews) this.#onchange?.(at && `the ${at.halt.direction} of ${at.halt.revision}`);
	}

	async #call(
		command: MoveCommand,
		work: (hear: (event: RunEvent) => void) => Promise<SteppingReply>
	): Promise<void> {
		const workbench = this.#workbench;
		const earlier = this.at?.earlier ?? workbench.database;
		try {
			await workbench.whileRunning(new RunProgress(lineOf(command), command.kind), async (run) => {
				const reply = await work((event) => {
					run.hear(event);
					this.#events.push(event);
				});
				if (reply.kind === 'halted') this.#halt(command, earlier, reply);
				else await this.#end(command, earlier, reply);
			});
		} catch (error) {
			// Whoever stopped it has been told so.
			if (!isStopped(error)) throw error;
		}
	}

	#halt(
		command: MoveCommand,
		earlier: DatabaseState,
		{ kind: _, state, statements = this.at?.statements ?? [], ...reply }: SteppingReply & { kind: 'halted' }
	): void {
		this.#set({ command, earlier, statements, ...reply });
		this.#workbench.database = state;
		if (this.#workbench.notice) this.#workbench.notice = undefined;
		if (reply.halt.problem) this.#workbench.open(reply.halt.file);
	}

	/** Takes in what a run that came to its end takes in, from where it began. */
	async #end(
		command: MoveCommand,
		earlier: DatabaseState,
		reply: SteppingReply & { kind: 'ended' }
	): Promise<void> {
		const workbench = this.#workbench;
		const halt = this.at?.halt;
		this.#set(undefined);
		workbench.database = earlier;
		arrive(workbench, command, reply);
		const { result } = reply;
		if (
			halt &&
			result.status === 'stopped' &&
			!result.problems.some(({ severity }) => severity === 'error')
		) {
			const step = `The ${halt.direction} of ${workbench.nameOf(halt.revision)}`;
			workbench.say(`${step} was given up. Nothing of it has stayed: schema, rows and ledger are as before.`);
		}
		const entry = {
			id: nextId(workbench.log),
			command: lineOf(command),
			source: 'button',
			lines: [{ text: 'Gone through statement by statement.', tone: 'soft' }]
		} as const;
		const { runToTheEnd } = await import('../../command-line/commands/move.ts');
		const told = wholeAnswer(
			runToTheEnd(command, {
				...workbench.host,
				run: (_, onEvent) => {
					for (const event of this.#events) onEvent(event);
					return Promise.resolve(result);
				}
			})
		);
		const { lines, exitCode } = await told;
		workbench.log = withEntry(workbench.log, { ...withLines(entry, lines), exitCode });
	}
}
