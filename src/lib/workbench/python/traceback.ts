import type { FolderFile } from '../../engine/migration/migration.ts';
import { lastWordsOf } from '../../python/last-words.ts';
import { placeIn } from '../../python/traceback.ts';
import type { Failure } from '../failure.ts';

/** The deepest line of the project's own files that a traceback names, with what went wrong there. */
export function failureIn(said: string, files: readonly FolderFile[]): Failure | undefined {
	const place = placeIn(said, files);
	if (!place) return undefined;
	const { file, span } = place;
	return {
		file: file.name,
		text: file.text,
		problem: {
			code: 'python-error',
			severity: 'error',
			message: lastWordsOf(said),
			hint: 'The terminal shows the whole traceback.',
			file: file.name,
			span
		}
	};
}
