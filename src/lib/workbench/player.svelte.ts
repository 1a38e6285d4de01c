import type { Workbench } from './workbench.svelte.ts';

/** How long each version stays before the next step, in milliseconds: long enough to see what it did. */
const beat = 1200;

/** Upgrades a step at a time, by itself, until head, a failure or a pause. */
export class Player {
	playing = $state(false);
	readonly #workbench: Workbench;
	/** Grows with every start and pause: what was playing before one ends when it wakes. */
	#turn = 0;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Goes on until it is paused, or nothing is left, or a step does not get there. */
	async play(): Promise<void> {
		if (this.playing) return;
		const workbench = this.#workbench;
		this.playing = true;
		const turn = ++this.#turn;
		try {
			while (turn === this.#turn && workbench.free && workbench.next.up) {
				const { version } = workbench.database;
				await workbench.do(workbench.next.up.command);
				if (workbench.database.version === version || workbench.failed !== undefined || !workbench.next.up)
					return;
				await new Promise((resolve) => setTimeout(resolve, beat));
			}
		} finally {
			if (turn === this.#turn) this.playing = false;
		}
	}

	pause(): void {
		this.#turn++;
		this.playing = false;
	}
}
