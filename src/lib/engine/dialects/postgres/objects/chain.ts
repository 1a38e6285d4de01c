import type { Step } from '../step.ts';

/** The steps so that each comes after the one before it, whatever else decides. */
export function chain(what: string, steps: readonly Step[]): readonly Step[] {
	return steps.map((step, at) => ({
		...step,
		...(at < steps.length - 1 && { creates: [...(step.creates ?? []), `stage ${at} of ${what}`] }),
		...(at > 0 && { after: [...(step.after ?? []), `stage ${at - 1} of ${what}`] })
	}));
}
