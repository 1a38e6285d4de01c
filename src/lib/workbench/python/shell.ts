import type { Answer } from '../../command-line/command.ts';
import { line } from '../../command-line/lines.ts';
import { runCommandLine } from '../../command-line/run.ts';
import { splitWords } from '../../command-line/words.ts';
import type { Environment } from '../../python/python.ts';
import type { ToolOutput } from '../../worker/tools.ts';
import { isExpected, isStopped, wordsOf } from '../errors.ts';
import { withFile } from '../folder/edits.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { expanded } from './glob.ts';
import { LineQueue } from './line-queue.ts';
import { dropWheels } from './packages.ts';
import { runTool, type ToolOptions } from './tool-run.ts';

/** Commands of Updown that go with the tools; the others write and run SQL. */
const shared = new Set([
	...['history', 'heads', 'branches', 'current', 'show', 'help', '--help'],
	...['round-trip', 'safe-downgrade', 'queries', 'pull-plug', 'rebase', 'renumber']
]);

/** What the terminal of a Python project knows beside its programs. */
const builtIn: Readonly<Record<string, (shell: Shell, words: readonly string[]) => Answer>> = {
	ls: (shell, words) => shell.list(words),
	cat: (shell, words) => shell.print(words),
	rm: (shell, words) => shell.remove(words),
	mv: (shell, words) => shell.move(words),
	edit: (shell, words) => shell.edit(words),
	touch: (shell, words) => shell.touch(words),
	export: (shell, words) => shell.set(words),
	env: (shell, words) => shell.env(words),
	unset: (shell, words) => shell.unset(words),
	pwd: (shell) => shell.where(),
	help: (shell) => shell.help()
};

const assignment = /^[A-Za-z_]\w*=/;

