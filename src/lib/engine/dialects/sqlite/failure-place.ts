import { nameOf, significantTokens } from './tokens.ts';

/** Asks SQLite what it says about a text it does not run; undefined where it accepts it. */
export type Refusal = (sql: string) => string | undefined;

/**
 * The offset in `statement` of the token SQLite's `message` is about, where that can be found. The parser reads
 * from left to right, so a text cut right after the token at fault is refused with the same message, and one cut
 * before it is not: that tells which of several like tokens is meant.
 */
export function placeInStatement(message: string, statement: string, refusal: Refusal): number | undefined {
	const near = /^near "([^]*)": syntax error$/.exec(message)?.[1];
	if (near !== undefined)
		return firstRefused(occurrences(statement, near), near.length, statement, message, refusal);
	const unrecognized = /^unrecognized token: "([^]*)"$/.exec(message)?.[1];
	if (unrecognized !== undefined) {
		return firstRefused(
			occurrences(statement, unrecognized),
			unrecognized.length,
			statement,
			message,
			refusal
		);
	}
	if (message === 'incomplete input') return statement.trimEnd().length;
	const name = namedIn(message);
	return name === undefined ? undefined : placeOfName(statement, name);
}

/** The first of ascending `places` at which cutting the text gives the same refusal, by bisection. */
function firstRefused(
	places: readonly number[],
	length: number,
	statement: string,
	message: string,
	refusal: Refusal
): number | undefined {
	let low = 0;
	let high = places.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		const cut = statement.slice(0, (places[middle] ?? 0) + length);
		if (refusal(cut) === message) high = middle;
		else low = middle + 1;
	}
	return places[low];
}

/** Where `text` begins a token of the statement. */
function occurrences(statement: string, text: string): readonly number[] {
	return significantTokens(statement)
		.map(({ start }) => start)
		.filter((start) => statement.startsWith(text, start));
}

const namingMessages: readonly RegExp[] = [
	/^no such (?:table|column|index|view|trigger|function|module|savepoint|collation sequence|database): ([^]+)$/,
	/^no such (?:table|column): ([^]+) - should this be /,
	/^(?:table|index|view|trigger) ([^ ]+) already exists$/,
	/^there is already (?:a table|an index|another table or index with this name): ?(.+)$/,
	/^duplicate column name: ([^]+)$/,
	/^too many columns on ([^]+)$/,
	/^unknown datatype for [^]+: "([^]*)"$/,
	/^missing datatype for [^.]+\.([^]+)$/,
	/^ambiguous column name: ([^]+)$/,
	/^table [^ ]+ has no column named ([^]+)$/,
	/^no such column: "([^"]+)"/,
	/^cannot drop (?:UNIQUE|PRIMARY KEY) column: "([^"]+)"$/,
	/^wrong number of arguments to function ([^(]+)\(\)$/,
	/^misuse of aggregate(?: function)?:? ([^(]+)\(\)$/,
	/^table ([^ ]+) may not be (?:modified|dropped|altered)$/,
	/^object name reserved for internal use: ([^]+)$/
];

function namedIn(message: string): string | undefined {
	for (const pattern of namingMessages) {
		const name = pattern.exec(message)?.[1];
		if (name !== undefined) return name;
	}
	return undefined;
}

/** Where a name stands in the statement, quoted or not; for `a.b`, the `b` right after an `a.`, or else the first `b`. */
function placeOfName(statement: string, name: string): number | undefined {
	const parts = name.split('.').map((part) => part.toLowerCase());
	const tokens = significantTokens(statement);
	const names = tokens.map((token) => nameOf(statement, token).toLowerCase());
	const candidates = names.flatMap((text, index) => (text === parts.at(-1) ? [index] : []));
	const qualifiers = parts.slice(0, -1).toReversed();
	const qualified = candidates.find((index) =>
		qualifiers.every((part, depth) => {
			const dot = index - 1 - 2 * depth;
			return names[dot] === '.' && names[dot - 1] === part;
		})
	);
	return tokens[qualified ?? candidates[0] ?? -1]?.start;
}
