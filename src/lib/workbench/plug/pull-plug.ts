import type { Outcome } from '../../engine/problem.ts';
import { failure } from '../../engine/problem.ts';
import type { PlugRequest, PulledPlug } from '../../engine/run/pull-plug.ts';
import { whyNotNow } from '../refusal.ts';
import type { Undoable } from '../undo.svelte.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** A plug that was pulled, and what puts the database back as it was before. */
export interface Pulled {
	readonly outcome: Outcome<PulledPlug>;
	readonly checkpoint: Undoable | undefined;
}

/** Loses the connection in the middle of the next step, for real; the checkpoint from before is kept as what can be undone. */
export async function pullPlug(workbench: Workbench, request: PlugRequest): Promise<Pulled> {
	const refusal = whyNotNow(workbench.readOnly, workbench.running);
	if (refusal) return { outcome: failure(refusal), checkpoint: undefined };
	return workbench.whileRunning(`the ${request.direction} of ${request.revision}`, async () => {
		await workbench.sendFolder();
		const { result: outcome, state } = await workbench.client.pullPlug(request);
		const checkpoint = workbench.settled(state, 'the pulled plug');
		if (outcome.ok) {
			const where = `${request.after ? 'right after' : 'during'} statement ${request.statement}`;
			workbench.say(`The plug was pulled in ${workbench.nameOf(request.revision)}, ${where}.`, {
				undo: checkpoint !== undefined
			});
		}
		return { outcome, checkpoint };
	});
}

/** Puts the database back as it was before the plug was pulled, whatever has come after. */
export async function restoreCheckpoint(workbench: Workbench, checkpoint: Undoable): Promise<void> {
	if (!workbench.free) return;
	// What came after the checkpoint cannot be undone once it is restored.
	for (let entry = workbench.undos.pop(); entry && entry !== checkpoint; entry = workbench.undos.pop());
	await checkpoint.undo();
	workbench.say('The checkpoint is restored: the database is as it was before the plug was pulled.', {
		tone: 'good'
	});
}