/** The terminal of a Python project: its files, its variables, and the tools. What `export` sets is the project's. */
export class Shell {
	readonly #workbench: Workbench;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** Runs one line as a person types it. Yields what it writes, line by line, and returns the exit code. */
	async *run(text: string): Answer {
		const cut = splitWords(text);
		if (!cut.ok) return yield* runCommandLine(text, this.#workbench.host);
		return yield* this.runWords(
			cut.value.flatMap((word) => expanded(word, this.#names())),
			text
		);
	}

	/** The same for words that are cut already. */
	async *runWords(words: readonly string[], text = words.join(' '), options?: ToolOptions): Answer {
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
		const { exitCode, notKept, advice } = end;
		if (advice !== undefined) yield line(advice, 'soft');
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

	async *list(words: readonly string[]): Answer {
		const given = words.filter((word) => !word.startsWith('-'));
		let code = 0;
		for (const word of given.length > 0 ? given : ['.']) {
			const path = plain(word).replace(/^\.$|\/+$/, '');
			const prefix = path === '' ? '' : `${path}/`;
			const names = new Set(
				this.#names()
					.filter((name) => name.startsWith(prefix))
					.map((name) => name.slice(prefix.length).replace(/\/.*/, '/'))
			);
			if (this.#names().includes(path)) yield line(word);
			else if (names.size === 0 && prefix !== '') {
				yield line(`ls: cannot access '${word}': No such file or directory`, 'error');
				code = 2;
			} else {
				if (given.length > 1) yield line(`${word}:`);
				for (const name of [...names].sort()) yield line(name);
			}
		}
		return code;
	}

	async *print(names: readonly string[]): Answer {
		let code = 0;
		for (const name of names) {
			const file = this.#workbench.file(plain(name));
			if (this.#isWheel(plain(name))) yield line(`${name} is a package: \`pip show\` tells of it.`, 'soft');
			else if (file) for (const text of file.text.replace(/\n$/, '').split('\n')) yield line(text);
			else {
				yield line(`cat: ${name}: No such file or directory`, 'error');
				code = 1;
			}
		}
		return code;
	}

	async *remove(words: readonly string[]): Answer {
		const given = words.filter((word) => !word.startsWith('-'));
		const recursive = words.some((word) => /^-\w*r/i.test(word));
		const doomed = new Set<string>();
		for (const word of given) {
			const name = plain(word).replace(/\/+$/, '');
			const below = this.#names().filter((one) => one.startsWith(`${name}/`));
			if (this.#workbench.file(name) || this.#isWheel(name)) doomed.add(name);
			else if (below.length > 0 && recursive) for (const one of below) doomed.add(one);
			else if (name === this.#workbench.project.databaseFile) await this.#emptyDatabase();
			else if (this.#isOtherDatabase(name)) this.#removeDatabase(name);
			else {
				const why = below.length > 0 ? 'Is a directory' : 'No such file or directory';
				yield line(`rm: cannot remove '${word}': ${why}`, 'error');
				return 1;
			}
		}
		dropWheels(this.#workbench, [...doomed]);
		const before = this.#workbench.files;
		if (!before.some(({ name }) => doomed.has(name))) return 0;
		this.#workbench.change({ files: before.filter(({ name }) => !doomed.has(name)) });
		const names = [...doomed].join(', ');
		this.#undoable(`the deletion of ${names}`, before);
		this.#workbench.say(`Deleted \`${names}\`.`, { undo: true });
		return 0;
	}

	async *move([from, to, ...more]: readonly string[]): Answer {
		if (from === undefined || to === undefined || more.length > 0) {
			yield line('mv needs a file and its new name: mv old.py new.py', 'error');
			return 1;
		}
		const file = this.#workbench.file(plain(from));
		if (!file) {
			yield line(`mv: cannot stat '${from}': No such file or directory`, 'error');
			return 1;
		}
		const folder = to.endsWith('/') || this.#names().some((name) => name.startsWith(`${plain(to)}/`));
		const target = folder ? `${plain(to).replace(/\/+$/, '')}/${file.name.split('/').at(-1)}` : plain(to);
		const before = this.#workbench.files;
		const others = before.filter(({ name }) => name !== file.name);
		this.#workbench.change({ files: withFile(others, { name: target, text: file.text }) });
		this.#undoable(`the renaming of ${file.name}`, before);
		this.#workbench.say(`Renamed \`${file.name}\` to \`${target}\`.`, { undo: true });
		return 0;
	}

	async *edit([name]: readonly string[]): Answer {
		if (name === undefined) {
			yield line('edit needs a file: edit models.py', 'error');
			return 1;
		}
		if (!this.#workbench.file(plain(name))) this.#workbench.saveFile({ name: plain(name), text: '' });
		this.#workbench.open(plain(name));
		return 0;
	}

	async *touch(names: readonly string[]): Answer {
		if (names.length === 0) yield line('touch needs a file: touch models.py', 'error');
		for (const name of names)
			if (!this.#workbench.file(plain(name))) this.#workbench.saveFile({ name: plain(name), text: '' });
		return 0;
	}

	/** Shows the variables, or those that a command would have, or runs it with them. */
	async *env(words: readonly string[]): Answer {
		if (!words.every((word) => assignment.test(word))) return yield* this.runWords(words);
		const all = { ...this.#environment, ...variables(words) };
		for (const [name, value] of Object.entries(all)) yield line(`${name}=${value}`);
		return 0;
	}

	async *set(words: readonly string[]): Answer {
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
		yield line('  ls  cat  rm  mv  touch  edit  export NAME=value  env  clear', 'soft');
		yield line('  updown history, heads, branches, current, show', 'soft');
		yield line('  updown round-trip, safe-downgrade, queries, pull-plug, drift, rebase, renumber', 'soft');
		return 0;
	}

	get #environment(): Environment {
		return this.#workbench.project.environment;
	}

	#names(): readonly string[] {
		const { databaseFile, databases, wheels } = this.#workbench.project;
		const names = this.#workbench.files.map(({ name }) => name);
		const others = [...wheels, ...databases].map(({ file }) => file);
		return [...names, ...others, ...(databaseFile === undefined ? [] : [databaseFile])];
	}

	#isWheel(name: string): boolean {
		return this.#workbench.project.wheels.some(({ file }) => file === name);
	}

	#undoable(what: string, files: Workbench['files']): void {
		this.#workbench.undos.push({ what, weight: 0, undo: () => this.#workbench.change({ files }) });
	}

	#isOtherDatabase(name: string): boolean {
		return this.#workbench.project.databases.some(({ file }) => file === name);
	}

	#removeDatabase(name: string): void {
		const { databases } = this.#workbench.project;
		this.#workbench.change({ databases: databases.filter(({ file }) => file !== name) });
		const undo = () => this.#workbench.change({ databases });
		this.#workbench.undos.push({ what: `the deletion of ${name}`, weight: 0, undo });
	}

	/** The database is one of the files here; without it the next command makes an empty one. */
	async #emptyDatabase(): Promise<void> {
		await this.#workbench.reset();
	}
}

function plain(name: string): string {
	return name.replace(/^(\.\/|\/project\/)/, '');
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
