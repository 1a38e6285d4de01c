import { slugOf } from '../engine/migration/index.ts';
import { exportZip } from '../formats/registry.ts';
import { count } from '../look/numbers.ts';
import type { Project } from '../projects/project.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Downloads the project as a zip that the real tools run as it is: dbmate, or Flask-Migrate and Alembic. */
export function takeHome(workbench: Workbench): void {
	const { project } = workbench;
	const { frames, losses, queries } = project;
	const bytes = exportZip({ ...project, past: { frames, losses, queries } });
	const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/zip' }));
	const link = document.createElement('a');
	link.href = address;
	link.download = `${slugOf(project.name) || 'updown'}.zip`;
	link.click();
	// The download has its own hold on the bytes once it has begun.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
	const what = project.toolchain === 'python' ? programWords(project) : sqlWords(project);
	workbench.say(`\`${link.download}\` is on its way: ${what}`, { tone: 'good' });
}

function programWords({ files, wheels, databaseFile }: Project): string {
	const find = wheels.length > 0 ? '--find-links wheels ' : '';
	const stays =
		databaseFile === undefined ? '' : ` \`${databaseFile}\` stays here: an upgrade makes a new one.`;
	return `${count(files.length + wheels.length, 'file')}, as they are. \`pip install ${find}-r requirements.txt\` gets what they need.${stays}`;
}

function sqlWords({ files, frames }: Project): string {
	const past = frames.length > 0 ? ', with what the steps did and examples of rows' : '';
	return `${count(files.length, 'migration')} and a README that says how to run them${past}.`;
}
