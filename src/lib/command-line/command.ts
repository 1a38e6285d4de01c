import type { CommandHost, OutputLine } from './host.ts';
import type { Program, ProgramKind } from './program.ts';

/** What a value names, so that completion can offer the right words. */
export type ValueKind = 'target' | 'revision' | 'head' | 'label' | 'command' | 'text';

/** An option of a command. */
export interface Option {
	/** The long form, e.g. `--message`. */
	readonly name: string;
	readonly short?: string;
	/** What the value is called in the help; a flag has none. */
	readonly value?: string;
	readonly kind?: ValueKind;
	/** May be given more than once. */
	readonly repeats?: boolean;
	readonly summary: string;
	/** Programs whose real counterpart refuses it. It works here and the answer says so. */
	readonly unknownTo?: readonly ProgramKind[];
}

/** The words of a command that are not options. */
export interface Positional {
	readonly name: string;
	readonly kind: ValueKind;
	readonly many: boolean;
	/** What stands in where none is given, by program; a program without an entry requires one. */
	readonly fallback: Readonly<Partial<Record<ProgramKind, readonly string[]>>>;
	readonly summary: string;
}

/** The words of one command line, sorted out. */
export interface Arguments {
	readonly positionals: readonly string[];
	/** By long name: the values given, an empty list for a flag. */
	readonly options: Readonly<Record<string, readonly string[]>>;
}

/** One command line, understood. */
export interface Invocation extends Arguments {
	readonly program: Program;
}

/** What a command yields line by line, and its exit code: 0 done, 1 could not, 2 misused. */
export type Answer = AsyncGenerator<OutputLine, number>;

/** A command: its words and what it does. */
export interface Command {
	readonly name: string;
	readonly summary: string;
	/** More, in paragraphs, for `help <command>`. */
	readonly details: readonly string[];
	readonly examples: readonly string[];
	readonly positional?: Positional;
	readonly options: readonly Option[];
	/** Programs that do not have it, and what to type there instead. */
	readonly insteadFor?: Readonly<Partial<Record<ProgramKind, string>>>;
	/** Updown's own: it runs under the other programs' names too, and says that they do not have it. */
	readonly own?: boolean;
	readonly run: (invocation: Invocation, host: CommandHost) => Answer;
}

/** Whether a flag was given. */
export function has(args: Arguments, option: string): boolean {
	return args.options[option] !== undefined;
}

/** The value of an option that is given once; the last one counts. */
export function valueOf(args: Arguments, option: string): string | undefined {
	return args.options[option]?.at(-1);
}

/** The values of an option that repeats; each may itself be a comma-separated list. */
export function valuesOf(args: Arguments, option: string): readonly string[] {
	return (args.options[option] ?? []).flatMap((value) => value.split(',')).filter((value) => value !== '');
}
