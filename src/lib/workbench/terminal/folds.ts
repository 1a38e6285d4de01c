import type { OutputLine } from '../../command-line/host.ts';
import { lastWordsOf } from '../../python/last-words.ts';

/** A traceback that is shown by its last words, with all of its lines folded below them. */
export interface Fold {
	readonly summary: string;
	readonly lines: readonly OutputLine[];
}

/** Tracebacks with more lines than this are folded. */
const most = 6;

const head = /^( {2}\+ Exception Group )?Traceback \(most recent call last\):/;
const link = /^(During handling of the above exception|The above exception was the direct cause)/;

/** An answer as it is shown: lines, and tracebacks with those that led to them. Every line is there once, in order. */
export function foldedParts(lines: readonly OutputLine[]): readonly (OutputLine | Fold)[] {
	const parts: (OutputLine | Fold)[] = [];
	for (let at = 0; at < lines.length; at++) {
		const end = head.test(textAt(lines, at)) ? endOf(lines, at) : undefined;
		if (end === undefined || end - at < most) {
			parts.push(lines[at]!);
			continue;
		}
		const whole = lines.slice(at, end + 1);
		const last = textAt(lines, end);
		const summary = last.startsWith(' ') ? lastWordsOf(whole.map(({ text }) => text).join('\n')) : last;
		parts.push({ summary, lines: whole });
		at = end;
	}
	return parts;
}

/** Where a traceback that begins there ends, with the last of those that it led to; undefined where that is still to come. */
function endOf(lines: readonly OutputLine[], start: number): number | undefined {
	let end = start + 1;
	while (textAt(lines, end).startsWith(' ')) end++;
	// A group of exceptions has a frame around all of it.
	if (textAt(lines, start).startsWith(' ')) end--;
	if (end >= lines.length) return undefined;
	// What an error says may have several lines.
	for (let at = end + 1; at < lines.length && !head.test(textAt(lines, at)); at++)
		if (link.test(textAt(lines, at)) && head.test(textAt(lines, at + 2))) return endOf(lines, at + 2);
	return end;
}

function textAt(lines: readonly OutputLine[], at: number): string {
	return lines[at]?.text ?? '';
}
