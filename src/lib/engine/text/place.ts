/** A point in a text. `line` and `column` count from 1, `offset` from 0, all in UTF-16 code units. */
export interface Place {
	readonly line: number;
	readonly column: number;
	readonly offset: number;
}

/** A stretch of text; `end` is the first place after it. */
export interface Span {
	readonly start: Place;
	readonly end: Place;
}

/** The place of `offset` in `text`. `\n`, `\r\n` and a lone `\r` each end one line. Offsets outside the text are clamped. */
export function placeAt(text: string, offset: number): Place {
	const stop = Math.max(0, Math.min(offset, text.length));
	let line = 1;
	let lineStart = 0;
	for (let at = 0; at < stop; at++) {
		const code = text.charCodeAt(at);
		if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
			line++;
			lineStart = at + 1;
		}
	}
	return { line, column: stop - lineStart + 1, offset: stop };
}

/** The span of `text` from `start` up to, not including, `end`. */
export function spanOf(text: string, start: number, end: number): Span {
	return { start: placeAt(text, start), end: placeAt(text, end) };
}
