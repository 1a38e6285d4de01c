import type { OutputLine } from '../../command-line/host.ts';
import { line } from '../../command-line/lines.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import type { MoveCommand, Rehearsal } from '../../engine/run/rehearse.ts';
import type { RunResult } from '../../engine/run/step.ts';
import { count } from '../../look/numbers.ts';
import type { Decided } from '../../python/autogenerate.ts';
import { rehearsed } from '../../engine/run/trial-run.ts';
import { severalDatabases, wentToSeveral } from '../../worker/several-databases.ts';
import { resultOf } from '../../worker/tool-result.ts';
import { wholeAnswer } from '../answer.ts';
import { nextId, withEntry, withLines, type LogEntry } from '../terminal/log.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { shellOf } from './shell.ts';
import { toolWords } from './program.ts';
import { runTool, type ToolOptions } from './tool-run.ts';

/** Runs with the project's own tools what a button of the engine stands for. */
export async function runWithTools(workbench: Workbench, command: RunCommand): Promise<RunResult> {
	return (await runTool(workbench, toolWords(workbench.files, command), {}, () => undefined)).result;
}

/** Really runs it, and keeps nothing. */
export function rehearseWithTools(workbench: Workbench, command: MoveCommand): Promise<Rehearsal> {
	const words = toolWords(workbench.files, command);
	return workbench.trials.run(`rehearse ${words.join(' ')}`, async () => {
		let said = '';
		const { databaseFile, environment } = workbench.project;
		const request = { words, environment, databaseFile, trial: true };
		const reply = await workbench.client.tool(request, ({ stream, text }) => {
			if (stream === 'err') said += text;
		});
		const { exitCode, steps, state } = reply;
		if (wentToSeveral(reply)) {
			const { current } = state;
			return { result: { status: 'refused', steps: [], problems: [severalDatabases], current }, steps: [] };
		}
		const result = resultOf({ exitCode, steps, current: state.current, said });
		return { result, steps: steps.map(rehearsed) };
	});
}

/** The same as a button does it: the terminal shows the line and what it wrote. */
export async function runToolAsButton(workbench: Workbench, command: RunCommand): Promise<void> {
	await runLineAsButton(workbench, toolWords(workbench.files, command));
}

/** Runs a command line of a Python project for a button: its exit code, with what it said. */
export async function runLineAsButton(
	workbench: Workbench,
	words: readonly string[],
	options: ToolOptions = {}
): Promise<{ readonly exitCode: number; readonly lines: readonly OutputLine[] }> {
	const entry: LogEntry = {
		id: nextId(workbench.log),
		command: words.map((word) => (/\s/.test(word) ? JSON.stringify(word) : word)).join(' '),
		source: 'button',
		lines: []
	};
	workbench.log = withEntry(workbench.log, entry);
	const { lines, exitCode } = await wholeAnswer(shellOf(workbench).runWords(words, words.join(' '), options));
	const { decided } = options;
	const all = exitCode === 0 && decided ? [...lines, ...decidedLines(decided)] : lines;
	workbench.log = withEntry(workbench.log, { ...withLines(entry, all), exitCode });
	return { exitCode, lines };
}

/** What the file holds otherwise than the tool would have written it by itself. */
function decidedLines({ renames = [], leaveOut = [], add = [] }: Decided): readonly OutputLine[] {
	const parts = [
		...renames.map(({ kind, from, to }) => `the ${kind} ${from} is renamed to ${to}`),
		...(leaveOut.length > 0 ? [`${count(leaveOut.length, 'operation')} of Alembic’s left out`] : []),
		...(add.length > 0 ? ['what Alembic missed is added'] : [])
	];
	return parts.length === 0 ? [] : [line(`As you decided: ${parts.join(', ')}.`, 'soft')];
}
