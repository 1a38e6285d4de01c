import type { Caution } from '../dialect.ts';
import { nextCode, type Token } from './tokens.ts';
import { clipped } from '../../text/utf8.ts';

/** Bytes of a name that PostgreSQL keeps. */
const kept = 63;

/** A name as PostgreSQL keeps it. */
export function cutName(name: string): string {
	return clipped(name, kept);
}

/** The name a token stands for: bare ones are read in lower case. */
export function nameIn(token: string): string {
	return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toLowerCase();
}

/** Without such a stretch no name is too long: most texts need not be taken apart. */
const suspicious = /[\w$\u0080-\uffff]{16}|"(?:[^"]|""){16}/;

/** Names of which PostgreSQL would cut off the end, which it tells nobody but in a notice. Each is told once. */
export function cutNames(sql: string): readonly Caution[] {
	if (!suspicious.test(sql)) return [];
	const found = new Map<string, Token>();
	for (const token of namesIn(sql)) {
		const name = nameIn(sql.slice(token.start, token.end));
		if (cutName(name) !== name && !found.has(name)) found.set(name, token);
	}
	return [...found].map(([name, { start, end }]) => ({
		start,
		end,
		severity: 'warning',
		code: 'name-cut',
		message: `PostgreSQL keeps 63 bytes of a name: ${name} is called ${cutName(name)}.`,
		hint: 'Choose a shorter name. Names that begin with the same 63 bytes are one and the same to PostgreSQL.'
	}));
}

/** The longer name in a statement that PostgreSQL took for `name`, if there is one. */
export function longNameFor(name: string, sql: string): string | undefined {
	for (const { start, end } of namesIn(sql)) {
		const written = nameIn(sql.slice(start, end));
		if (written !== name && cutName(written) === name) return written;
	}
	return undefined;
}

function* namesIn(sql: string): Generator<Token> {
	for (let token = nextCode(sql, 0); token; token = nextCode(sql, token.end)) {
		if (token.kind === 'word' || token.kind === 'quoted name') yield token;
	}
}
