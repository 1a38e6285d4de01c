import type { FolderFile } from '../engine/migration/migration.ts';
import type { Problem } from '../engine/problem.ts';
import type { RunResult } from '../engine/run/step.ts';

/** What the open project's file said when its step failed, and why it did. */
export interface Failure {
	readonly file: string;
	readonly text: string;
	readonly problem: Problem;
	/** The revision whose step failed, and the version of the database then. */
	readonly step?: { readonly revision: string; readonly version: number };
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
	const { revision, problem } = failed;
	return { file: file.name, text: file.text, problem, step: { revision, version } };
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
