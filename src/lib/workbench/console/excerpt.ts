import type { Span } from '../../engine/text/place.ts';

/** The line a problem is in, cut at the problem: `before` + `at` + `after` is the line. */
export interface Excerpt {
	readonly line: number;
	readonly column: number;
	readonly before: string;
	readonly at: string;
	readonly after: string;
}

/** Long lines are shown around the problem only. */
const around = 60;

/** The line of `text` where `span` starts, split at the problem; at least one character of it is marked. */
export function excerptOf(text: string, span: Span): Excerpt {
	const { line, column, offset } = span.start;
	const start = offset - (column - 1);
	const rest = text.slice(start);
	const length = rest.search(/[\r\n]/);
	const whole = length < 0 ? rest : rest.slice(0, length);
	const from = column - 1;
	const to = Math.max(from + 1, Math.min(whole.length, from + (span.end.offset - offset)));
	const head = whole.slice(0, from);
	const tail = whole.slice(to);
	return {
		line,
		column,
		before: head.length > around ? `…${head.slice(-around)}` : head,
		at: whole.slice(from, to) || ' ',
		after: tail.length > around ? `${tail.slice(0, around)}…` : tail
	};
}
