import { quotedStretches, type QuotedStretch } from './quoted.ts';

/** What a stretch of SQL text holds: nothing at all, only comments, or SQL. */
export function contentOf(
	text: string,
	from = 0,
	to = text.length,
	stretches: readonly QuotedStretch[] = quotedStretches(text)
): 'nothing' | 'comments' | 'sql' {
	const comments = new Map(stretches.filter((s) => s.kind === 'block comment').map((s) => [s.start, s.end]));
	const next = /--[^\r\n]*|\/\*|[^\s;]/g;
	next.lastIndex = from;
	let content: 'nothing' | 'comments' = 'nothing';
	for (let match = next.exec(text); match && match.index < to; match = next.exec(text)) {
		const end = match[0] === '/*' ? comments.get(match.index) : undefined;
		if (!match[0].startsWith('--') && end === undefined) return 'sql';
		content = 'comments';
		if (end !== undefined) next.lastIndex = end;
	}
	return content;
}
