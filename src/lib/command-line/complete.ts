import type { RevisionGraph } from '../engine/migration/migration.ts';
import { helpOption } from './arguments.ts';
import type { Command, Option, ValueKind } from './command.ts';
import { fileWords, shellWords, takesFiles } from './complete-files.ts';
import { commands } from './commands/index.ts';
import { programs, readProgram, type Program } from './program.ts';
import { quoteWord, readWords, type Word } from './words.ts';

/** What completion knows about the project. */
export interface CompletionContext {
	readonly graph: RevisionGraph;
	/** Every applied revision. */
	readonly applied: readonly string[];
	/** The paths of the files, where the line is a shell's: it knows `ls` and its like, and files are words. */
	readonly files?: readonly string[];
}

/** One word that could stand at the cursor. */
export interface Suggestion {
	readonly text: string;
	/** What it means, for a list. */
	readonly detail: string;
}

/** What could replace the characters `from`–`to` of the line. */
export interface Completion {
	readonly from: number;
	readonly to: number;
	readonly suggestions: readonly Suggestion[];
}

/**
 * What a person may mean to type at `cursor`: a program, a command, an option or the value that belongs there.
 * A migration is found by the beginning of its id and, where no id fits, by a word of its message.
 */
export function complete(line: string, cursor: number, context: CompletionContext): Completion {
	const { words, open } = readWords(line.slice(0, cursor));
	const last = words.at(-1);
	const typing = last && last.end === cursor && !open ? last : undefined;
	const from = typing?.start ?? cursor;
	const before = typing ? words.slice(0, -1) : words;
	const typed = typing?.text ?? '';
	const none = { from, to: cursor, suggestions: [] };
	if (open) return none;
	const found = context.files
		? suggestionsInShell(before, typed, { ...context, files: context.files })
		: suggestionsAt(before, typed, context);
	return { from, to: cursor, suggestions: found.map((word) => ({ ...word, text: quoteWord(word.text) })) };
}

/** As in a shell, a word that is nothing else may be a file. */
function suggestionsInShell(
	before: readonly Word[],
	typed: string,
	context: Required<CompletionContext>
): readonly Suggestion[] {
	const { files } = context;
	const said = before.filter(({ text }) => text !== '$').map(({ text }) => text);
	const [name] = said;
	if (name !== undefined && takesFiles(name)) return fileWords(files, typed);
	const words = suggestionsAt(before, typed, context);
	if (name === undefined) return [...words, ...shellWords(typed)];
	if (name === 'python' && said.length === 1) return fileWords(files, typed, '.py');
	return words.length > 0 || typed === '' ? words : fileWords(files, typed);
}

function suggestionsAt(
	before: readonly Word[],
	typed: string,
	context: CompletionContext
): readonly Suggestion[] {
	const read = readProgram(
		before,
		commands.map((command) => command.name)
	);
	if (!read.ok) return programWords(before, typed);
	const { program, rest } = read.value;
	const here = commands.filter((command) => !command.insteadFor?.[program.kind]);
	const [name, ...words] = rest;
	if (!name || name.text === 'help') {
		return beginning(
			here.map((command) => ({ text: command.name, detail: command.summary })),
			typed
		);
	}
	const command = here.find((other) => other.name === name.text);
	return command ? commandWords(command, words, typed, program, context) : [];
}

/** The next word of `flask db`, `python manage.py db` and the like, each as one word at a time. */
function programWords(before: readonly Word[], typed: string): readonly Suggestion[] {
	const said = before.filter((word) => word.text !== '$').map((word) => word.text);
	const next = programs
		.map((program) => ({ words: program.typed.split(' '), program }))
		.filter(({ words }) => words.length > said.length && said.every((word, at) => words[at] === word))
		.map(({ words, program }) => ({
			text: words[said.length]!,
			detail: program.kind === 'updown' ? 'This playground’s own name' : `As in ${program.typed} upgrade`
		}));
	const help = { text: 'help', detail: 'Every command in a line each' };
	return beginning(said.length === 0 ? [...next, help] : next, typed);
}

