/** One token of PostgreSQL's SQL. Comments count as one; white space stands between tokens. `end` is exclusive. */
export interface Token {
	readonly kind: 'word' | 'quoted name' | 'string' | 'comment' | 'other';
	readonly start: number;
	readonly end: number;
}

/**
 * The token at or after `from`; undefined at the end. It only has to know where strings, names and comments end,
 * so that a semicolon in them is none: what the tokens mean is the parser's business. A quote that is never closed
 * reaches to the end of the text.
 */
export function nextToken(sql: string, from: number): Token | undefined {
	const start = skipSpace(sql, from);
	if (start >= sql.length) return undefined;
	const [kind, end] = read(sql, start);
	return { kind, start, end };
}

/** The next token that is no comment. */
export function nextCode(sql: string, from: number): Token | undefined {
	let token = nextToken(sql, from);
	while (token?.kind === 'comment') token = nextToken(sql, token.end);
	return token;
}

/** The end of the last code before `to`, reading from `start`: without the space and comments after it. */
export function codeEnd(sql: string, start: number, to: number): number {
	let end = start;
	for (let token = nextCode(sql, start); token && token.start < to; token = nextCode(sql, end))
		end = token.end;
	return Math.min(end, to);
}

const space = /[ \t\n\r\f\v]*/y;
const word = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const number = /(?:\d|\.\d)[\w.]*/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const lineComment = /--[^\n\r]*/y;
/** Strings may go on in the next line: `'a'` and below it `'b'` are one. The parser joins them, so two tokens do. */
const plainString = /'(?:[^']|'')*(?:'|$)/y;
const escapedString = /'(?:[^'\\]|''|\\[^])*(?:'|\\?$)/y;
const quotedName = /"(?:[^"]|"")*(?:"|$)/y;

function read(sql: string, start: number): [Token['kind'], number] {
	const comment = match(lineComment, sql, start);
	if (comment !== undefined) return ['comment', comment];
	if (sql.startsWith('/*', start)) return ['comment', blockCommentEnd(sql, start)];
	const string = stringEnd(sql, start);
	if (string !== undefined) return ['string', string];
	const name = match(quotedName, sql, start);
	if (name !== undefined) return ['quoted name', name];
	const bare = match(word, sql, start);
	if (bare !== undefined) return ['word', bare];
	return ['other', match(number, sql, start) ?? start + 1];
}

function stringEnd(sql: string, start: number): number | undefined {
	const prefix = /^[eE]'/.test(sql.slice(start, start + 2));
	if (prefix) return match(escapedString, sql, start + 1);
	if (/^[bBxXnN]'/.test(sql.slice(start, start + 2))) return match(plainString, sql, start + 1);
	if (/^[uU]&['"]/.test(sql.slice(start, start + 3))) {
		return match(sql[start + 2] === '"' ? quotedName : plainString, sql, start + 2);
	}
	if (sql[start] === "'") return match(plainString, sql, start);
	const body = match(dollarTag, sql, start);
	if (body === undefined) return undefined;
	const tag = sql.slice(start, body);
	const close = sql.indexOf(tag, body);
	return close === -1 ? sql.length : close + tag.length;
}

/** Block comments nest. */
function blockCommentEnd(sql: string, start: number): number {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start + 2;
	let depth = 1;
	for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
		depth += found[0] === '/*' ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return sql.length;
}

function skipSpace(sql: string, from: number): number {
	// A byte order mark at the very beginning says how the file is written and is no part of it.
	return match(space, sql, from === 0 && sql.startsWith('\uFEFF') ? 1 : from) ?? from;
}

function match(pattern: RegExp, sql: string, at: number): number | undefined {
	pattern.lastIndex = at;
	return pattern.test(sql) ? pattern.lastIndex : undefined;
}
