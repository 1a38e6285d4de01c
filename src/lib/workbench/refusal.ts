import type { Problem } from '../engine/problem.ts';
import type { Halt } from '../engine/run/step.ts';
import { number } from '../look/numbers.ts';
import type { RunProgress } from './run-progress.svelte.ts';

/** Why a command cannot start now; undefined where it can. */
export function whyNotNow(
	readOnly: string | undefined,
	running: Pick<RunProgress, 'line' | 'planned'> | undefined,
	halt?: Pick<Halt, 'direction' | 'revision'>
): Problem | undefined {
	if (readOnly !== undefined) {
		return {
			code: 'read-only',
			severity: 'error',
			message: readOnly,
			hint: 'Take the project over first.'
		};
	}
	if (running === undefined) return halt && inTheMiddle(halt);
	const steps = running.planned.length;
	return {
		code: 'busy',
		severity: 'error',
		message: `\`${running.line}\` is still running${steps > 1 ? ` (${number(steps)} steps)` : ''}.`,
		hint: 'Wait for it or stop it.'
	};
}

/** Why nothing else can be done while a step is gone through. */
export function inTheMiddle({ direction, revision }: Pick<Halt, 'direction' | 'revision'>): Problem {
	return {
		code: 'in-the-middle',
		severity: 'error',
		message: `You are in the middle of the ${direction} of ${revision}.`,
		hint: 'Continue to its end, or give it up, first.'
	};
}
