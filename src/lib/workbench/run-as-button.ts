import { runToTheEnd } from '../command-line/commands/move.ts';
import type { RunCommand } from '../engine/run/command.ts';
import { wholeAnswer } from './answer.ts';
import { lineOf } from './next-steps.ts';
import { nextId, withEntry, withLines, type LogEntry } from './terminal/log.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Runs a command as a button does: the terminal shows the line and what it answered. */
export async function runAsButton(workbench: Workbench, command: RunCommand): Promise<void> {
	const entry: LogEntry = {
		id: nextId(workbench.log),
		command: lineOf(command),
		source: 'button',
		lines: []
	};
	workbench.log = withEntry(workbench.log, entry);
	const { lines, exitCode } = await wholeAnswer(runToTheEnd(command, workbench.host));
	workbench.log = withEntry(workbench.log, { ...withLines(entry, lines), exitCode });
}
