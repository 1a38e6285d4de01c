/**
 * What a token is, as SQLite's own tokenizer sees it:
 * `word` is a keyword or a bare identifier, `quoted` an identifier in `"…"`, `` `…` `` or `[…]`.
 */
export type TokenKind =
	'word' | 'quoted' | 'string' | 'blob' | 'number' | 'parameter' | 'operator' | 'comment' | 'unknown';

/** A token of SQL text; offsets count UTF-16 code units. White space is what lies between tokens. */
export interface Token {
	readonly kind: TokenKind;
	readonly start: number;
	readonly end: number;
	/** True for a quoted text or a comment that the end of the text cuts off. */
	readonly open?: true;
}

/** Operators of more than one character, the longest first, by their first one. */
const longOperators: Readonly<Record<string, readonly string[]>> = {
	'-': ['->>', '->'],
	'=': ['=='],
	'<': ['<=', '<>', '<<'],
	'>': ['>=', '>>'],
	'!': ['!='],
	'|': ['||']
};
const shortOperators = '(),.;-+*/%=<>|&~';

function isSpace(code: number): boolean {
	// Space, tab, line feed, form feed, carriage return; a byte-order mark is skipped likewise.
	return code === 32 || code === 9 || code === 10 || code === 12 || code === 13 || code === 0xfeff;
}

/** A vertical tab is space to SQLite only after other space, and a byte-order mark is not such space. */
function goesOnSpace(sql: string, from: number, at: number): boolean {
	return sql.charCodeAt(at) === 11 && at > from && sql.charCodeAt(at - 1) !== 0xfeff;
}

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

