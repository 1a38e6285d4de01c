import type { Problem } from '../engine/problem.ts';
import type { RunResult, StepResult } from '../engine/run/step.ts';
import { lastWordsOf } from '../python/last-words.ts';

/** What is known of commands that ran. */
export interface ToolOutcome {
	readonly exitCode: number;
	readonly steps: readonly StepResult[];
	readonly current: readonly string[];
	/** What the last of them wrote as errors. */
	readonly said: string;
}

/** What the tools did, as the result of a run of the engine. */
export function resultOf(outcome: ToolOutcome): RunResult {
	const { exitCode, steps, current } = outcome;
	const failed = steps.find((step) => step.status === 'failed');
	if (failed?.status === 'failed') return { status: 'failed', steps, problems: [failed.problem], current };
	if (exitCode !== 0) {
		const problem = toolFailure(outcome, 'The terminal shows all that it said.');
		return { status: 'refused', steps, problems: [problem], current };
	}
	return { status: steps.length > 0 ? 'applied' : 'nothing', steps, problems: [], current };
}

/** Why a command has not come to its end, as it says itself. */
export function toolFailure(
	{ exitCode, said }: Pick<ToolOutcome, 'exitCode' | 'said'>,
	hint: string
): Problem {
	return {
		code: 'tool-failed',
		severity: 'error',
		message: lastWordsOf(said) || `It ended with the exit code ${exitCode}.`,
		hint
	};
}
