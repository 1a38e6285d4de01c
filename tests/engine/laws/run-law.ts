import fc from 'fast-check';
import { keepsTheLaw, type Outcome } from './law.ts';
import type { Rig } from './rig.ts';
import { trials } from './trial.ts';

/** How often, and from where; the nightly run says otherwise. */
export interface Runs {
	readonly numRuns: number;
	readonly seed: number;
}

/** `npm test` always tries the same, so that it fails where something changed; at night everything is new. */
export function runsOf(dialect: string, usual: number): Runs {
	const asked = process.env[`UPDOWN_LAW_RUNS_${dialect.toUpperCase()}`];
	const seed = process.env.UPDOWN_LAW_SEED;
	return {
		numRuns: asked === undefined ? usual : Number(asked),
		seed: seed !== undefined ? Number(seed) : asked === undefined ? 20_261_126 : Date.now() & 0x7fffffff
	};
}

/** Tries the law; says what came of the trials, so that a law that is never put to the test is seen. */
export async function tryLaw(rig: Rig, { numRuns, seed }: Runs): Promise<Readonly<Record<Outcome, number>>> {
	const outcomes = { equal: 0, refused: 0, 'downgrade refused': 0, kept: 0 };
	await fc.assert(
		fc.asyncProperty(trials, async (trial) => {
			outcomes[await keepsTheLaw(trial, rig)]++;
		}),
		{ numRuns, seed }
	);
	return outcomes;
}
