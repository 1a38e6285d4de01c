import type { RunCommand } from '../engine/run/command.ts';
import type { RunReply } from '../worker/protocol.ts';
import { databaseUndo } from './database-undo.ts';
import { lossesAfter } from './evidence/losses.ts';
import { failureOf } from './failure.ts';
import { appliedTextsAfter, changedDatabase, framesOf, rowsOf, withFrames } from './frames.ts';
import { lineOf } from './next-steps.ts';
import { cutOffAfter } from './plug/cut-off.ts';
import { leftoverAfter } from './plug/leftover.ts';
import { resultNotice } from './result-words.ts';
import { lossWays, waysOut } from './ways-out.ts';
import { schemaFile } from './folder/schema-file.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Takes in what a run did: frames, losses, what it says. `line` is what was typed or pressed. */
export function arrive(
	workbench: Workbench,
	command: RunCommand,
	reply: RunReply,
	line = lineOf(command)
): void {
	const { result, state } = reply;
	const { database: earlier, project, image } = workbench;
	const undo = changedDatabase(command, result) ? databaseUndo(workbench, `\`${line}\``) : undefined;
	const { frames, losses, appliedTexts, cutOff, leftover } = project;
	const fileOf = (revision: string) => workbench.file(workbench.migrations.get(revision)?.file);
	workbench.take(state);
	const last = framesOf(result).at(-1);
	if (last) {
		workbench.before = reply.before;
		workbench.lastFrame = last;
		workbench.rowsBefore = true;
	}
	const failed = result.steps.find((step) => step.status === 'failed');
	workbench.failure = failureOf(result, state.version, fileOf);
	const openFile = fileOf(failed?.revision ?? last?.revision ?? '')?.name;
	workbench.change({
		frames: withFrames(frames, result, earlier.schema),
		losses: lossesAfter(losses, framesOf(result)),
		cutOff: cutOffAfter(cutOff, command, result, state.ledger),
		leftover: leftoverAfter(leftover, {
			...{ command, result, before: earlier, after: state },
			checkpoint: { image, frames, losses, appliedTexts }
		}),
		appliedTexts: appliedTextsAfter(appliedTexts, {
			before: earlier.ledger,
			after: state.ledger,
			textOf: (revision) => fileOf(revision)?.text
		}),
		...(openFile && workbench.place.openFile !== schemaFile && { place: { ...workbench.place, openFile } })
	});
	if (undo) workbench.undos.push(undo);
	const facts = { command, result, before: rowsOf(earlier), after: rowsOf(state) };
	const { text, ...notice } = resultNotice({ ...facts, nameOf: (revision) => workbench.nameOf(revision) });
	// What could be taken back before a refusal still can: it may be what the refusal is about.
	const keep = result.status === 'refused' && workbench.notice?.undo === true;
	workbench.say(text, {
		...notice,
		ways: [...waysOut(notice.problem, workbench), ...lossWays(command, result, workbench)],
		undo: undo !== undefined || keep
	});
}