function isHexDigit(code: number): boolean {
	return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function startsWord(code: number): boolean {
	return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function continuesWord(code: number): boolean {
	return startsWord(code) || isDigit(code) || code === 36;
}

function endOfWord(sql: string, from: number): number {
	let at = from;
	while (at < sql.length && continuesWord(sql.charCodeAt(at))) at++;
	return at;
}

/** A text in quotes that are doubled to stand for themselves. */
function quoted(sql: string, start: number, kind: TokenKind, opening = start): Token {
	const quote = sql[opening] as string;
	let at = opening + 1;
	for (;;) {
		const close = sql.indexOf(quote, at);
		if (close < 0) return { kind, start, end: sql.length, open: true };
		if (sql[close + 1] !== quote) return { kind, start, end: close + 1 };
		at = close + 2;
	}
}

/** Digits with single underscores between them, as SQLite 3.46 and later reads them. */
function endOfDigits(sql: string, from: number, accepts: (code: number) => boolean): number {
	let at = from;
	while (at < sql.length) {
		const code = sql.charCodeAt(at);
		if (accepts(code)) at++;
		else if (code === 95 && at > from && accepts(sql.charCodeAt(at + 1))) at++;
		else break;
	}
	return at;
}

function number(sql: string, start: number): Token {
	const second = sql.charCodeAt(start + 1) | 32;
	if (sql[start] === '0' && second === 120 && isHexDigit(sql.charCodeAt(start + 2))) {
		const end = endOfDigits(sql, start + 2, isHexDigit);
		return finishNumber(sql, start, end);
	}
	let at = endOfDigits(sql, start, isDigit);
	if (sql[at] === '.') at = endOfDigits(sql, at + 1, isDigit);
	if ((sql.charCodeAt(at) | 32) === 101) {
		const sign = sql[at + 1] === '+' || sql[at + 1] === '-' ? 1 : 0;
		if (isDigit(sql.charCodeAt(at + 1 + sign))) at = endOfDigits(sql, at + 1 + sign, isDigit);
	}
	return finishNumber(sql, start, at);
}

/** A number that runs into letters (`12abc`) is one token that SQLite refuses. */
function finishNumber(sql: string, start: number, end: number): Token {
	const stop = endOfWord(sql, end);
	return { kind: stop > end ? 'unknown' : 'number', start, end: stop };
}

function parameter(sql: string, start: number): Token {
	const first = sql[start] as string;
	if (first === '?') return { kind: 'parameter', start, end: endOfDigits(sql, start + 1, isDigit) };
	let at = start + 1;
	for (;;) {
		at = endOfWord(sql, at);
		// `$name::part(suffix)` is how Tcl names a variable, and SQLite reads it as one parameter.
		if (sql.startsWith('::', at)) at += 2;
		else break;
	}
	if (at > start + 1 && first === '$' && sql[at] === '(') {
		const close = sql.indexOf(')', at);
		if (close > 0 && !/\s/.test(sql.slice(at, close))) at = close + 1;
	}
	return { kind: at > start + 1 ? 'parameter' : 'unknown', start, end: at };
}

/**
 * The first token at or after `from`, or undefined where only white space is left. Never throws; takes
 * time in proportion to what it passes over, so walking a whole text is linear.
 */
export function nextToken(sql: string, from: number): Token | undefined {
	let start = from;
	while (start < sql.length && (isSpace(sql.charCodeAt(start)) || goesOnSpace(sql, from, start))) start++;
	if (start >= sql.length) return undefined;
	const code = sql.charCodeAt(start);
	const char = sql[start] as string;
	const next = sql[start + 1];
	if ((char === 'x' || char === 'X') && next === "'") return quoted(sql, start, 'blob', start + 1);
	if (startsWord(code)) return { kind: 'word', start, end: endOfWord(sql, start + 1) };
	if (isDigit(code) || (char === '.' && isDigit(sql.charCodeAt(start + 1)))) return number(sql, start);
	switch (char) {
		case "'":
			return quoted(sql, start, 'string');
		case '"':
		case '`':
			return quoted(sql, start, 'quoted');
		case '[': {
			const close = sql.indexOf(']', start);
			if (close < 0) return { kind: 'quoted', start, end: sql.length, open: true };
			return { kind: 'quoted', start, end: close + 1 };
		}
		case '?':
		case ':':
		case '@':
		case '$':
		case '#':
			return parameter(sql, start);
		case '-':
			if (next === '-') {
				const close = sql.indexOf('\n', start);
				return { kind: 'comment', start, end: close < 0 ? sql.length : close };
			}
			break;
		case '/':
			if (next === '*') {
				const close = sql.indexOf('*/', start + 2);
				if (close < 0) return { kind: 'comment', start, end: sql.length, open: true };
				return { kind: 'comment', start, end: close + 2 };
			}
			break;
	}
	for (const operator of longOperators[char] ?? []) {
		if (sql.startsWith(operator, start)) return { kind: 'operator', start, end: start + operator.length };
	}
	return { kind: shortOperators.includes(char) ? 'operator' : 'unknown', start, end: start + 1 };
}

/** Every token of `sql`, comments among them, in order. Never throws. */
export function tokenize(sql: string): Token[] {
	const tokens: Token[] = [];
	for (let token = nextToken(sql, 0); token !== undefined; token = nextToken(sql, token.end)) {
		tokens.push(token);
	}
	return tokens;
}

/** The place of the `,` or `)` that ends the item of a list which begins at `from`, or the end of the text. */
export function endOfItem(sql: string, from: number): number {
	let depth = 0;
	for (let at = from; at < sql.length;) {
		switch (sql[at]) {
			case '(':
				depth++;
				at++;
				break;
			case ')':
				if (depth-- === 0) return at;
				at++;
				break;
			case ',':
				if (depth === 0) return at;
				at++;
				break;
			// What may hold a comma or a parenthesis that is none.
			case "'":
			case '"':
			case '`':
			case '[':
			case '-':
			case '/':
				at = nextToken(sql, at)?.end ?? sql.length;
				break;
			default:
				at++;
		}
	}
	return sql.length;
}

/** Every token of `sql` but the comments. */
export function significantTokens(sql: string): Token[] {
	const tokens: Token[] = [];
	for (let token = nextToken(sql, 0); token !== undefined; token = nextToken(sql, token.end)) {
		if (token.kind !== 'comment') tokens.push(token);
	}
	return tokens;
}

/** The name a token stands for: quotes taken off, doubled quotes made one. */
export function nameOf(sql: string, token: Token): string {
	const text = sql.slice(token.start, token.end);
	const quote = text[0];
	if (quote === '[') return text.slice(1, token.open ? undefined : -1);
	if (quote !== '"' && quote !== '`' && quote !== "'") return text;
	return text.slice(1, token.open ? undefined : -1).replaceAll(quote + quote, quote);
}
