import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import type { SourceFile } from './source-folder.ts';

/** The texts of these files by name, or a problem for each that is not UTF-8: its letters would be guesses. */
export function textsOf(files: readonly SourceFile[]): Outcome<ReadonlyMap<string, string>> {
	const texts = new Map<string, string>();
	const problems: Problem[] = [];
	for (const { name, path, bytes, text } of files) {
		if (text !== undefined) {
			texts.set(name, text);
			continue;
		}
		const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
		problems.push({
			code: 'not-utf-8',
			severity: 'error',
			message: wide
				? `${path} is saved as UTF-16.`
				: `${path} is not saved as UTF-8, so its letters cannot be told.`,
			hint: 'Save it as UTF-8 and try again.',
			file: path
		});
	}
	const [first, ...others] = problems;
	return first ? failure(first, ...others) : success(texts);
}
