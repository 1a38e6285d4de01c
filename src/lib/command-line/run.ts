import { readArguments } from './arguments.ts';
import type { Answer } from './command.ts';
import { commands } from './commands/index.ts';
import { helpOf, overview } from './help.ts';
import type { CommandHost } from './host.ts';
import { line, problemLines, said } from './lines.ts';
import { nearest } from './nearest.ts';
import { programs, readProgram, type Program } from './program.ts';
import { strangeCommand } from './strangers.ts';
import { version } from './version.ts';
import { splitWords, type Word } from './words.ts';

const updown = programs[0]!;
const commandNames = commands.map((command) => command.name);

/**
 * Runs one line as a person types it: `updown upgrade`, `flask db history -v`, … Yields its output line by line
 * and returns the exit code: 0 done, 1 could not, 2 not understood. An empty line does nothing. What the host
 * throws is passed on, except that a stopped command ends with a line saying so.
 */
export async function* runCommandLine(text: string, host: CommandHost): Answer {
	const words = splitWords(text);
	if (!words.ok) {
		for (const problem of words.problems) yield* problemLines(problem);
		return 2;
	}
	return yield* runWords(words.value, host);
}

/** The same for words that are cut already, as a process gets them. */
export async function* runArguments(words: readonly string[], host: CommandHost): Answer {
	return yield* runWords(
		words.map((text) => ({ text, start: 0, end: 0, quoted: true, pattern: text })),
		host
	);
}

async function* runWords(words: readonly Word[], host: CommandHost): Answer {
	const [first] = words;
	if (!first) return 0;
	if (first.text === 'help' || first.text === '--help') return yield* help(words.slice(1), updown);
	const read = readProgram(words, commandNames);
	if (!read.ok) {
		for (const problem of read.problems) yield* problemLines(problem);
		return 2;
	}
	const { program, rest } = read.value;
	const [name, ...others] = rest;
	if (!name || ['help', '--help', '-h'].includes(name.text)) return yield* help(others, program);
	if (name.text === '--version' || name.text === '-V') return yield* said(line(`Updown ${version}`));
	return yield* runCommand(program, name.text, others, host);
}

async function* runCommand(
	program: Program,
	name: string,
	words: readonly Word[],
	host: CommandHost
): Answer {
	const command = commands.find((other) => other.name === name);
	if (!command) return yield* unknownCommand(program, name);
	const instead = command.insteadFor?.[program.kind];
	if (instead) {
		yield line(`Error: \`${program.typed}\` has no \`${name}\`.`, 'error');
		yield line(`  There it is \`${program.typed} ${instead}\`; \`updown ${name}\` works as well.`, 'soft');
		return 2;
	}
	const read = readArguments(command, words, program);
	if (!read.ok) {
		for (const problem of read.problems) yield* problemLines(problem);
		return 2;
	}
	const { args, notes } = read.value;
	if (args.options['--help']) return yield* said(...helpOf(command, program));
	if (command.own && program.kind !== 'updown') {
		yield line(`The real \`${program.typed}\` has no \`${name}\`; it is Updown’s own.`, 'soft');
	}
	yield* notes;
	try {
		return yield* command.run({ ...args, program }, host);
	} catch (error) {
		// The worker's `StoppedError`; this floor does not know the worker.
		if (!(error instanceof Error) || error.name !== 'StoppedError') throw error;
		yield line(error.message, 'warning');
		return 1;
	}
}

async function* help(words: readonly Word[], program: Program): Answer {
	const name = words[0]?.text;
	if (name === undefined) return yield* said(...overview(commands, program));
	const command = commands.find((other) => other.name === name);
	return command ? yield* said(...helpOf(command, program)) : yield* unknownCommand(program, name);
}

async function* unknownCommand(program: Program, name: string): Answer {
	const near = nearest(name, commandNames);
	const strange = strangeCommand(name);
	yield line(`Error: \`${program.typed}\` has no command \`${name}\`.`, 'error');
	yield line(
		`  ${strange ?? (near ? `Did you mean \`${program.typed} ${near}\`?` : `\`${program.typed} --help\` lists them.`)}`,
		'soft'
	);
	return 2;
}
