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
	switch (problem?.code) {
		case 'applied-file-missing': {
			const entry = workbench.standing.missing.find(({ name }) => name === problem.file);
			if (!entry || workbench.project.appliedTexts[entry.revision] === undefined) return [];
			return [{ label: 'Bring the file back', run: () => restoreApplied(workbench, entry.revision) }];
		}
		case 'several-heads': {
			if (workbench.folder.graph.heads.length < 2) return [];
			return [{ label: 'Merge…', run: () => (workbench.dialog = { kind: 'merge' }) }];
		}
		case 'partial-step':
			return partialWays(workbench);
		default:
			return [];
	}
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
