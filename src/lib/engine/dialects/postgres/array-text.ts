import { closing, splitList } from './expression-text.ts';
import { nextCode } from './tokens.ts';

/**
 * What PostgreSQL prints, with one spelling of a list that is cast. A cast that PostgreSQL adds itself it stores as one of the list,
 * `(ARRAY[a, b])::text[]`, but reads that very text as a cast of each value. So here each value is cast; and a list of
 * `character varying` that is compared with text stands without the cast, which PostgreSQL adds when it reads it.
 */
export function castInside(text: string): string {
	if (!text.includes('ARRAY[')) return text;
	let [done, past] = ['', 0];
	for (let token = nextCode(text, 0); token; token = nextCode(text, token.end)) {
		if (token.start < past || !text.startsWith('ARRAY[', token.start)) continue;
		const list = listAt(text, token.start);
		done += text.slice(past, list.start) + list.text;
		past = list.end;
	}
	return done + text.slice(past);
}

interface CastList {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** The list that begins at `at`, with its cast and the parentheses that are there for the cast. */
function listAt(text: string, at: number): CastList {
	const close = closing(text, at + 'ARRAY'.length);
	const values = valuesOf(text.slice(at, close + 1)).map((value) => bare(castInside(value)));
	const inParentheses = text[close + 1] === ')' && opensGroup.test(text.slice(Math.max(0, at - 2), at));
	const type = castAt(text, inParentheses ? close + 2 : close + 1);
	// An empty list has its type from the cast.
	const isCast = type !== undefined && values.length > 0;
	const start = isCast && inParentheses ? at - 1 : at;
	const end = isCast ? close + (inParentheses ? 2 : 1) + `::${type}[]`.length : close + 1;
	const cast = isCast ? castEach(values, type) : values;
	const isCompared = text[end] === ')' && /\b(?:ANY|ALL) \($/.test(text.slice(Math.max(0, start - 6), start));
	return { start, end, text: listOf(isCompared ? withoutTextCast(cast) : cast) };
}

/** A parenthesis that does not hold the arguments of a function. */
const opensGroup = /(?:^|[^\w$"\u0080-\uffff])\($/;

/** The type of whose lists a cast at `at` makes one; PostgreSQL writes the names of types in small letters, other words in capitals. */
function castAt(text: string, at: number): string | undefined {
	typeOfList.lastIndex = at;
	return typeOfList.exec(text)?.[1];
}

const typeOfList = /::((?:[a-z_\u0080-\uffff][a-z\d_$\u0080-\uffff]*|"(?:[^"]|"")+"|[. ]|\([\d,-]+\))+)\[\]/y;

function castEach(values: readonly string[], type: string): readonly string[] {
	return values.map((value) => {
		const isList = value.startsWith('ARRAY[') && closing(value, 'ARRAY'.length) === value.length - 1;
		return isList ? listOf(castEach(valuesOf(value), type)) : bare(`(${value})::${type}`);
	});
}

/** A value that is cast, without parentheses that it needs not: here PostgreSQL prints them, there it does not. */
function bare(value: string): string {
	const close = value.startsWith('(') ? closing(value, 0) : -1;
	const inner = value.slice(1, close).trim();
	if (!value.startsWith('::', close + 1) || !isOperand(inner)) return value;
	return bare(inner + value.slice(close + 1));
}

/** Whether a cast after it is of the whole. */
function isOperand(value: string): boolean {
	let depth = 0;
	for (let token = nextCode(value, 0); token; token = nextCode(value, token.end)) {
		const text = value.slice(token.start, token.end);
		if (['(', '[', 'CASE'].includes(text)) depth++;
		else if ([')', ']', 'END'].includes(text)) depth--;
		else if (depth > 0) continue;
		else if (token.kind === 'other' && !/^[\d.:]/.test(text)) return false;
		// Operators that are words: what begins with a word in capitals is a call, such as COALESCE, or NULL.
		else if (/^[A-Z]+$/.test(text) && (token.start > 0 || text === 'NOT')) return false;
	}
	return true;
}

/** Values of `character varying` without the cast to text, if all are. */
function withoutTextCast(values: readonly string[]): readonly string[] {
	const found = values.flatMap((value) => limited.exec(value)?.slice(1) ?? []);
	return found.length === values.length ? found : values;
}

const limited = /^(.*::character varying(?:\(\d+\))?)::text$/s;

function valuesOf(list: string): readonly string[] {
	return splitList(list.slice('ARRAY['.length, -1));
}

function listOf(values: readonly string[]): string {
	return `ARRAY[${values.join(', ')}]`;
}
