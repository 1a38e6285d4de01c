import type { Problem } from '../engine/problem.ts';
import { number } from '../look/numbers.ts';
import type { RunProgress } from './run-progress.svelte.ts';

/** Why a command cannot start now; undefined where it can. */
export function whyNotNow(
	readOnly: string | undefined,
	running: Pick<RunProgress, 'line' | 'planned'> | undefined
): Problem | undefined {
	if (readOnly !== undefined) {
		return {
			code: 'read-only',
			severity: 'error',
			message: readOnly,
			hint: 'Take the project over first.'
		};
	}
	if (running === undefined) return undefined;
	const steps = running.planned.length;
	return {
		code: 'busy',
		severity: 'error',
		message: `\`${running.line}\` is still running${steps > 1 ? ` (${number(steps)} steps)` : ''}.`,
		hint: 'Wait for it or stop it.'
	};
}
