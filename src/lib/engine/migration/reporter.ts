import type { Problem } from '../problem.ts';
import { indexLines, type LineIndex } from '../text/lines.ts';
import type { FolderFile } from './migration.ts';

/** Two offsets in the file's text: where a problem starts and ends. */
export type Stretch = readonly [start: number, end: number];

/** More than anyone reads; a file of nothing but mistakes is not told a hundred thousand times. */
const most = 500;

/** Collects the problems of one file, each with its place. */
export interface Reporter {
	readonly lines: LineIndex;
	readonly problems: readonly Problem[];
	error(code: string, at: Stretch, message: string, hint: string): void;
	warning(code: string, at: Stretch, message: string, hint: string): void;
	/** The line number of `offset`, for messages that point at a second place. */
	line(offset: number): number;
}

/** A reporter for `file`. Problems come out in the order of their places. */
export function reporterFor(file: FolderFile): Reporter {
	const lines = indexLines(file.text);
	const found: Problem[] = [];
	let untold = 0;
	let untoldErrors = 0;
	function add(
		severity: Problem['severity'],
		code: string,
		at: Stretch,
		message: string,
		hint: string
	): void {
		if (found.length < most) {
			found.push({ code, severity, message, hint, file: file.name, span: lines.spanOf(...at) });
			return;
		}
		untold++;
		if (severity === 'error') untoldErrors++;
	}
	function moreProblems(): Problem {
		return {
			code: 'more-problems',
			severity: untoldErrors > 0 ? 'error' : 'warning',
			message: `The file has ${untold} more problems.`,
			hint: 'Mend the first ones; what is left will show.',
			file: file.name,
			span: lines.spanOf(file.text.length, file.text.length)
		};
	}
	return {
		lines,
		get problems() {
			const sorted = found.toSorted((a, b) => (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0));
			return untold === 0 ? sorted : [...sorted, moreProblems()];
		},
		error: (...rest) => add('error', ...rest),
		warning: (...rest) => add('warning', ...rest),
		line: (offset) => lines.placeAt(offset).line
	};
}

/** Text from the user inside a message: on one line, and not longer than a glance. */
export function excerpt(text: string, longest = 60): string {
	const line = text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
	return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}
