import { failure, success, type Outcome } from '../engine/problem.ts';
import { spanOf } from '../engine/text/place.ts';

/** One word of a command line, its quotes and escapes resolved. Offsets are in the line. */
export interface Word {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Some of it was quoted or escaped, so that it is meant literally. */
	readonly quoted: boolean;
	/** The same as a pattern of a shell: what was quoted or escaped has a backslash before it. */
	readonly pattern: string;
}

/** A line cut into words as a shell would, and what is still open at its end. */
interface Reading {
	readonly words: readonly Word[];
	/** The quote that is never closed, and where it stands. */
	readonly open: { readonly quote: string; readonly at: number } | undefined;
	/** The first unquoted shell operator, which this terminal does not know. */
	readonly operator: { readonly text: string; readonly at: number } | undefined;
}

const operators = /^(?:&&|\|\||[|&;<>])/;

/**
 * Cuts a line into words: spaces part them, `'…'` is literal, `"…"` knows `\"` and `\\`, a backslash outside
 * of quotes keeps the next character, and `#` at the start of a word begins a comment. Never fails: what is
 * wrong is in `open` and `operator`, so that completion works on a line that is still being typed.
 */
export function readWords(line: string): Reading {
	const words: Word[] = [];
	let at = 0;
	let open: Reading['open'];
	let operator: Reading['operator'];

	const readQuoted = (quote: string): string => {
		const opened = at++;
		let text = '';
		while (at < line.length && line[at] !== quote) {
			const escaped = quote === '"' && line[at] === '\\' && /["\\]/.test(line[at + 1] ?? '');
			if (escaped) at++;
			text += line.charAt(at++);
		}
		if (at >= line.length) open = { quote, at: opened };
		else at++;
		return text;
	};

	while (at < line.length) {
		if (/\s/.test(line[at]!)) {
			at++;
			continue;
		}
		if (line[at] === '#') break;
		const start = at;
		let text = '';
		let pattern = '';
		let quoted = false;
		const literally = (part: string): void => {
			quoted = true;
			text += part;
			pattern += part.replace(/./gsu, '\\$&');
		};
		while (at < line.length && !/\s/.test(line[at]!)) {
			const character = line[at]!;
			const sign = operators.exec(line.slice(at, at + 2))?.[0];
			if (sign) operator ??= { text: sign, at };
			if (character === "'" || character === '"') {
				literally(readQuoted(character));
			} else if (character === '\\' && at + 1 < line.length) {
				literally(line.charAt(at + 1));
				at += 2;
			} else {
				text += character;
				pattern += character;
				at++;
			}
		}
		words.push({ text, start, end: at, quoted, pattern });
	}
	return { words, open, operator };
}

/** The words of a finished line, or why it cannot be run: an unclosed quote, or an operator only a shell has. */
export function splitWords(line: string): Outcome<readonly Word[]> {
	const { words, open, operator } = readWords(line);
	if (open) {
		const name = open.quote === '"' ? 'double quote' : 'single quote';
		return failure({
			code: 'unclosed-quote',
			severity: 'error',
			message: `The ${name} at column ${open.at + 1} is never closed.`,
			hint: `Close it with ${open.quote}, or write \\${open.quote} for the character itself.`,
			span: spanOf(line, open.at, line.length)
		});
	}
	if (operator) {
		return failure({
			code: 'shell-operator',
			severity: 'error',
			message: `\`${operator.text}\` at column ${operator.at + 1} belongs to a shell; here one line is one command.`,
			hint: `${insteadOf(operator.text)} Quote it if it is part of a message: "…${operator.text}…".`,
			span: spanOf(line, operator.at, operator.at + operator.text.length)
		});
	}
	return success(words);
}

function insteadOf(operator: string): string {
	if (operator === '<' || operator === '>')
		return 'What a command writes is shown here, and goes to no file.';
	if (operator === '|') return 'What a command writes is shown here, and goes to no other command.';
	return 'Run the commands one after the other.';
}

/** `text` as it must be typed to be one word again. */
export function quoteWord(text: string): string {
	if (/^[^\s"'\\#|&;<>][^\s"'\\|&;<>]*$/.test(text)) return text;
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
