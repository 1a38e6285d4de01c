import type { RunResult, StepResult } from '../engine/run/step.ts';

/** The steps that left the database other than it was; one that failed in its transaction did not. */
export function changedSteps({ steps }: RunResult): readonly StepResult[] {
	return steps.filter((step) => step.status === 'applied' || (step.status === 'failed' && step.stuck > 0));
}
