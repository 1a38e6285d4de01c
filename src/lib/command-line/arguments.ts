import { failure, success, type Outcome, type Problem } from '../engine/problem.ts';
import { listed } from '../engine/text/names.ts';
import type { Arguments, Command, Option } from './command.ts';
import type { OutputLine } from './host.ts';
import { nearest } from './nearest.ts';
import type { Program } from './program.ts';
import { strangeOption } from './strangers.ts';
import type { Word } from './words.ts';

export const helpOption: Option = {
	name: '--help',
	short: '-h',
	summary: 'Show this help and do nothing.'
};

export interface ReadArguments {
	readonly args: Arguments;
	/** What the real tool would have made of it, where it differs. */
	readonly notes: readonly OutputLine[];
}

/**
 * Sorts the words after a command's name into options and positionals, as `getopt_long` does: `--name value`,
 * `--name=value`, `-m value`, `-mvalue`, flags joined (`-vi`), and `--` before words that are not options. A
 * relative revision such as `-1` is a positional. All mistakes are reported at once.
 */
export function readArguments(
	command: Command,
	words: readonly Word[],
	program: Program
): Outcome<ReadArguments> {
	const known = [...command.options, helpOption];
	const options: Record<string, string[]> = {};
	const positionals: string[] = [];
	const problems: Problem[] = [];
	const notes: OutputLine[] = [];
	const asked = `${program.typed} ${command.name}`;
	let at = 0;
	let onlyPositionals = false;

	const take = (option: Option, attached: string | undefined): void => {
		const values = (options[option.name] ??= []);
		if (option.unknownTo?.includes(program.kind)) {
			notes.push(soft(`The real \`${program.typed}\` does not know ${option.name}; Updown does.`));
		}
		if (!option.value) {
			if (attached !== undefined) problems.push(misused(`${option.name} takes no value.`, asked));
			return;
		}
		const next = words[at];
		const value = attached ?? next?.text;
		const missing = attached === undefined && (!next || (isOption(next) && !isRelative(next.text)));
		if (value === undefined || missing) {
			problems.push(misused(`${option.name} needs a value: ${option.name} <${option.value}>.`, asked));
			return;
		}
		if (attached === undefined) at++;
		if (!option.repeats) values.length = 0;
		values.push(value);
	};

	const readShort = (word: Word): void => {
		for (let letter = 1; letter < word.text.length; letter++) {
			const short = `-${word.text[letter]}`;
			const option = known.find((other) => other.short === short);
			if (!option) {
				problems.push(unknownOption(short, known, program, asked));
				return;
			}
			const rest = word.text.slice(letter + 1).replace(/^=/, '');
			if (option.value) return take(option, rest === '' ? undefined : rest);
			take(option, undefined);
		}
	};

	while (at < words.length) {
		const word = words[at++]!;
		if (!onlyPositionals && word.text === '--') onlyPositionals = true;
		else if (onlyPositionals || !isOption(word)) positionals.push(word.text);
		else if (isRelative(word.text) && command.positional) {
			positionals.push(word.text);
			if (program.kind === 'flask') notes.push(relativeNote(program, command, word.text));
		} else if (word.text.startsWith('--')) {
			const [name, ...rest] = word.text.split('=');
			const option = known.find((other) => other.name === name);
			if (option) take(option, rest.length > 0 ? rest.join('=') : undefined);
			else problems.push(unknownOption(name!, known, program, asked));
		} else readShort(word);
	}

	if (options[helpOption.name] === undefined) {
		const positional = command.positional;
		const limit = positional ? (positional.many ? Infinity : 1) : 0;
		if (positionals.length > limit) {
			problems.push(tooMany(command, positionals.slice(limit), asked));
		}
		if (positional && positionals.length === 0) {
			const fallback = positional.fallback[program.kind];
			if (fallback) positionals.push(...fallback);
			else problems.push(missingPositional(command, asked));
		}
	}
	const [first, ...others] = problems;
	if (first) return failure(first, ...others);
	return success({ args: { positionals, options }, notes });
}

function isOption(word: Word): boolean {
	return word.text.length > 1 && word.text.startsWith('-');
}

/** `-1`, `-3:current`: steps back, not an option. */
function isRelative(text: string): boolean {
	return /^-\d+(?::|$)/.test(text);
}

function soft(text: string): OutputLine {
	return { text, tone: 'soft' };
}

function relativeNote(program: Program, command: Command, word: string): OutputLine {
	const plain = command.name === 'downgrade' && word === '-1' ? `\`${program.typed} downgrade\` or ` : '';
	return soft(
		`The real \`${program.typed}\` takes \`${word}\` for an option and stops: there it is ${plain}` +
			`\`${program.typed} ${command.name} -- ${word}\`. Here it simply works.`
	);
}

function misused(message: string, asked: string): Problem {
	return { code: 'usage', severity: 'error', message, hint: `\`${asked} --help\` shows how.` };
}

function unknownOption(name: string, known: readonly Option[], program: Program, asked: string): Problem {
	const strange = strangeOption(name);
	const names = known.flatMap((option) => (option.short ? [option.name, option.short] : [option.name]));
	const near = name.startsWith('--') ? nearest(name.replace(/_/g, '-'), names) : undefined;
	return {
		code: 'unknown-option',
		severity: 'error',
		message: `\`${asked}\` has no option ${name}.`,
		hint: strange ?? (near ? `Did you mean ${near}?` : `It has ${listed(known.map((o) => o.name))}.`)
	};
}

function tooMany(command: Command, extra: readonly string[], asked: string): Problem {
	const words = extra.join(' ');
	const takes = command.positional ? `one ${command.positional.name}` : 'no words of its own';
	const message = command.options.some((option) => option.name === '--message');
	return {
		code: 'too-many-words',
		severity: 'error',
		message: `\`${asked}\` takes ${takes}; \`${words}\` is too much.`,
		hint: message
			? `A message of several words goes in quotes: ${asked} -m "…".`
			: `\`${asked} --help\` shows how.`
	};
}

function missingPositional(command: Command, asked: string): Problem {
	const example = { upgrade: 'head', downgrade: '-1', init: 'migrations' }[command.name] ?? 'head';
	return {
		code: 'missing-word',
		severity: 'error',
		message: `\`${asked}\` needs a ${command.positional?.name ?? 'word'}.`,
		hint: `For example \`${asked} ${example}\`.`
	};
}
