import type { Problem } from '../engine/problem.ts';
import type { ToolStep } from './tools.ts';

/** Whether a command went to several databases (`--multidb`), each of which runs the same migrations; `databases` where they were counted. */
export function wentToSeveral({
	steps,
	databases = 1
}: {
	readonly steps: readonly Pick<ToolStep, 'revision' | 'direction'>[];
	readonly databases?: number;
}): boolean {
	const ran = steps.map(({ revision, direction }) => `${direction} ${revision}`);
	return databases > 1 || new Set(ran).size < ran.length;
}

/** Why nothing is said of what goes to several databases. */
export const severalDatabases: Problem = {
	code: 'several-databases',
	severity: 'error',
	message: 'This project migrates several databases at once, and Updown looks at one.',
	hint: 'Nothing can be said of all of them from here: run the project’s own commands.'
};
