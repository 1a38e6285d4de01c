import type { Database } from '../engine/database.ts';
import type { RowSides } from '../engine/rows/rows.ts';
import { sameValue } from '../engine/schema/patch.ts';
import type { StepResult } from '../engine/run/step.ts';
import { failed, frameBetween, momentOf, type RanCommand, type ToolMoment } from './tool-frames.ts';
import type { ToolRun, ToolStep } from './tools.ts';

/** A command that ran on a server, which is looked at before and after. */
export interface ServedCommand extends RanCommand {
	readonly database: Database;
	/** What it was before, with its rows beside those of now. */
	readonly before: ToolMoment & { readonly sides: RowSides };
}

/**
 * The migrations that a command ran on a server. Alembic runs all of them in one transaction, in the midst of which nobody can
 * look, so they have one frame together, named after the last that stands.
 */
export async function servedSteps(run: ToolRun, about: ServedCommand): Promise<readonly StepResult[]> {
	const steps = run.steps.filter(({ direction }) => direction !== 'stamp');
	const last = steps.at(-1);
	if (!last) return [];
	const { database, before } = about;
	const to = await momentOf(database);
	const moments = { from: before, to, sides: before.sides };
	const moved = !sameValue(before.versions, to.versions);
	const stood = run.exitCode === 0 ? steps : steps.slice(0, -1);
	const results: StepResult[] = [];
	const reached = stood.at(-1);
	if (moved && reached) {
		const frame = await frameBetween(together(stood, reached), moments, about);
		results.push({ status: 'applied', revision: frame.revision, direction: frame.direction, frame });
	}
	if (run.exitCode !== 0) {
		const frame = await frameBetween(last, { ...moments, from: moved ? to : before }, about);
		// What stands is what the ones before it did.
		const own = moved ? { ...frame, changes: [], tables: [] } : frame;
		results.push(failed(last, own, about));
	}
	return results;
}

/** Several steps as one, which ends where the last does. */
function together(steps: readonly ToolStep[], last: ToolStep): ToolStep {
	return {
		...last,
		statements: steps.flatMap(({ statements }) => statements),
		durationMs: steps.reduce((sum, { durationMs }) => sum + durationMs, 0)
	};
}
