import type { Answer } from '../../command-line/command.ts';
import { line } from '../../command-line/lines.ts';
import { runCommandLine } from '../../command-line/run.ts';
import { splitWords } from '../../command-line/words.ts';
import type { Environment } from '../../python/python.ts';
import type { ToolOutput } from '../../worker/tools.ts';
import { isExpected, isStopped, wordsOf } from '../errors.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { expanded } from './glob.ts';
import { LineQueue } from './line-queue.ts';
import { ShellFiles } from './shell-files.ts';
import { insteadOf, whyNotPlain } from './strange-lines.ts';
import { runTool, type ToolOptions } from './tool-run.ts';

/** Commands of Updown that go with the tools; the others write and run SQL. */
const shared = new Set([
	...['history', 'heads', 'branches', 'current', 'show', 'help', '--help'],
	...['round-trip', 'safe-downgrade', 'queries', 'pull-plug', 'rebase', 'renumber']
]);

/** What the terminal of a Python project knows beside its programs. */
const builtIn: Readonly<Record<string, (shell: Shell, words: readonly string[]) => Answer>> = {
	ls: ({ files }, words) => files.list(words),
	cat: ({ files }, words) => files.print(words),
	rm: ({ files }, words) => files.remove(words),
	mv: ({ files }, words) => files.carry('mv', words),
	cp: ({ files }, words) => files.carry('cp', words),
	edit: ({ files }, words) => files.edit(words),
	touch: ({ files }, words) => files.touch(words),
	export: (shell, words) => shell.set(words),
	env: (shell, words) => shell.env(words),
	unset: (shell, words) => shell.unset(words),
	pwd: (shell) => shell.where(),
	help: (shell) => shell.help()
};

const assignment = /^[A-Za-z_]\w*=/;

/** The terminal of a Python project: its files, its variables, and the tools. What `export` sets is the project's. */
export class Shell {
	readonly files: ShellFiles;
	readonly #workbench: Workbench;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
		this.files = new ShellFiles(workbench);
	}

	/** Runs one line as a person types it. Yields what it writes, line by line, and returns the exit code. */
	async *run(text: string): Answer {
		const cut = splitWords(text);
		if (!cut.ok) return yield* runCommandLine(text, this.#workbench.host);
		// A prompt that came along with a pasted line.
		const words = cut.value[0]?.pattern === '$' ? cut.value.slice(1) : cut.value;
		const why = whyNotPlain(words);
		if (why !== undefined) {
			yield line(why, 'error');
			return 2;
		}
		return yield* this.runWords(
			words.flatMap((word) => expanded(word, this.files.names())),
			text
		);
	}

	/** The same for words that are cut already. */
	async *runWords(words: readonly string[], text = words.join(' '), options?: ToolOptions): Answer {
		if (words.length === 0) return 0;
		const set = words.findIndex((word) => !assignment.test(word));
		if (set < 0) return yield* this.set(words);
		const [name = '', ...rest] = words.slice(set);
		if (name === 'updown') return yield* this.#updown(rest, text);
		const own = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
		if (own) return yield* this.#told(own(this, rest));
		return yield* this.#program([name, ...rest], variables(words.slice(0, set)), options);
	}

	/** The same with why it failed in the status line; where it did not, what an earlier command said there is over. */
	async *#told(answer: Answer): Answer {
		const before = this.#workbench.notice;
		let why: string | undefined;
		for (;;) {
			const { done, value } = await answer.next();
			if (done) {
				if (this.#workbench.notice === before) {
					if (value !== 0 && why !== undefined) this.#workbench.say(why, { tone: 'bad' });
					else if (before) this.#workbench.notice = undefined;
				}
				return value;
			}
			if (value.tone === 'error') why ??= value.text;
			yield value;
		}
	}

	async *#program(
		words: readonly string[],
		variables: Environment,
		options: ToolOptions | undefined
	): Answer {
		const queue = new LineQueue();
		const hear = (output: ToolOutput) => queue.write(output);
		const run = runTool(this.#workbench, words, variables, hear, options).finally(() => queue.end());
		// Whoever reads the lines to their end hears of a failure there.
		run.catch(() => undefined);
		yield* queue.lines();
		let end: Awaited<typeof run>;
		try {
			end = await run;
		} catch (error) {
			if (!isExpected(error)) throw error;
			yield line(wordsOf(error), 'warning');
			// What a shell says of a program that was ended by Ctrl-C.
			return isStopped(error) ? 130 : 1;
		}
		const { exitCode, notKept } = end;
		const advice = exitCode === 127 ? insteadOf(words) : end.advice;
		if (advice !== undefined) yield line(advice, 'aside');
		for (const name of notKept) yield line(`${name} is no text, so the project does not keep it.`, 'warning');
		return exitCode;
	}

	async *#updown(words: readonly string[], text: string): Answer {
		const [name] = words;
		const looks = name === 'drift' && !words.includes('--migrate');
		if (name === undefined || looks || shared.has(name))
			return yield* runCommandLine(text, this.#workbench.host);
		yield line(`\`updown ${name}\` is for projects of SQL files.`, 'error');
		yield line('  Here the real tools run: `flask db --help` lists their commands.', 'soft');
		return 2;
	}

	/** Shows the variables, or those that a command would have, or runs it with them. */
	async *env(words: readonly string[]): Answer {
		if (!words.every((word) => assignment.test(word))) return yield* this.runWords(words);
		const all = { ...this.#environment, ...variables(words) };
		for (const [name, value] of Object.entries(all)) yield line(`${name}=${value}`);
		return 0;
	}

	async *set(words: readonly string[]): Answer {
		const wrong = words.find((word) => !/^[A-Za-z_]\w*(=|$)/.test(word));
		if (wrong !== undefined) {
			yield line(`export: \`${wrong}': not a valid identifier`, 'error');
			return 1;
		}
		if (words.length === 0)
			for (const [name, value] of Object.entries(this.#environment)) yield line(`${name}=${value}`);
		else this.#workbench.change({ environment: { ...this.#environment, ...variables(words) } });
		return 0;
	}

	async *unset(names: readonly string[]): Answer {
		for (const name of names)
			if (!Object.hasOwn(this.#environment, name)) yield line(`${name} was not set.`, 'soft');
		const kept = Object.entries(this.#environment).filter(([name]) => !names.includes(name));
		this.#workbench.change({ environment: Object.fromEntries(kept) });
		return 0;
	}

	async *where(): Answer {
		yield line('/project');
		return 0;
	}

	async *help(): Answer {
		yield line('The real tools run here, on CPython:');
		yield line('  flask db init, migrate, upgrade, downgrade, …  (flask db --help lists them)');
		yield line('  alembic …    python manage.py db …    python file.py    pip list');
		yield line('And the terminal knows:');
		yield line('  ls  cat  rm  mv  cp  touch  edit  export NAME=value  env  clear', 'soft');
		yield line('  updown history, heads, branches, current, show', 'soft');
		yield line('  updown round-trip, safe-downgrade, queries, pull-plug, drift, rebase, renumber', 'soft');
		return 0;
	}

	get #environment(): Environment {
		return this.#workbench.project.environment;
	}
}

function variables(words: readonly string[]): Environment {
	return Object.fromEntries(
		words.flatMap((word): [string, string][] => {
			const at = word.indexOf('=');
			return at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
		})
	);
}

const shells = new WeakMap<Workbench, Shell>();

/** The one shell of a workbench. */
export function shellOf(workbench: Workbench): Shell {
	let shell = shells.get(workbench);
	if (!shell) shells.set(workbench, (shell = new Shell(workbench)));
	return shell;
}
