import type { Problem } from '../engine/problem.ts';
import { restoreApplied } from './folder/verbs.ts';
import type { Workbench } from './workbench.svelte.ts';

/** A button beside a sentence: what can be done about it. */
export interface WayOut {
	readonly label: string;
	readonly run: () => void;
}

/** What can be done at once about a problem; `[]` where its hint in words is all there is. */
export function waysOut(problem: Problem | undefined, workbench: Workbench): readonly WayOut[] {
	if (problem === undefined) return [];
	if (problem.code === 'several-heads' && workbench.folder.graph.heads.length > 1) {
		return [{ label: 'Merge…', run: () => (workbench.dialog = { kind: 'merge' }) }];
	}
	if (problem.code === 'partial-step') return partialWays(workbench);
	// Nothing runs while an applied file is gone, whichever file the refusal names.
	const { appliedTexts } = workbench.project;
	const gone = workbench.standing.missing.find(({ revision }) => appliedTexts[revision] !== undefined);
	if (!gone) return [];
	const { revision } = gone;
	return [
		{ label: 'Bring the file back', run: () => restoreApplied(workbench, revision) },
		{ label: 'More…', run: () => (workbench.dialog = { kind: 'edited', revision }) }
	];
}

/** The ways out of a step that stopped midway, beside running it again. */
export function partialWays(workbench: Workbench): readonly WayOut[] {
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
