import type { Direction } from '../engine/migration/migration.ts';
import type { RunEvent } from '../engine/run/step.ts';

/** The step that a command under way is at. */
export interface Step {
	readonly revision: string;
	/** The statement that runs, from 1; one more than there are while the step is being finished. */
	readonly statement: number;
	/** Undefined where they are too many to be counted. */
	readonly statements: number | undefined;
}

/** A command under way, as the screen shows it: which step of how many, and for how long. */
export class RunProgress {
	/** What a command line would call it, e.g. `updown upgrade +1`. */
	readonly line: string;
	readonly direction: Direction | undefined;
	#planned = $state.raw<readonly string[]>([]);
	#finished = $state(0);
	#elapsed = $state(0);
	#stopping = $state(false);
	readonly #start = performance.now();
	readonly #timer: ReturnType<typeof setInterval>;
	#arrived = 0;
	#step: Step | undefined;
	#shownStep = $state.raw<Step | undefined>(undefined);

	constructor(line: string, direction: Direction | undefined) {
		this.line = line;
		this.direction = direction;
		this.#timer = setInterval(() => {
			this.#elapsed = performance.now() - this.#start;
			this.#finished = this.#arrived;
			this.#shownStep = this.#step;
		}, 150);
	}

	/** Takes one event. Steps come faster than the eye follows and the train glides, so they are shown in groups. */
	hear(event: RunEvent): void {
		if (event.kind === 'planned') this.#planned = event.revisions;
		if (event.kind === 'stepStarted') {
			const { revision, statements, skipped = 0 } = event;
			this.#step = { revision, statement: skipped + 1, statements };
		}
		if (event.kind === 'statementRun' && this.#step) {
			this.#step = { ...this.#step, statement: this.#step.statement + 1 };
		}
		if (event.kind !== 'stepFinished' || event.result.status !== 'applied') return;
		this.#arrived++;
	}

	get planned(): readonly string[] {
		return this.#planned;
	}

	/** The step under way. */
	get step(): Step | undefined {
		return this.#shownStep;
	}

	/** How many steps are done. */
	get finished(): number {
		return this.#finished;
	}

	/** Milliseconds since the start. */
	get elapsed(): number {
		return this.#elapsed;
	}

	/** Worth showing: a run that ends sooner would only flicker. */
	get slow(): boolean {
		return this.#elapsed >= 300;
	}

	get stopping(): boolean {
		return this.#stopping;
	}

	stop(): void {
		this.#stopping = true;
	}

	/** Must be called when the run has ended, however it ended. */
	end(): void {
		clearInterval(this.#timer);
	}
}
