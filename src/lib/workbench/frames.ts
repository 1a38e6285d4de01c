import type { FolderFile } from '../engine/migration/migration.ts';
import type { RunCommand } from '../engine/run/command.ts';
import type { Frame, RunResult } from '../engine/run/step.ts';
import type { LedgerEntry } from '../engine/run/ledger-entry.ts';

/** The frames with those of a run added: of each migration the latest frame in each direction is kept, in the order of time. */
export function withFrames(frames: readonly Frame[], result: RunResult): readonly Frame[] {
	const fresh = framesOf(result);
	const keys = new Set(fresh.map(keyOf));
	return [...frames.filter((frame) => !keys.has(keyOf(frame))), ...fresh];
}

/** The frames of the steps that were applied, in running order. */
export function framesOf(result: RunResult): readonly Frame[] {
	return result.steps.flatMap((step) => (step.status === 'applied' ? [step.frame] : []));
}

function keyOf(frame: Frame): string {
	return `${frame.direction} ${frame.revision}`;
}

/**
 * What each applied revision's file said when it was applied. A revision that entered the ledger with this run
 * said what its file says now; one that was there before keeps its text; one that left is forgotten.
 */
export function appliedTextsAfter(
	texts: Readonly<Record<string, string>>,
	run: {
		readonly before: readonly LedgerEntry[];
		readonly after: readonly LedgerEntry[];
		readonly textOf: (revision: string) => FolderFile['text'] | undefined;
	}
): Readonly<Record<string, string>> {
	const before = new Map(run.before.map((entry) => [entry.revision, entry.appliedAt]));
	return Object.fromEntries(
		run.after.flatMap(({ revision, appliedAt }) => {
			const kept = before.get(revision) === appliedAt ? texts[revision] : undefined;
			const text = kept ?? run.textOf(revision);
			return text === undefined ? [] : [[revision, text]];
		})
	);
}

/** Whether a run left the database other than it was; a step that failed in its transaction did not. */
export function changedDatabase(command: RunCommand, result: RunResult): boolean {
	if (command.kind === 'stamp') return result.status === 'applied';
	return result.steps.some(
		(step) => step.status === 'applied' || (step.status === 'failed' && step.stuck > 0)
	);
}
