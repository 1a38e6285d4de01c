import type { Answer } from '../../command-line/command.ts';
import { line } from '../../command-line/lines.ts';
import type { FolderFile } from '../../engine/migration/migration.ts';
import { projectFolder } from '../../python/project-files.ts';
import type { Workbench } from '../workbench.svelte.ts';
import { dropWheels } from './packages.ts';

/** The commands of a shell that are about the files of a Python project. A folder is there as long as a file is in it. */
export class ShellFiles {
	readonly #workbench: Workbench;

	constructor(workbench: Workbench) {
		this.#workbench = workbench;
	}

	/** The paths of all that lies in the project. */
	names(): readonly string[] {
		const { databaseFile, databases, wheels } = this.#workbench.project;
		const names = this.#workbench.files.map(({ name }) => name);
		const others = [...wheels, ...databases].map(({ file }) => file);
		return [...names, ...others, ...(databaseFile === undefined ? [] : [databaseFile])];
	}

	async *list(words: readonly string[]): Answer {
		const given = words.filter((word) => !word.startsWith('-'));
		let code = 0;
		for (const word of given.length > 0 ? given : ['.']) {
			const path = pathOf(word);
			const prefix = path === '' ? '' : `${path}/`;
			const names = new Set(this.#below(path).map((name) => name.slice(prefix.length).replace(/\/.*/, '/')));
			if (path !== undefined && this.names().includes(path)) yield line(word);
			else if (names.size === 0 && path !== '') {
				yield line(`ls: cannot access '${word}': ${nothing(path)}`, 'error');
				code = 2;
			} else {
				if (given.length > 1) yield line(`${word}:`);
				for (const name of [...names].sort()) yield line(name);
			}
		}
		return code;
	}

	async *print(words: readonly string[]): Answer {
		if (words.length === 0) return yield* failed('cat needs a file: cat models.py');
		let code = 0;
		for (const word of words) {
			const path = pathOf(word);
			const file = this.#workbench.file(path);
			if (this.#isWheel(path)) yield line(`${word} is a package: \`pip show\` tells of it.`, 'soft');
			else if (this.#isDatabase(path))
				yield line(`${word} is a database: Rows and SQL show what is in it.`, 'soft');
			else if (file) for (const text of file.text.replace(/\n$/, '').split('\n')) yield line(text);
			else {
				const why = this.#below(path).length > 0 ? 'Is a directory' : nothing(path);
				yield line(`cat: ${word}: ${why}`, 'error');
				code = 1;
			}
		}
		return code;
	}

	async *remove(words: readonly string[]): Answer {
		const given = words.filter((word) => !word.startsWith('-'));
		const isForced = words.some((word) => /^(-\w*f|--force)/.test(word));
		const recursive = words.some((word) => /^(-\w*r|--recursive)/i.test(word));
		if (given.length === 0) return isForced ? 0 : yield* failed('rm needs a file: rm old.py');
		const doomed = new Set<string>();
		let code = 0;
		for (const word of given) {
			const path = pathOf(word);
			const below = this.#below(path);
			if (path === '') {
				yield line(`rm: refusing to remove '${word}': it is the project`, 'error');
				code = 1;
			} else if (path !== undefined && (this.#workbench.file(path) || this.#isWheel(path))) doomed.add(path);
			else if (below.length > 0 && recursive) for (const one of below) doomed.add(one);
			else if (path !== undefined && this.#isDatabase(path)) await this.#removeDatabase(path);
			else if (below.length > 0 || !isForced) {
				const why = below.length > 0 ? 'Is a directory' : nothing(path);
				yield line(`rm: cannot remove '${word}': ${why}`, 'error');
				code = 1;
			}
		}
		for (const name of [...doomed].filter((one) => this.#isDatabase(one))) await this.#removeDatabase(name);
		dropWheels(this.#workbench, [...doomed]);
		const before = this.#workbench.files;
		if (!before.some(({ name }) => doomed.has(name))) return code;
		const names = before.filter(({ name }) => doomed.has(name)).map(({ name }) => name);
		this.#workbench.change({ files: before.filter(({ name }) => !doomed.has(name)) });
		this.#done(`the deletion of ${names.join(', ')}`, `Deleted \`${names.join(', ')}\`.`, before);
		return code;
	}

	/** `mv` and `cp`: files, and folders with all that is in them. */
	async *carry(program: 'mv' | 'cp', words: readonly string[]): Answer {
		const given = words.filter((word) => !word.startsWith('-'));
		const [to, ...from] = [given.at(-1), ...given.slice(0, -1)];
		if (to === undefined || from.length === 0)
			return yield* failed(`${program} needs a file and its new name: ${program} old.py new.py`);
		const target = pathOf(to);
		if (target === undefined) return yield* failed(`${program}: cannot create '${to}': ${outside}`);
		const isFolder = target === '' || to.endsWith('/') || this.#below(target).length > 0;
		if (from.length > 1 && !isFolder) return yield* failed(`${program}: target '${to}' is not a directory`);
		const carried: FolderFile[] = [];
		const names = new Map<string, string>();
		for (const word of from) {
			const path = pathOf(word);
			const all = this.#workbench.files.filter(
				({ name }) => path !== undefined && path !== '' && (name === path || name.startsWith(`${path}/`))
			);
			if (path === undefined || all.length === 0) {
				const isBytes = this.#isWheel(path) || this.#isDatabase(path);
				const why = isBytes ? 'It is no text, and stays where it is' : nothing(path);
				return yield* failed(`${program}: cannot stat '${word}': ${why}`);
			}
			const place = isFolder ? join(target, path.split('/').at(-1) ?? '') : target;
			if (place === path || place.startsWith(`${path}/`))
				return yield* failed(`${program}: cannot take '${word}' to '${to}': it is there already`);
			for (const { name, text } of all) {
				const next = `${place}${name.slice(path.length)}`;
				const why = this.#whyNotFile(next);
				if (why !== undefined) return yield* failed(`${program}: cannot create '${next}': ${why}`);
				carried.push({ name: next, text });
				names.set(name, next);
			}
		}
		const before = this.#workbench.files;
		const gone = new Set([...carried.map(({ name }) => name), ...(program === 'mv' ? names.keys() : [])]);
		this.#workbench.change({ files: [...before.filter(({ name }) => !gone.has(name)), ...carried] });
		if (program === 'mv') this.#workbench.open(names.get(this.#workbench.place.openFile ?? ''));
		const [what, did] = program === 'mv' ? ['the renaming', 'Renamed'] : ['the copy', 'Copied'];
		const sources = from.join(', ');
		this.#done(`${what} of ${sources}`, `${did} \`${sources}\` to \`${to}\`.`, before);
		return 0;
	}

	async *edit([word]: readonly string[]): Answer {
		if (word === undefined) return yield* failed('edit needs a file: edit models.py');
		const name = yield* this.#made('edit', word);
		if (name === undefined) return 1;
		this.#workbench.open(name);
		return 0;
	}

	async *touch(words: readonly string[]): Answer {
		if (words.length === 0) return yield* failed('touch needs a file: touch models.py');
		let code = 0;
		for (const word of words) {
			const isThere = this.#below(pathOf(word)).length > 0;
			if (!isThere && (yield* this.#made('touch', word)) === undefined) code = 1;
		}
		return code;
	}

	/** The path of a file that is there or can be made; says why it cannot. */
	async *#made(program: string, word: string): AsyncGenerator<ReturnType<typeof line>, string | undefined> {
		const path = pathOf(word);
		const why = path === undefined ? outside : word.endsWith('/') ? 'Is a directory' : this.#whyNotFile(path);
		if (why !== undefined || path === undefined) {
			yield line(`${program}: cannot touch '${word}': ${why}`, 'error');
			return undefined;
		}
		if (!this.#workbench.file(path)) this.#workbench.saveFile({ name: path, text: '' });
		return path;
	}

	/** Why no file of text can have that path; undefined where one can, or does. */
	#whyNotFile(path: string): string | undefined {
		if (path === '' || this.#below(path).length > 0) return 'Is a directory';
		if (this.#isWheel(path) || this.#isDatabase(path)) return 'It is no text';
		return this.names().some((name) => path.startsWith(`${name}/`)) ? 'Not a directory' : undefined;
	}

	/** What lies in a folder, at any depth. */
	#below(folder: string | undefined): readonly string[] {
		if (folder === undefined) return [];
		return folder === '' ? this.names() : this.names().filter((name) => name.startsWith(`${folder}/`));
	}

	#isWheel(name: string | undefined): boolean {
		return this.#workbench.project.wheels.some(({ file }) => file === name);
	}

	#isDatabase(name: string | undefined): boolean {
		const { databaseFile, databases } = this.#workbench.project;
		return name !== undefined && (name === databaseFile || databases.some(({ file }) => file === name));
	}

	/** The project's own is one of the files here; without it the next command makes an empty one. */
	async #removeDatabase(name: string): Promise<void> {
		const { databaseFile, databases } = this.#workbench.project;
		if (name === databaseFile) return this.#workbench.reset();
		this.#workbench.change({ databases: databases.filter(({ file }) => file !== name) });
		const undo = () => this.#workbench.change({ databases });
		this.#workbench.undos.push({ what: `the deletion of ${name}`, weight: 0, undo });
	}

	#done(what: string, sentence: string, files: Workbench['files']): void {
		this.#workbench.undos.push({ what, weight: 0, undo: () => this.#workbench.change({ files }) });
		this.#workbench.say(sentence, { undo: true });
	}
}

const outside = `a project keeps only what is in its own folder, ${projectFolder}`;

async function* failed(words: string): Answer {
	yield line(words, 'error');
	return 1;
}

function nothing(path: string | undefined): string {
	return path === undefined ? outside : 'No such file or directory';
}

function join(folder: string, name: string): string {
	return folder === '' ? name : `${folder}/${name}`;
}

/** A path in the project, of what somebody types: '' is the project itself; undefined where it is outside. */
export function pathOf(word: string): string | undefined {
	if (/^~(\/|$)/.test(word)) return undefined;
	const parts: string[] = [];
	for (const part of (word.startsWith('/') ? word : `${projectFolder}/${word}`).split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '' && part !== '.') parts.push(part);
	}
	const [first, ...rest] = parts;
	return `/${first}` === projectFolder ? rest.join('/') : undefined;
}
