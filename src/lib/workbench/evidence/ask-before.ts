import type { RunCommand } from '../../engine/run/command.ts';
import { brokenBy } from '../../engine/run/pinned-queries.ts';
import { lossesOf } from '../../engine/run/losses-of.ts';
import type { Rehearsal } from '../../engine/run/rehearse.ts';
import { fateSums } from './fate-sums.ts';
import { isExpected } from '../errors.ts';
import { preferences } from '../preferences.svelte.ts';
import type { Workbench } from '../workbench.svelte.ts';

/**
 * Runs a command, but for one that would break a pinned query, and for a downgrade that would lose something where somebody
 * wants to see that first.
 */
export function runUnlessItHarms(workbench: Workbench, command: RunCommand): Promise<void> {
	return goUnlessItBreaks(workbench, command, () => runUnlessItLoses(workbench, command));
}

/** Goes on, but where a command would break a pinned query. */
export async function goUnlessItBreaks(
	workbench: Workbench,
	command: RunCommand,
	go: () => Promise<void>
): Promise<void> {
	try {
		const moves = command.kind === 'upgrade' || command.kind === 'downgrade';
		if (moves && workbench.free && workbench.project.queries.length > 0) {
			const tried = await workbench.trials.tryQueries(command);
			if (brokenBy(tried, command.kind).length > 0) {
				workbench.dialog = { kind: 'breaks', command, tried };
				return;
			}
		}
		await go();
	} catch (error) {
		// Whoever stopped it has been told so.
		if (!isExpected(error)) throw error;
	}
}

/** Runs a command, but for a downgrade that would lose something, where somebody wants to see that first. */
export async function runUnlessItLoses(workbench: Workbench, command: RunCommand): Promise<void> {
	if (command.kind !== 'downgrade' || !preferences.current.askBeforeLoss || !workbench.free) {
		return workbench.do(command);
	}
	const rehearsal = await workbench.trials.rehearse(command);
	if (mayLose(rehearsal)) workbench.dialog = { kind: 'rehearsal', command, rehearsal };
	else if (rehearsal.result.status !== 'stopped') await workbench.do(command);
}

/** Also where rows could not be looked at. */
function mayLose({ steps }: Rehearsal): boolean {
	return steps.some(
		({ result, tables }) =>
			(result.status === 'applied' && lossesOf(result.frame).length > 0) ||
			fateSums(tables).unknown.length > 0
	);
}
