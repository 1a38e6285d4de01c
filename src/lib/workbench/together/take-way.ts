import type { Following, WayTogether } from '../../engine/migration/ways-together.ts';
import type { Problem } from '../../engine/problem.ts';
import type { RunCommand } from '../../engine/run/command.ts';
import type { RunResult } from '../../engine/run/step.ts';
import type { OutputLine } from '../../command-line/host.ts';
import { problemLines } from '../../command-line/lines.ts';
import { nextId, withEntry, withLines, type LogEntry } from '../terminal/log.ts';
import { movedLosses, movedVisits } from './moved.ts';
import type { Undoable } from '../undo.svelte.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { describeRewritten } from '../../engine/migration/together-words.ts';

const doneWords = { merge: 'Merged', rebase: 'Rebased', renumber: 'Renumbered', late: 'Done' } as const;

/**
 * Goes a way out for real, as far as folder and database belong together again: what is to run in its new place is taken back, or
 * the ledger told, and the files are written. The next Upgrade runs what is then pending. One undo takes all of it back.
 * Answers why it could not be done, where it could not; that has been said, too.
 */
export async function takeWay(
	workbench: Workbench,
	way: WayTogether,
	following: Following
): Promise<readonly Problem[]> {
	const { refusal } = workbench;
	if (refusal) return [refusal];
	if (way.kind === 'late') {
		await workbench.do({ kind: 'upgrade', target: 'heads' });
		return [];
	}
	const { files, frames, losses } = workbench.project;
	const { openFile } = workbench.place;
	const latest = workbench.undos.latest;
	const back = () => workbench.change({ files });
	const problems = await followed(workbench, way, following).catch((error: unknown) => {
		back();
		throw error;
	});
	const isDone = problems.length === 0;
	if (!isDone) back();
	const parts: Undoable[] = [];
	while (workbench.undos.latest !== latest) parts.push(workbench.undos.pop()!);
	if (!isDone && parts.length === 0) return problems;
	workbench.undos.push({
		what: `the ${way.kind}`,
		weight: parts.reduce((sum, { weight }) => sum + weight, 0),
		undo: async () => {
			back();
			// Before the database, because what is applied may depend on the folder.
			await workbench.sendFolder();
			for (const part of parts) await part.undo();
			workbench.change({ frames, losses });
			workbench.open(openFile);
		}
	});
	if (!isDone) return problems;
	const there = new Set([...files, ...way.rewritten.map(({ after }) => after)].map(({ name }) => name));
	const added = workbench.files.filter(({ name }) => !there.has(name));
	const done = [...way.rewritten.map(describeRewritten), ...added.map(({ name }) => `\`${name}\` is new`)];
	const next = workbench.next.up ? ' Upgrade runs what is pending.' : '';
	workbench.say(`${doneWords[way.kind]}: ${done.join('; ')}.${next}`, { tone: 'good', undo: true });
	return [];
}

/** Goes a way as a button does: the terminal shows the line and what it answered. */
export async function takeWayAsButton(
	workbench: Workbench,
	way: WayTogether,
	following: Following
): Promise<void> {
	// What is run is a button of its own.
	const isOneLine = way.kind === 'late' || (way.merging !== undefined && way.rewritten.length === 0);
	if (isOneLine) return void (await takeWay(workbench, way, following));
	const entry: LogEntry = {
		id: nextId(workbench.log),
		command: lineOfWay(way, following),
		source: 'button',
		lines: []
	};
	workbench.log = withEntry(workbench.log, entry);
	const problems = await takeWay(workbench, way, following);
	const lines: readonly OutputLine[] = problems.length
		? problems.flatMap((problem) => problemLines(problem))
		: [{ text: workbench.notice?.text.replaceAll('`', '') ?? '', tone: 'good' }];
	workbench.log = withEntry(workbench.log, { ...withLines(entry, lines), exitCode: problems.length ? 1 : 0 });
}

/** What would be typed for it. */
function lineOfWay({ kind, rewritten, merging }: WayTogether, following: Following): string {
	const sure = `${following.kind === 'ledger' ? ' --keep' : ''} --yes`;
	if (kind !== 'merge') return `updown ${kind}${sure}`;
	// The tools' own line comes after it.
	if (merging !== undefined) return `updown renumber${sure}`;
	return rewritten.length > 0 ? `updown renumber${sure} && updown merge heads` : 'updown merge heads';
}

/** Folder and database as they are to be; why not, where that failed. */
async function followed(
	workbench: Workbench,
	way: WayTogether,
	following: Following
): Promise<readonly Problem[]> {
	const problems = workbench.isPython
		? await (await import('../python/go-way.ts')).goWayWithTools(workbench, way, following)
		: await goWay(workbench, way, following);
	if (problems.length > 0) return problems;
	const { frames, losses } = workbench.project;
	workbench.change({
		frames: movedVisits(frames, way.rewritten),
		losses: movedLosses(losses, way.rewritten)
	});
	const { lastFrame } = workbench;
	if (lastFrame) workbench.lastFrame = movedVisits([lastFrame], way.rewritten)[0];
	// What the tools have written is open already.
	if (way.merging === undefined) workbench.open(way.added?.name ?? way.rewritten[0]?.after.name);
	return [];
}

/** The same by the engine, but for what was seen of the migrations. */
async function goWay(
	workbench: Workbench,
	way: WayTogether,
	following: Following
): Promise<readonly Problem[]> {
	if (following.kind === 'again') {
		// By the files that were run; those of the project stay until that has gone well.
		const command: RunCommand = { kind: 'takeBack', revisions: following.revisions };
		const result = await workbench.execute(command, undefined, following.files);
		if (result.status !== 'applied') return whyNot(result);
	}
	workbench.change({ files: way.files });
	if (following.kind === 'ledger') {
		const command = { kind: 'stamp', targets: [], purge: false, moved: following.moved } as const;
		const result = await workbench.execute(command);
		if (result.status !== 'applied') return whyNot(result);
	}
	return [];
}

function whyNot({ problems }: RunResult): readonly Problem[] {
	return problems.length > 0 ? problems : [stopped];
}

const stopped: Problem = {
	code: 'stopped',
	severity: 'error',
	message: 'It was stopped.',
	hint: 'Files are as they were; Undo takes back what was done to the database.'
};
