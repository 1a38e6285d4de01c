import fc from 'fast-check';
import type { Runs } from '../random-runs.ts';
import { keepsTheLaw, type Outcome } from './law.ts';
import type { Rig } from './rig.ts';
import { trials } from './trial.ts';

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
