import type { Problem } from '../engine/problem.ts';
import type { ToolStep } from './tools.ts';

/** Whether a command went to several databases (`--multidb`), each of which runs the same migrations. */
export function wentToSeveral({
	steps,
	migrated
}: {
	readonly steps: readonly Pick<ToolStep, 'revision' | 'direction'>[];
	readonly migrated: number;
}): boolean {
	// All addresses of servers reach one, which runs each migration once for each of them.
	const ran = steps.map(({ revision, direction }) => `${direction} ${revision}`);
	return migrated > 1 || new Set(ran).size < ran.length;
}

/** Why nothing is said of what goes to several databases. */
export const severalDatabases: Problem = {
	code: 'several-databases',
	severity: 'error',
	message: 'This project migrates several databases at once, and Updown looks at one.',
	hint: 'Nothing can be said of all of them from here: run the project’s own commands.'
};
