import type { FolderFile } from '../../engine/migration/migration.ts';
import { count } from '../../look/numbers.ts';
import { versionFolders } from '../../python/alembic-settings.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { renamed, withFile, withoutFile } from './edits.ts';

/** Adds the files of new migrations and opens the first. */
export function addFiles(workbench: Workbench, files: readonly FolderFile[]): void {
	const [first] = files;
	if (!workbench.free || first === undefined) return;
	for (const file of files) workbench.saveFile(file);
	workbench.open(first.name);
	const one = files.length === 1;
	workbench.undos.push({
		what: one ? `the new file ${first.name}` : `the ${files.length} new files`,
		weight: 0,
		undo: () => files.forEach(({ name }) => drop(workbench, name))
	});
	const what = one
		? `\`${first.name}\`. Upgrade runs it.`
		: `${count(files.length, 'migration')}. Upgrade runs the first.`;
	workbench.say(`Saved ${what}`, { tone: 'good', undo: true });
}

/** Takes a file out of the folder; can be undone. */
export function deleteFile(workbench: Workbench, name: string): void {
	const file = workbench.file(name);
	if (!file || !workbench.free) return;
	drop(workbench, name);
	workbench.undos.push({
		what: `the deletion of ${name}`,
		weight: 0,
		undo: () => {
			workbench.saveFile(file);
			workbench.open(name);
		}
	});
	workbench.say(`Deleted \`${name}\`.`, { undo: true });
}

/** Gives a file another name; can be undone. */
export function renameFile(workbench: Workbench, from: string, to: string): void {
	if (!workbench.file(from) || !workbench.free || from === to) return;
	const rename = (one: string, other: string) => {
		const open = workbench.place.openFile === one;
		workbench.change({ files: renamed(workbench.files, one, other) });
		if (open) workbench.open(other);
	};
	rename(from, to);
	workbench.undos.push({ what: `the renaming of ${from}`, weight: 0, undo: () => rename(to, from) });
	workbench.say(`Renamed \`${from}\` to \`${to}\`.`, { undo: true });
}

/** Gives an edited or deleted migration the text again that was applied. */
export function restoreApplied(workbench: Workbench, revision: string): void {
	const text = workbench.project.appliedTexts[revision];
	if (text === undefined || !workbench.free) return;
	const present = workbench.file(workbench.migrations.get(revision)?.file);
	const name = present?.name ?? appliedFileName(workbench, revision);
	const before = workbench.file(name);
	workbench.change({ files: withFile(workbench.files, { name, text }) });
	workbench.open(name);
	workbench.undos.push({
		what: `the restored text of ${name}`,
		weight: 0,
		undo: () => (before ? workbench.saveFile(before) : drop(workbench, name))
	});
	workbench.say(`\`${name}\` says again what was applied.`, { tone: 'good', undo: true });
}

/** Takes a file out; the editor turns to a neighbour. */
function drop(workbench: Workbench, name: string): void {
	const names = workbench.entries.filter((entry) => entry.standing !== 'missing').map((entry) => entry.name);
	const at = names.indexOf(name);
	const neighbour = names[at + 1] ?? names[at - 1];
	const openFile = workbench.place.openFile === name ? neighbour : workbench.place.openFile;
	workbench.change({
		files: withoutFile(workbench.files, name),
		place: { ...workbench.place, openFile }
	});
}

/** What the file of an applied revision was called, as far as the ledger tells. */
export function appliedFileName(workbench: Workbench, revision: string): string {
	const name = workbench.ledger.find((entry) => entry.revision === revision)?.name ?? '';
	if (name.endsWith('.sql')) return name;
	if (workbench.isPython) return alembicFileName(workbench, revision);
	const slug = slugOf(name);
	return name.startsWith(revision) ? `${slug}.sql` : `${revision}_${slug}.sql`;
}

/** What Alembic would call the file, by the message of the text that ran: its table keeps no names. */
function alembicFileName({ files, project, reader }: Workbench, revision: string): string {
	const env = files.find(({ name }) => /(^|\/)env\.py$/.test(name))?.name ?? 'migrations/env.py';
	const usual = env.replace(/env\.py$/, 'versions/');
	const folder = versionFolders(files, project.scripts)[0]?.folder ?? usual;
	const text = project.appliedTexts[revision] ?? '';
	const [read] = reader.migrationsIn([
		{ name: env, text: '' },
		{ name: `${usual}${revision}.py`, text }
	]);
	return `${folder}${[revision, slugOf(read?.message ?? '')].filter(Boolean).join('_')}.py`;
}

function slugOf(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
