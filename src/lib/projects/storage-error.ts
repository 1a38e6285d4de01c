import type { Problem } from '../engine/problem.ts';

/** Thrown where this browser's storage cannot do what was asked; `problem` is what to tell the user. */
export class StorageError extends Error {
	readonly problem: Problem;

	constructor(problem: Problem, cause?: unknown) {
		super(`${problem.message} ${problem.hint}`, { cause });
		this.name = 'StorageError';
		this.problem = problem;
	}
}

/** What the user should know when writing or reading failed with `cause`. */
export function storageError(cause: unknown, doing: 'open' | 'read' | 'save' | 'remove'): StorageError {
	if (cause instanceof StorageError) return cause;
	const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
	const said = cause instanceof Error && cause.message !== '' ? ` (${cause.message})` : '';
	if (name === 'QuotaExceededError')
		return new StorageError(
			problem(
				'storage-full',
				'This browser has no room left, so the last changes are not saved.',
				'Take the project home as a zip, then remove projects that you no longer need or free space on the device.'
			),
			cause
		);
	switch (doing) {
		case 'open':
			return new StorageError(
				problem(
					'storage-unusable',
					`This browser does not let Updown keep anything${said}.`,
					'It may be a private window, or storage is blocked for this site. You can work, but take your project home as a zip before you leave.'
				),
				cause
			);
		case 'read':
			return new StorageError(
				problem(
					'storage-unreadable',
					`What is stored could not be read${said}.`,
					'Reload the page. If it stays, the stored data are damaged.'
				),
				cause
			);
		case 'save':
			return new StorageError(
				problem(
					'storage-not-saved',
					`The last changes could not be saved${said}.`,
					'What was saved before is still whole. Updown tries again at your next change; to be safe, take the project home as a zip.'
				),
				cause
			);
		case 'remove':
			return new StorageError(
				problem(
					'storage-not-removed',
					`The project could not be removed${said}.`,
					'It is still there. Close other tabs of Updown and try again.'
				),
				cause
			);
	}
}

function problem(code: string, message: string, hint: string): Problem {
	return { code, severity: 'error', message, hint };
}
