import type { FolderFile } from '../../engine/migration/migration.ts';
import type { Problem } from '../../engine/problem.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import type { RunResult } from '../../engine/run/step.ts';
import type { Decided } from '../../python/autogenerate.ts';
import type { Environment } from '../../python/python.ts';
import { sameValue } from '../../engine/schema/patch.ts';
import { versionFiles } from '../../python/alembic-folder.ts';
import { programAdvice } from '../../python/migrate-program.ts';
import { failedWordsIn } from '../../python/last-words.ts';
import { versionTableIn } from '../../python/version-table.ts';
import { databasesAfter } from '../../worker/database-files.ts';
import { unreadVariables } from '../../formats/env-files.ts';
import { filesAfter } from '../../worker/files-after.ts';
import type { ToolReply } from '../../worker/protocol.ts';
import { resultOf } from '../../worker/tool-result.ts';
import type { ToolOutput } from '../../worker/tools.ts';
import { arrive } from '../arrive.ts';
import { RunProgress } from '../run-progress.svelte.ts';
import type { Failure } from '../failure.ts';
import { importAdvice } from './import-advice.ts';
import { dropWheels } from './packages.ts';
import { failureIn } from './traceback.ts';
import { waysOut } from '../ways-out.ts';
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

export interface ToolOptions {
	/** What is done with what autogenerate finds. */
	readonly decided?: Decided | undefined;
	/** The files on which it runs, where they are not those of the project. */
	readonly files?: readonly FolderFile[] | undefined;
}

/**
 * Runs a command line of a Python project on its files and its database: the one way by which buttons, keys and the
 * terminal run the tools. `variables` are those of this command alone. Throws where it was stopped or cannot start.
 */
export async function runTool(
	workbench: Workbench,
	words: readonly string[],
	variables: Environment,
	hear: (output: ToolOutput) => void,
	{ decided, files }: ToolOptions = {}
): Promise<ToolEnd> {
	const { refusal } = workbench;
	if (refusal) throw new Error(`${refusal.message} ${refusal.hint}`);
	let said = '';
	let printed = '';
	const line = words.join(' ');
	return workbench.whileRunning(new RunProgress(line, directionOf(words)), async () => {
		await workbench.sendFolder(files);
		await startTools(workbench);
		const { databaseFile, environment, wheels } = workbench.project;
		const all = { ...environment, ...variables };
		const request = { words, environment: all, databaseFile, ...(decided && { decided }) };
		const reply = await workbench.client.tool(request, (output) => {
			if (output.stream === 'err') said += output.text;
			else printed += output.text;
			hear(output);
		});
		if (reply.exitCode !== 0) said += failedWordsIn(printed);
		takeInFiles(workbench, reply);
		const { exitCode, steps } = reply;
		const result = resultOf({ exitCode, steps, current: reply.state.current, said });
		const failure = reply.exitCode === 0 ? undefined : failureIn(said, workbench.files);
		const { state, before } = reply;
		const isMoved = !sameValue(state.current, workbench.database.current);
		const stamp = isMoved ? stampIn(words, reply) : undefined;
		if (stamp) {
			arrive(workbench, stamp, { result: { ...result, status: 'applied' }, state, before }, line);
			const place = state.current.map((revision) => workbench.nameOf(revision)).join(' and ') || 'base';
			const sentence = `\`${versionTableIn(state.schema)}\` now says ${place}. No table was touched.`;
			workbench.say(sentence, { tone: 'good', undo: true });
		} else if (reply.steps.length > 0)
			arrive(workbench, commandOf(reply, words), { result, state, before }, line);
		else {
			const undo = workbench.settled(state, `\`${line}\``) !== undefined;
			tellOf(workbench, { line, undo, problem: failure?.problem ?? result.problems[0] });
			if (exitCode === 0 && !undo && words.includes('--sql'))
				workbench.say('It printed SQL and ran nothing: the database is as it was.');
		}
		takeInDatabases(workbench, reply);
		if (failure) workbench.failure = withStep(failure, workbench.failure);
		else if (reply.exitCode === 0 && !workbench.project.leftover) workbench.failure = undefined;
		const unread = exitCode === 0 ? undefined : unreadVariables(workbench.files, wheels, environment);
		const advice = importAdvice(said) ?? programAdvice(said, workbench.files) ?? unread;
		return { exitCode, result, notKept: reply.notKept, advice };
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

/** Where a command stopped, with the step that failed by it: what that has left matters more than the traceback. */
function withStep(failure: Failure, { step, problem }: Partial<Failure> = {}): Failure {
	if (!step) return failure;
	const hint = step.stayed ? problem?.hint : undefined;
	return { ...failure, problem: { ...failure.problem, ...(hint !== undefined && { hint }) }, step };
}

/** Says that a command failed which ran no migration; where it went well, what an earlier one said is over. */
function tellOf(
	workbench: Workbench,
	{ line, undo, problem }: { line: string; undo: boolean; problem: Problem | undefined }
): void {
	const short = line.length > 60 ? `${line.slice(0, 59)}…` : line;
	const ways = waysOut(problem, workbench);
	if (problem) workbench.say(`\`${short}\` failed: ${problem.message}`, { tone: 'bad', undo, problem, ways });
	else workbench.notice = undefined;
}

function takeInFiles(workbench: Workbench, { written, removed, scripts }: ToolReply): void {
	if (scripts !== workbench.project.scripts) workbench.change({ scripts });
	if (written.length + removed.length === 0) return;
	workbench.change({ files: filesAfter(workbench.files, { written, removed }) });
	dropWheels(workbench, removed);
	// A migration that has just been written is what one wants to read next.
	const versions = new Set(versionFiles(workbench.files, scripts).map(({ name }) => name));
	const migration = written.findLast(({ name }) => versions.has(name));
	if (migration) workbench.open(migration.name);
}

/** After the undo of the command was made, which brings back those that were there before. */
function takeInDatabases(workbench: Workbench, { databaseFile, databases: found }: ToolReply): void {
	const { project } = workbench;
	const databases = databasesAfter(project.databases, found);
	if (databaseFile === project.databaseFile && databases === project.databases) return;
	workbench.change({ databaseFile, databases });
}

function directionOf(words: readonly string[]): 'upgrade' | 'downgrade' | undefined {
	return words.includes('downgrade') ? 'downgrade' : words.includes('upgrade') ? 'upgrade' : undefined;
}

/** What a command of the engine would have been called that says where the database is, and runs no migration. */
function stampIn(words: readonly string[], { exitCode, steps }: ToolReply): RunCommand | undefined {
	const at = words.indexOf('stamp');
	if (at < 0 || exitCode !== 0 || steps.length > 0) return undefined;
	const rest = words.slice(at + 1);
	return {
		kind: 'stamp',
		targets: rest.filter((word) => !word.startsWith('-')),
		purge: rest.includes('--purge')
	};
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
