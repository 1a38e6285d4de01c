import type { Project } from '../../projects/project.ts';
import { pulled, type Decision, type Incoming } from '../../projects/pull.ts';
import { count } from '../../look/numbers.ts';
import { packageOf, withWheels } from '../python/packages.ts';
import { isRequired } from '../python/requirements.ts';
import type { Workbench } from '../workbench.svelte.ts';

/**
 * Brings what the other developer has written into this project, with those packages of theirs that `requirements.txt` then asks for.
 * Nothing is run; it can be undone.
 */
export function pull(
	workbench: Workbench,
	other: Project,
	incoming: readonly Incoming[],
	decisions: Readonly<Record<string, Decision>>
): void {
	const { files, schemaSql, colleague, wheels } = workbench.project;
	if (!workbench.free || !colleague) return;
	const unsettled = workbench.together.clashes.length > 0 ? colleague.theirs : [];
	const brought = incoming
		.filter(({ what, common, name }) => what === 'file' && common === undefined && decisions[name] !== 'mine')
		.map(({ name }) => name);
	const common = { files: other.files, schemaSql: other.schemaSql, at: workbench.host.now() };
	const after = pulled({ files, schemaSql }, incoming, decisions);
	const packages = other.wheels.filter(
		(wheel) =>
			isRequired(after.files, packageOf(wheel).name) && !wheels.some(({ file }) => file === wheel.file)
	);
	workbench.change({
		...after,
		...(packages.length > 0 && { wheels: withWheels(wheels, packages) }),
		colleague: { ...colleague, common, theirs: [...new Set([...unsettled, ...brought])] }
	});
	workbench.undos.push({
		what: `the pull from ${other.name}`,
		weight: 0,
		undo: () => workbench.change({ files, schemaSql, colleague, wheels })
	});
	const along = packages.length > 0 ? ` with ${count(packages.length, 'package')}` : '';
	workbench.say(`Pulled ${count(incoming.length, 'file')}${along} from ${other.name}. Nothing was run.`, {
		tone: 'good',
		undo: true
	});
}
