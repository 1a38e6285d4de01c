import { closest } from '../text/closest.ts';
import { endOfLine } from '../text/lines.ts';
import type { Direction } from './migration.ts';

/** A line that is, or nearly is, `-- migrate:up` or `-- migrate:down`. Offsets are in the file's text. */
export interface DirectiveLine {
	/** Where its line starts, and where its text ends before the line end. */
	readonly start: number;
	readonly end: number;
	/** Set where the line is a directive as dbmate reads it. */
	readonly direction: Direction | undefined;
	/** What stands after `migrate:`, up to the next blank. */
	readonly word: string;
	/** Where that word ends and options may follow. */
	readonly wordEnd: number;
	/** True where only blanks before `--` keep it from being one. */
	readonly indented: boolean;
}

const synonyms = new Map([
	['upgrade', 'up'],
	['downgrade', 'down'],
	['rollback', 'down']
]);
const words = { up: 'upgrade', down: 'downgrade' } as const satisfies Record<string, Direction>;

/** `migrate:up` or `migrate:down`, as it is written. */
export function directiveWord(direction: Direction): 'migrate:up' | 'migrate:down' {
	return direction === 'upgrade' ? 'migrate:up' : 'migrate:down';
}

/** Every line of `text` that looks like a directive, wherever it stands; strings and comments are not looked at. */
export function directiveLines(text: string): readonly DirectiveLine[] {
	const lines: DirectiveLine[] = [];
	const search = /--[ \t]*migrate[ \t]*:[ \t]*/gi;
	for (let match = search.exec(text); match; match = search.exec(text)) {
		const start = lineStartIfBlankBefore(text, match.index);
		if (start === undefined) continue;
		const end = endOfLine(text, search.lastIndex);
		const rest = text.slice(search.lastIndex, end);
		const word = /^[^\s]{0,40}/.exec(rest)?.[0] ?? '';
		const exact = /^--[ \t]*migrate:(up|down)$/.exec(match[0] + word)?.[1];
		const indented = start !== match.index;
		const direction = exact === 'up' || exact === 'down' ? words[exact] : undefined;
		lines.push({
			start,
			end,
			word,
			wordEnd: search.lastIndex + word.length,
			indented,
			direction: indented ? undefined : direction
		});
	}
	return lines;
}

/** The direction a near miss was meant for; undefined where it is just a comment. */
export function meantDirection(line: DirectiveLine): Direction | undefined {
	const letters = line.word.toLowerCase().replace(/[^a-z].*$/s, '');
	const near = synonyms.get(letters) ?? closest(letters, Object.keys(words));
	return near === 'up' || near === 'down' ? words[near] : undefined;
}

/** The options after a directive, `name:value` separated by blanks. */
export interface DirectiveOption {
	readonly text: string;
	readonly name: string;
	/** Undefined where there is no colon, or more than one. */
	readonly value: string | undefined;
	/** Where it starts in the file. */
	readonly start: number;
}

/** Reads what follows `migrate:up` or `migrate:down` on its line. */
export function readOptions(text: string, line: DirectiveLine): readonly DirectiveOption[] {
	const options: DirectiveOption[] = [];
	for (const match of text.slice(line.wordEnd, line.end).matchAll(/\S+/g)) {
		const parts = match[0].split(':');
		options.push({
			text: match[0],
			name: parts[0] ?? '',
			value: parts.length === 2 ? parts[1] : undefined,
			start: line.wordEnd + match.index
		});
	}
	return options;
}

/** The start of the line of `at` where nothing but blanks (or the file's byte-order mark) stands before it. */
function lineStartIfBlankBefore(text: string, at: number): number | undefined {
	let start = at;
	while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
	if (start === 0 || (start === 1 && text[0] === '\ufeff')) return start;
	return text[start - 1] === '\n' || text[start - 1] === '\r' ? start : undefined;
}
