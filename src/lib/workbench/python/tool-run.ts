import type { RunCommand } from '../../engine/run/command.ts';
import type { RunResult } from '../../engine/run/step.ts';
import type { Decided } from '../../python/autogenerate.ts';
import { lastWordsOf } from '../../python/last-words.ts';
import { filesAfter } from '../../worker/files-after.ts';
import type { ToolReply } from '../../worker/protocol.ts';
import type { ToolOutput } from '../../worker/tools.ts';
import { RunProgress } from '../run-progress.svelte.ts';
import { importAdvice } from './import-advice.ts';
import { dropWheels } from './packages.ts';
import { failureIn } from './traceback.ts';
import type { Workbench } from '../workbench.svelte.ts';

/** What came of a command line of a Python project. */
export interface ToolEnd {
	readonly exitCode: number;
	readonly result: RunResult;
	/** Files that were left and cannot be kept, because they are no text. */
	readonly notKept: readonly string[];
	/** What to do about what went wrong, where Updown knows. */
	readonly advice: string | undefined;
}

/**
 * Runs a command line of a Python project on its files and its database: the one way by which buttons, keys and the
 * terminal run the tools. `decided` is done with what autogenerate finds. Throws where it was stopped or cannot start.
 */
export async function runTool(
	workbench: Workbench,
	words: readonly string[],
	environment: Readonly<Record<string, string>>,
	hear: (output: ToolOutput) => void,
	decided?: Decided
): Promise<ToolEnd> {
	const { refusal } = workbench;
	if (refusal) throw new Error(`${refusal.message} ${refusal.hint}`);
	let said = '';
	return workbench.whileRunning(new RunProgress(words.join(' '), directionOf(words)), async () => {
		await workbench.sendFolder();
		await startTools(workbench);
		const { databaseFile } = workbench.project;
		const request = { words, environment, databaseFile, ...(decided && { decided }) };
		const reply = await workbench.client.tool(request, (output) => {
			if (output.stream === 'err') said += output.text;
			hear(output);
		});
		takeInFiles(workbench, reply);
		const result = resultOf(reply, said);
		const failure = reply.exitCode === 0 ? undefined : failureIn(said, workbench.files);
		const { state, before } = reply;
		if (reply.steps.length > 0) workbench.arrive(commandOf(reply, words), { result, state, before });
		else workbench.settled(state, `\`${words.join(' ')}\``);
		if (failure)
			workbench.failure = { ...failure, ...(workbench.failure?.step && { step: workbench.failure.step }) };
		else if (reply.exitCode === 0) workbench.failure = undefined;
		return { exitCode: reply.exitCode, result, notKept: reply.notKept, advice: importAdvice(said) };
	});
}

/** Has Python there, and shows how it comes. */
export async function startTools(workbench: Workbench): Promise<void> {
	try {
		await workbench.client.startTools((loading) => (workbench.loading = loading));
	} finally {
		workbench.loading = undefined;
	}
}

function takeInFiles(workbench: Workbench, { written, removed, databaseFile }: ToolReply): void {
	if (written.length + removed.length === 0 && databaseFile === workbench.project.databaseFile) return;
	workbench.change({ files: filesAfter(workbench.files, { written, removed }), databaseFile });
	dropWheels(workbench, removed);
	// A migration that has just been written is what one wants to read next.
	const migration = written.findLast(({ name }) => /\/versions\/[^/]+\.py$/.test(name));
	if (migration) workbench.open(migration.name);
}

function directionOf(words: readonly string[]): 'upgrade' | 'downgrade' | undefined {
	return words.includes('downgrade') ? 'downgrade' : words.includes('upgrade') ? 'upgrade' : undefined;
}

/** What a run of the engine would have been called. */
function commandOf({ steps }: ToolReply, words: readonly string[]): RunCommand {
	const [first] = steps;
	const kind = first?.direction ?? 'upgrade';
	const last = words.at(-1);
	// Where no target is said, the tools have one of their own.
	const usual = kind === 'upgrade' ? 'head' : '-1';
	return { kind, target: last === undefined || last === kind ? usual : last };
}

/** The reply as the result of a run; `said` is what the command wrote as errors. */
export function resultOf({ exitCode, steps, state }: ToolReply, said: string): RunResult {
	const { current } = state;
	const failed = steps.find((step) => step.status === 'failed');
	if (failed?.status === 'failed') return { status: 'failed', steps, problems: [failed.problem], current };
	if (exitCode !== 0) {
		const problem = {
			code: 'tool-failed',
			severity: 'error' as const,
			message: lastWordsOf(said) || `It ended with the exit code ${exitCode}.`,
			hint: 'The terminal shows all that it said.'
		};
		return { status: 'refused', steps, problems: [problem], current };
	}
	return { status: steps.length > 0 ? 'applied' : 'nothing', steps, problems: [], current };
}
