import type { Clock } from '../clock.ts';
import type { RunContext } from './context.ts';
import type { Halt, RunEvent, RunResult } from './step.ts';

/** How far to go on: to the statement after the next, to the end of the run, or until this many statements of the step have run. */
export type HaltAt = 'next' | 'end' | number;

/** Where a run that is gone through is now: in the middle of a step, or at its end. */
export type Reached =
	{ readonly kind: 'halted'; readonly halt: Halt } | { readonly kind: 'ended'; readonly result: RunResult };

/** Told of every event, and awaited. */
export type Listen = (event: RunEvent) => void | Promise<void>;

/**
 * A run that halts inside its steps: the very run that `start` makes of its context, asked for its events no further than it
 * is told to go. While it halts, the step's transaction is open and what has run of it can be looked at; the run's clock
 * stands still. One call at a time; whoever begins one must go on to its end or give it up.
 */
export class StepThrough {
	readonly #run: AsyncGenerator<RunEvent, RunResult>;
	readonly #clock: StoppableClock;
	readonly #stop: { readonly aborted: boolean };
	#givenUp = false;
	#reached: Reached | undefined;

	/** `start` is `upgrade`, `downgrade` or what else makes a run; nothing runs before the first `on`. */
	constructor(context: RunContext, start: (context: RunContext) => AsyncGenerator<RunEvent, RunResult>) {
		this.#clock = new StoppableClock(context.clock);
		const { signal } = context;
		const isStopped = () => this.#givenUp || signal?.aborted === true;
		this.#stop = {
			get aborted() {
				return isStopped();
			}
		};
		this.#run = start({ ...context, clock: this.#clock, signal: this.#stop, halts: true });
	}

	/** Where it is; undefined before the first `on`. */
	get reached(): Reached | undefined {
		return this.#reached;
	}

	/**
	 * Goes on, at first to before the first statement. A refused statement halts it wherever it was to go: from there it can
	 * only be given up, and any further call does that.
	 */
	async on(to: HaltAt, onEvent: Listen = () => {}): Promise<Reached> {
		const before = this.#reached;
		if (before?.kind === 'ended') return before;
		this.#clock.go();
		try {
			for (;;) {
				const next = await this.#run.next();
				if (next.done) return (this.#reached = { kind: 'ended', result: next.value });
				const event = next.value;
				if (event.kind !== 'halted') await onEvent(event);
				else if (isThere(event.halt, to) && !this.#stop.aborted) return (this.#reached = event);
			}
		} catch (error) {
			// Neither a bug nor a listener that throws may leave the transaction open.
			await this.#run.return(undefined as never);
			throw error;
		} finally {
			this.#clock.stop();
		}
	}

	/** Ends the run before its next statement: the step's transaction is undone, and what ran without one stays, as the result tells. */
	giveUp(onEvent?: Listen): Promise<Reached> {
		this.#givenUp = true;
		return this.on('end', onEvent);
	}
}

function isThere({ ran, ahead, problem }: Halt, to: HaltAt): boolean {
	if (problem) return true;
	return to === 'next' || (typeof to === 'number' && (ran >= to || ahead === undefined));
}

/** A clock whose time passes only while the run goes on, so that a step tells how long it took and not how long somebody looked. */
class StoppableClock implements Clock {
	readonly #clock: Clock;
	#passed = 0;
	#since: number | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	now(): string {
		return this.#clock.now();
	}

	elapsed(): number {
		return this.#passed + (this.#since === undefined ? 0 : this.#clock.elapsed() - this.#since);
	}

	go(): void {
		this.#since = this.#clock.elapsed();
	}

	stop(): void {
		this.#passed = this.elapsed();
		this.#since = undefined;
	}
}