function commandWords(
	command: Command,
	words: readonly Word[],
	typed: string,
	program: Program,
	context: CompletionContext
): readonly Suggestion[] {
	const options = [...command.options, helpOption];
	const previous = words.at(-1)?.text;
	const awaiting =
		previous === undefined
			? undefined
			: options.find((option) => option.value && [option.name, option.short].includes(previous));
	if (awaiting) return valueWords(awaiting.kind, command, typed, context);
	const assigned = /^(--[\w-]+)=(.*)$/.exec(typed);
	if (assigned) {
		const option = options.find((other) => other.name === assigned[1]);
		return valueWords(option?.kind, command, assigned[2]!, context).map((word) => ({
			...word,
			text: `${assigned[1]}=${word.text}`
		}));
	}
	if (typed.startsWith('-') && !/^-\d/.test(typed)) return optionWords(options, words, typed, program);
	const taken = words.filter((word) => !word.text.startsWith('-')).length;
	const positional = command.positional;
	const values =
		positional && (positional.many || taken === 0)
			? valueWords(positional.kind, command, typed, context)
			: [];
	// Options are offered unasked only where nothing else fits.
	return values.length > 0 || typed !== '' ? values : optionWords(options, words, '', program);
}

function optionWords(
	options: readonly Option[],
	words: readonly Word[],
	typed: string,
	program: Program
): readonly Suggestion[] {
	const given = new Set(words.map((word) => word.text));
	const open = options.filter((option) => {
		const used = given.has(option.name) || (option.short !== undefined && given.has(option.short));
		return (!used || option.repeats) && !option.unknownTo?.includes(program.kind);
	});
	return beginning(
		open.map((option) => ({ text: option.name, detail: option.summary })),
		typed
	);
}

function valueWords(
	kind: ValueKind | undefined,
	command: Command,
	typed: string,
	context: CompletionContext
): readonly Suggestion[] {
	if (kind === undefined || kind === 'text' || kind === 'command') return [];
	const { graph } = context;
	// In a range the part after the colon is being typed.
	const colon = kind === 'target' ? typed.lastIndexOf(':') : -1;
	const head = typed.slice(0, colon + 1);
	const tail = typed.slice(colon + 1);
	const words = [...symbols(kind, command, graph), ...revisions(kind, command, context)];
	const fitting = beginning(words, tail);
	const byMessage =
		fitting.length === 0 && tail.length > 1
			? words.filter((word) => word.detail.toLowerCase().includes(tail.toLowerCase()))
			: [];
	return [...fitting, ...byMessage].map((word) => ({ ...word, text: head + word.text }));
}

/** The words that name a place without naming a migration. */
function symbols(kind: ValueKind, command: Command, graph: RevisionGraph): readonly Suggestion[] {
	const labels = Object.keys(graph.labels);
	const branchHeads = labels.map((label) => ({
		text: `${label}@head`,
		detail: `The head of ${label}`
	}));
	const head = { text: 'head', detail: 'The newest migration' };
	const heads = { text: 'heads', detail: 'Every head, where the folder branches' };
	const base = { text: 'base', detail: 'Nothing applied' };
	if (kind === 'label') return labels.map((text) => ({ text, detail: graph.labels[text]! }));
	if (kind === 'head') return [head, base, ...branchHeads];
	if (kind === 'revision') return [heads, head, ...branchHeads];
	if (command.name === 'upgrade') {
		return [head, { text: '+1', detail: 'One step on' }, heads, ...branchHeads];
	}
	if (command.name === 'downgrade') return [{ text: '-1', detail: 'One step back' }, base];
	return [head, base, heads, ...branchHeads];
}

function revisions(kind: ValueKind, command: Command, context: CompletionContext): readonly Suggestion[] {
	if (kind === 'label') return [];
	const applied = new Set(context.applied);
	return context.graph.migrations
		.filter(({ revision }) => {
			if (command.name === 'upgrade') return !applied.has(revision);
			if (command.name === 'downgrade') return applied.has(revision);
			return true;
		})
		.toReversed()
		.map(({ revision, message }) => ({ text: revision, detail: message }));
}

function beginning(words: readonly Suggestion[], typed: string): readonly Suggestion[] {
	const seen = new Set<string>();
	return words.filter(({ text }) => {
		if (!text.startsWith(typed) || seen.has(text)) return false;
		seen.add(text);
		return true;
	});
}

/** The longest beginning that all suggestions share: what Tab can put in without choosing. */
export function commonBeginning(suggestions: readonly Suggestion[]): string {
	const [first, ...others] = suggestions.map((suggestion) => suggestion.text);
	let length = first?.length ?? 0;
	for (const other of others) {
		let same = 0;
		while (same < length && other[same] === first![same]) same++;
		length = same;
	}
	return first?.slice(0, length) ?? '';
}
