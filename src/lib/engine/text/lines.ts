import type { Place, Span } from './place.ts';

const lineEnd = /[\r\n]/g;

/** Where the line of `from` ends, before its line end. */
export function endOfLine(text: string, from: number): number {
	lineEnd.lastIndex = from;
	return lineEnd.exec(text)?.index ?? text.length;
}

/** Finds places in one text again and again, each in logarithmic time; agrees with `placeAt`. */
export interface LineIndex {
	placeAt(offset: number): Place;
	spanOf(start: number, end: number): Span;
	/** The offset of the first character of the line `offset` is on. */
	lineStart(offset: number): number;
	/** The offset after the line end of the line `offset` is on: the start of the next line or the text's length. */
	nextLine(offset: number): number;
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	if (text.includes('\r')) {
		for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
		return starts;
	}
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}

/** Reads the line ends of `text` once. `\n`, `\r\n` and a lone `\r` each end one line. */
export function indexLines(text: string): LineIndex {
	const starts = lineStarts(text);

	function lineOf(offset: number): number {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}
	function place(offset: number): Place {
		const stop = Math.max(0, Math.min(offset, text.length));
		const line = lineOf(stop);
		return { line: line + 1, column: stop - (starts[line] ?? 0) + 1, offset: stop };
	}
	return {
		placeAt: place,
		spanOf: (start, end) => ({ start: place(start), end: place(end) }),
		lineStart: (offset) => starts[lineOf(offset)] ?? 0,
		nextLine: (offset) => starts[lineOf(offset) + 1] ?? text.length
	};
}
