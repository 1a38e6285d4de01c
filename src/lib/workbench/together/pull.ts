import type { Project } from '../../projects/project.ts';
import { pulled, type Decision, type Incoming } from '../../projects/pull.ts';
import { count } from '../../look/numbers.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** Brings what the other developer has written into this project. Nothing is run; it can be undone. */
export function pull(
	workbench: Workbench,
	other: Project,
	incoming: readonly Incoming[],
	decisions: Readonly<Record<string, Decision>>
): void {
	const { files, schemaSql, colleague } = workbench.project;
	if (!workbench.free || !colleague) return;
	const unsettled = workbench.together.clashes.length > 0 ? colleague.theirs : [];
	const brought = incoming
		.filter(({ what, common, name }) => what === 'file' && common === undefined && decisions[name] !== 'mine')
		.map(({ name }) => name);
	const common = { files: other.files, schemaSql: other.schemaSql, at: workbench.host.now() };
	workbench.change({
		...pulled({ files, schemaSql }, incoming, decisions),
		colleague: { ...colleague, common, theirs: [...new Set([...unsettled, ...brought])] }
	});
	workbench.undos.push({
		what: `the pull from ${other.name}`,
		weight: 0,
		undo: () => workbench.change({ files, schemaSql, colleague })
	});
	workbench.say(`Pulled ${count(incoming.length, 'file')} from ${other.name}. Nothing was run.`, {
		tone: 'good',
		undo: true
	});
}
