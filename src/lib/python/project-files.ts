/** The part of Emscripten's file system that a project needs. */
export interface FileSystem {
	mkdirTree(path: string): void;
	writeFile(path: string, content: string | Uint8Array): void;
	readFile(path: string): Uint8Array;
	readdir(path: string): string[];
	stat(path: string): { readonly mode: number };
	isDir(mode: number): boolean;
	unlink(path: string): void;
	rmdir(path: string): void;
	analyzePath(path: string): { readonly exists: boolean };
}

/** Where the project lies in Python's file system. */
export const projectFolder = '/project';

/** The files of a project in Python's file system, by their paths in the project, e.g. `migrations/env.py`. */
export class ProjectFiles {
	readonly #system: FileSystem;

	constructor(system: FileSystem) {
		this.#system = system;
		system.mkdirTree(projectFolder);
	}

	/** Makes these all the files that there are. */
	replace(files: ReadonlyMap<string, string | Uint8Array>): void {
		this.#clear(projectFolder, new Set(files.keys()));
		for (const [path, content] of files) this.write(path, content);
		for (const path of files.keys()) {
			// What Alembic has just made has a folder with nothing in it, which no list of files can tell.
			const [, home] = /^(.*\/|)script\.py\.mako$/.exec(path) ?? [];
			if (home !== undefined && files.has(`${home}env.py`)) this.#system.mkdirTree(at(`${home}versions`));
		}
	}

	write(path: string, content: string | Uint8Array): void {
		const whole = at(path);
		this.#system.mkdirTree(whole.slice(0, whole.lastIndexOf('/')));
		this.#system.writeFile(whole, content);
	}

	/** Undefined where there is no such file. */
	read(path: string): Uint8Array | undefined {
		const whole = at(path);
		const { exists } = this.#system.analyzePath(whole);
		return exists && !this.#isFolder(whole) ? this.#system.readFile(whole) : undefined;
	}

	/** Every file that is there, in the order of paths; what Python keeps for itself is left out. */
	all(): ReadonlyMap<string, Uint8Array> {
		const found: [string, Uint8Array][] = [];
		this.#walk(projectFolder, (path) => {
			found.push([path.slice(projectFolder.length + 1), this.#system.readFile(path)]);
		});
		return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)));
	}

	#walk(folder: string, visit: (path: string) => void): void {
		for (const name of this.#names(folder)) {
			if (name === '__pycache__') continue;
			const path = `${folder}/${name}`;
			if (this.#isFolder(path)) this.#walk(path, visit);
			else visit(path);
		}
	}

	/** Removes what is not to stay, and folders that are empty then. */
	#clear(folder: string, stay: ReadonlySet<string>): void {
		for (const name of this.#names(folder)) {
			const path = `${folder}/${name}`;
			if (this.#isFolder(path)) {
				this.#clear(path, stay);
				if (this.#names(path).length === 0) this.#system.rmdir(path);
			} else if (!stay.has(path.slice(projectFolder.length + 1))) this.#system.unlink(path);
		}
	}

	#names(folder: string): string[] {
		return this.#system.readdir(folder).filter((name) => name !== '.' && name !== '..');
	}

	#isFolder(path: string): boolean {
		return this.#system.isDir(this.#system.stat(path).mode);
	}
}

function at(path: string): string {
	return `${projectFolder}/${path}`;
}
