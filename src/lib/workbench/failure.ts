import type { Direction, FolderFile } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { RunResult } from '../engine/run/step.ts';

/** A step that failed. */
export interface FailedStep {
	readonly revision: string;
	readonly direction: Direction;
	/** The version of the database then. */
	readonly version: number;
	/** What of it is in the database, in words, where no ledger tells of it. */
	readonly stayed?: readonly string[] | undefined;
}

/** What the open project's file said when its step failed, and why it did. */
export interface Failure {
	readonly file: string;
	readonly text: string;
	readonly problem: Problem;
	readonly step?: FailedStep;
}

/** The failure that a run ended with. */
export function failureOf(
	result: RunResult,
	version: number,
	fileOf: (revision: string) => FolderFile | undefined
): Failure | undefined {
	const failed = result.steps.find((step) => step.status === 'failed');
	const file = failed && fileOf(failed.revision);
	if (!failed || !file) return undefined;
	const { revision, direction, stayed, problem } = failed;
	return { file: file.name, text: file.text, problem, step: { revision, direction, version, stayed } };
}

/** The revision that has failed, as long as neither its file nor the database has changed since. */
export function failedRevision(
	failure: Failure | undefined,
	version: number,
	files: readonly FolderFile[]
): string | undefined {
	if (failure?.step?.version !== version) return undefined;
	return failedFile(failure, files) && failure.step.revision;
}

/** The file in which a command stopped, as long as it says the same. */
export function failedFile(failure: Failure | undefined, files: readonly FolderFile[]): string | undefined {
	return files.find(({ name, text }) => name === failure?.file && text === failure.text)?.name;
}
