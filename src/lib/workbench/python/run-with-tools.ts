import type { RunCommand } from '../../engine/run/command.ts';
import type { MoveCommand, Rehearsal } from '../../engine/run/rehearse.ts';
import type { RunResult } from '../../engine/run/step.ts';
import { wholeAnswer } from '../answer.ts';
import { nextId, withEntry, withLines, type LogEntry } from '../terminal/log.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { shellOf } from './shell.ts';
import { toolWords } from './program.ts';
import { resultOf, runTool } from './tool-run.ts';

/** Runs with the project's own tools what a button of the engine stands for. */
export async function runWithTools(workbench: Workbench, command: RunCommand): Promise<RunResult> {
	return (await runTool(workbench, toolWords(workbench.files, command), {}, () => undefined)).result;
}

/** Really runs it, and keeps nothing. */
export function rehearseWithTools(workbench: Workbench, command: MoveCommand): Promise<Rehearsal> {
	const words = toolWords(workbench.files, command);
	return workbench.trying(`rehearse ${words.join(' ')}`, async () => {
		let said = '';
		const { databaseFile } = workbench.project;
		const reply = await workbench.client.tool({ words, databaseFile, trial: true }, ({ stream, text }) => {
			if (stream === 'err') said += text;
		});
		const steps = reply.steps.map((result) => ({
			result,
			tables: result.status === 'applied' ? (result.frame.tables ?? []) : []
		}));
		return { result: resultOf(reply, said), steps };
	});
}

/** The same as a button does it: the terminal shows the line and what it wrote. */
export async function runToolAsButton(workbench: Workbench, command: RunCommand): Promise<void> {
	await runLineAsButton(workbench, toolWords(workbench.files, command));
}

/** Runs a command line of a Python project for a button. */
export async function runLineAsButton(workbench: Workbench, words: readonly string[]): Promise<void> {
	const entry: LogEntry = {
		id: nextId(workbench.log),
		command: words.map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)).join(' '),
		source: 'button',
		lines: []
	};
	workbench.log = withEntry(workbench.log, entry);
	const { lines, exitCode } = await wholeAnswer(shellOf(workbench).runWords(words));
	workbench.log = withEntry(workbench.log, { ...withLines(entry, lines), exitCode });
}
