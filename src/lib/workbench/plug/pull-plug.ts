import type { Outcome } from '../../engine/problem.ts';
import { failure } from '../../engine/problem.ts';
import type { PlugRequest, PulledPlug } from '../../engine/run/pull-plug.ts';
import type { Checkpoint } from '../../projects/project.ts';
import type { Workbench } from '../workbench.svelte.ts';

/**
 * Loses the connection in the middle of the next step, for real. The checkpoint from before is kept in the project, until a way
 * out was taken.
 */
export async function pullPlug(workbench: Workbench, request: PlugRequest): Promise<Outcome<PulledPlug>> {
	const { refusal } = workbench;
	if (refusal) return failure(refusal);
	return workbench.whileRunning(`the ${request.direction} of ${request.revision}`, async () => {
		await workbench.sendFolder();
		if (workbench.isPython) await (await import('../python/tool-run.ts')).startTools(workbench);
		const { image } = workbench;
		const { frames, losses, appliedTexts } = workbench.project;
		const { result: outcome, state, databaseFile } = await workbench.client.pullPlug(request);
		const undo = workbench.settled(state, 'the pulled plug');
		if (outcome.ok) {
			workbench.change({
				databaseFile,
				cutOff: { pulled: outcome.value, checkpoint: { image, frames, losses, appliedTexts } }
			});
			const where = `${request.after ? 'right after' : 'during'} statement ${request.statement}`;
			workbench.say(`The plug was pulled in ${workbench.nameOf(request.revision)}, ${where}.`, {
				undo: undo !== undefined
			});
		}
		return outcome;
	});
}

/** Puts the database back as it was before `what`, whatever has come after. */
export async function restoreCheckpoint(
	workbench: Workbench,
	{ image, ...known }: Checkpoint,
	what = 'the plug was pulled'
): Promise<void> {
	if (!workbench.free) return;
	// What came after the checkpoint cannot be undone once it is restored.
	workbench.undos.clear();
	workbench.change({ ...known, cutOff: undefined, leftover: undefined });
	await workbench.openDatabase(image);
	workbench.failure = undefined;
	workbench.say(`The checkpoint is restored: the database is as it was before ${what}.`, { tone: 'good' });
}
