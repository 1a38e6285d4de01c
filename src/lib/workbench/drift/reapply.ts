import { readMigration } from '../../engine/migration/read.ts';
import { withFile, withoutFile } from '../folder/edits.ts';
import { appliedFileName } from '../folder/verbs.ts';
import { wayBack } from '../next-steps.ts';
import type { Workbench } from '../workbench.svelte.ts';

/**
 * Goes back past a migration that was edited or deleted after it was applied, and on again to where the database was, with the file
 * as it is now. The way back is that of the text that ran, where what it says to do has changed since or the file is gone.
 */
export async function reapply(workbench: Workbench, revision: string): Promise<void> {
	const targets = [...workbench.standing.current];
	const present = workbench.file(workbench.migrations.get(revision)?.file);
	const ran = workbench.project.appliedTexts[revision];
	const name = present?.name ?? appliedFileName(workbench, revision);
	const upOf = (text: string | undefined) =>
		text === undefined ? undefined : readMigration({ name, text }).migration?.up.sql;
	const borrowed = ran !== undefined && upOf(ran) !== upOf(present?.text);
	if (borrowed) workbench.change({ files: withFile(workbench.files, { name, text: ran }) });
	const target = wayBack(workbench.folder.graph, workbench.standing.applied, revision);
	await workbench.do({ kind: 'downgrade', target });
	if (borrowed) {
		workbench.change({
			files: present ? withFile(workbench.files, present) : withoutFile(workbench.files, name)
		});
	}
	if (workbench.standing.applied.has(revision)) return;
	const isOut = (each: string) => workbench.migrations.has(each) && !workbench.standing.applied.has(each);
	for (const each of targets) if (isOut(each)) await workbench.do({ kind: 'upgrade', target: each });
	if (targets.some(isOut)) tellHalf(workbench);
}

/** The way on was refused, and the way back has been gone: that must not go under in the reason why. */
function tellHalf(workbench: Workbench): void {
	const { notice } = workbench;
	if (!notice) return;
	const { id: _, text, ...more } = notice;
	const place = workbench.standing.current.map((one) => workbench.nameOf(one)).join(' and ') || 'base';
	workbench.say(`${text} The database has gone back to ${place}.`, { ...more, undo: true });
}
