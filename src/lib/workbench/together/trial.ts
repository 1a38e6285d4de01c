import type { Rehearsal } from '../../engine/run/rehearse.ts';
import { lossesOf } from '../../engine/run/losses-of.ts';
import { applyPatch } from '../../engine/schema/patch.ts';
import type { Schema } from '../../engine/schema/model.ts';
import { count } from '../../look/numbers.ts';

/** What a way would come to on the rows that are there. */
export interface TrialVerdict {
	readonly kind: 'works' | 'loses' | 'fails';
	readonly words: string;
}

/** What was seen when a way was rehearsed, in a sentence. */
export function trialVerdict({ result }: Rehearsal): TrialVerdict {
	if (result.status === 'stopped') return { kind: 'fails', words: 'Stopped. Nothing has changed.' };
	if (result.status === 'failed' || result.status === 'refused') {
		return { kind: 'fails', words: 'It would fail.' };
	}
	const frames = result.steps.flatMap((step) => (step.status === 'applied' ? [step.frame] : []));
	if (frames.length === 0) return { kind: 'works', words: 'It works, and nothing is left to be run.' };
	const worked = `${count(frames.length, 'step')} would work`;
	return frames.some((frame) => lossesOf(frame).length > 0)
		? { kind: 'loses', words: `${worked}, and something would be lost.` }
		: { kind: 'works', words: `${worked}, and nothing would be lost.` };
}

/** The structure at the end of a rehearsal that began with `schema`; undefined where it did not get there. */
export function schemaAfter(schema: Schema, { result, steps }: Rehearsal): Schema | undefined {
	if (result.status !== 'applied' && result.status !== 'nothing') return undefined;
	return steps.reduce(
		(now, step) => (step.result.status === 'applied' ? applyPatch(now, step.result.frame.patch) : now),
		schema
	);
}
