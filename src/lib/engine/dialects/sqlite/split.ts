import type { StatementText } from '../dialect.ts';
import { nextToken } from './tokens.ts';
import type { Token } from './tokens.ts';

/**
 * Where each statement of `sql` begins and ends, found by reading alone. It equals what SQLite's prepare finds
 * for every text SQLite accepts; in a text it refuses, the statements before the refused one are still exact.
 * A statement includes its semicolon, not the space and comments around it; empty statements are left out.
 */
export function split(sql: string): readonly StatementText[] {
	const statements: StatementText[] = [];
	for (let start = codeStart(sql, 0); start < sql.length;) {
		const end = statementEnd(sql, start);
		statements.push({ sql: sql.slice(start, end), start, end });
		start = codeStart(sql, end);
	}
	return statements;
}

/** The first place at or after `from` that is neither space, comment nor the semicolon of an empty statement. */
export function codeStart(sql: string, from: number): number {
	let token = codeToken(sql, from);
	while (token && isSemicolon(sql, token)) token = codeToken(sql, token.end);
	return token?.start ?? sql.length;
}

/** The place after the last thing from `start` on that is neither space nor comment. */
export function codeEnd(sql: string, start: number): number {
	let end = start;
	for (let token = codeToken(sql, start); token; token = codeToken(sql, end)) end = token.end;
	return end;
}

/** Where the statement that begins at `start` ends: after its semicolon, or after its last word. */
export function statementEnd(sql: string, start: number): number {
	mayCreateTrigger.lastIndex = start;
	return mayCreateTrigger.test(sql) && createsTrigger.test(leadingWords(sql, start, 6).join(' '))
		? triggerEnd(sql, start)
		: plainEnd(sql, start);
}

/** Spares most statements being taken apart. */
const mayCreateTrigger = /explain|create(?!\s+(?:table|index|unique|view)\b)/iy;

const createsTrigger = /^(explain (query plan )?)?create (temp |temporary )?trigger\b/;

/** The first tokens of a statement, in lower case: enough to tell what it is. */
export function leadingWords(sql: string, start: number, count: number): readonly string[] {
	const words: string[] = [];
	let token = codeToken(sql, start);
	for (; token && words.length < count; token = codeToken(sql, token.end)) {
		words.push(sql.slice(token.start, token.end).toLowerCase());
	}
	return words;
}

/** Where something begins in which a semicolon ends nothing, or the semicolon itself. */
const stops = /[;'"`[$]|--|\/\*/g;

/** Looks only at what `stops` finds, as a statement may be thousands of values long; agrees with `endByTokens`. */
function plainEnd(sql: string, start: number): number {
	stops.lastIndex = start;
	for (let stop = stops.exec(sql); stop; stop = stops.exec(sql)) {
		const at = stop.index;
		const [mark] = stop;
		if (mark === ';') return at + 1;
		// A parameter such as `$a(;)` may hold anything.
		const closing = mark === '$' ? undefined : (closings.get(mark) ?? mark);
		const end = closing === undefined ? -1 : sql.indexOf(closing, at + mark.length);
		if (closing === undefined || end < 0) return endByTokens(sql, start);
		stops.lastIndex = end + closing.length;
	}
	return endByTokens(sql, start);
}

/** What ends that which a mark begins, where it is not the mark again. A quote that is doubled ends and begins. */
const closings: ReadonlyMap<string, string> = new Map([
	['[', ']'],
	['--', '\n'],
	['/*', '*/']
]);

function endByTokens(sql: string, start: number): number {
	let end = start;
	for (let token = codeToken(sql, start); token; token = codeToken(sql, end)) {
		end = token.end;
		if (isSemicolon(sql, token)) break;
	}
	return end;
}

/**
 * The head of a trigger holds no semicolon and each statement of its body ends with one, so the first `END`
 * right after a semicolon closes the body: the `END` of a CASE never stands there. Without one, SQLite will
 * refuse the statement, which then is taken to end at its first semicolon.
 */
function triggerEnd(sql: string, start: number): number {
	let afterSemicolon = false;
	let closed = false;
	let end = start;
	for (let token = codeToken(sql, start); token; token = codeToken(sql, end)) {
		end = token.end;
		if (closed && isSemicolon(sql, token)) return end;
		closed ||= afterSemicolon && sql.slice(token.start, end).toLowerCase() === 'end';
		afterSemicolon = isSemicolon(sql, token);
	}
	return closed ? end : plainEnd(sql, start);
}

function codeToken(sql: string, from: number): Token | undefined {
	let token = nextToken(sql, from);
	while (token?.kind === 'comment') token = nextToken(sql, token.end);
	return token;
}

function isSemicolon(sql: string, token: Token): boolean {
	return sql.charCodeAt(token.start) === 59;
}
