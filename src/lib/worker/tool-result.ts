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
export function resultOf({ exitCode, steps, current, said }: ToolOutcome): RunResult {
	const failed = steps.find((step) => step.status === 'failed');
	if (failed?.status === 'failed') return { status: 'failed', steps, problems: [failed.problem], current };
	if (exitCode !== 0) {
		const problem = {
			code: 'tool-failed',
			severity: 'error' as const,
			message: lastWordsOf(said) || `It ended with the exit code ${exitCode}.`,
			hint: 'The terminal shows all that it said.'
		};
		return { status: 'refused', steps, problems: [problem], current };
	}
	return { status: steps.length > 0 ? 'applied' : 'nothing', steps, problems: [], current };
}

/** Steps that were tried, each with what became of the rows. */
export function rehearsedSteps(steps: readonly StepResult[]) {
	return steps.map((result) => ({
		result,
		tables: result.status === 'applied' ? (result.frame.tables ?? []) : []
	}));
}
