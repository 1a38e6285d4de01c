import type { Problem } from '../engine/problem.ts';
import type { RunCommand } from '../engine/run/command.ts';
import { lostAlone } from '../engine/run/losses-of.ts';
import type { RunResult } from '../engine/run/step.ts';
import type { DialogRequest } from './dialogs/request.ts';
import { migrateProgram } from '../python/migrate-program.ts';
import { restoreApplied } from './folder/verbs.ts';
import type { Workbench } from './workbench.svelte.ts';

/** A button beside a sentence: what can be done about it. */
export interface WayOut {
	readonly label: string;
	readonly run: () => void;
	/** Whether it can be done while nothing else can. */
	readonly always?: boolean;
}

/** What can be done at once about a problem; `[]` where its hint in words is all there is. */
export function waysOut(problem: Problem | undefined, workbench: Workbench): readonly WayOut[] {
	if (problem === undefined) return [];
	if (problem.code === 'several-heads' && workbench.folder.graph.heads.length > 1) {
		return workbench.together.clashes.length > 0
			? [togetherWay(workbench)]
			: [{ label: 'Merge…', run: () => (workbench.dialog = mergeDialog(workbench)) }];
	}
	if (workbench.together.clashes.length > 0 && problem.code === 'duplicate-revision') {
		return [togetherWay(workbench)];
	}
	if (problem.code === 'partial-step') return partialWays(workbench);
	// Nothing runs while an applied file is gone, whichever file the refusal names.
	return goneWays(workbench);
}

/** What can be done where an applied file is gone. */
function goneWays(workbench: Workbench): readonly WayOut[] {
	const { appliedTexts } = workbench.project;
	const gone = workbench.standing.missing.find(({ revision }) => appliedTexts[revision] !== undefined);
	if (!gone) return [];
	const { revision } = gone;
	const back = { label: 'Bring the file back', run: () => restoreApplied(workbench, revision) };
	// Alembic knows of no way to accept it.
	if (workbench.isPython) return [back];
	return [back, { label: 'More…', run: () => (workbench.dialog = { kind: 'edited', revision }) }];
}

/** Leads to the ways out of what stands between two developers. */
function togetherWay(workbench: Workbench): WayOut {
	return { label: 'Ways out…', run: () => (workbench.dialog = { kind: 'together' }) };
}

function mergeDialog({ isPython, files }: Workbench): DialogRequest {
	return isPython
		? { kind: 'toolMigration', words: [...migrateProgram(files), 'merge', 'heads'] }
		: { kind: 'merge' };
}

/** What can be done about a downgrade of one step that has just lost something: taken back, and done so that nothing is lost. */
export function lossWays(command: RunCommand, { steps }: RunResult, workbench: Workbench): readonly WayOut[] {
	const [step, ...others] = steps;
	if (command.kind !== 'downgrade' || step?.status !== 'applied' || others.length > 0) return [];
	if (!lostAlone(step.frame)) return [];
	const undo = workbench.undos.latest;
	const safely = async (): Promise<void> => {
		// Whatever came after it would be taken back instead.
		if (workbench.undos.latest === undo) await workbench.undo();
		workbench.dialog = { kind: 'safeDowngrade', revision: step.revision, then: command };
	};
	return [{ label: 'Do it safely…', run: () => void safely() }];
}

/** What can be done about how the database stands, where nothing has just happened. */
export function standingWays(workbench: Workbench): readonly WayOut[] {
	return workbench.gone === undefined ? partialWays(workbench) : goneWays(workbench);
}

/** The ways out of a step that stopped midway, beside running it again. */
function partialWays(workbench: Workbench): readonly WayOut[] {
	const partial = workbench.partial;
	if (!partial) return [];
	const { revision } = partial;
	return [
		{
			label: 'Stamp it as applied',
			run: () => void workbench.stamp([revision])
		}
	];
}
