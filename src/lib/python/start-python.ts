import { unzipSync } from 'fflate';
import { loadPyodide, type PyodideAPI } from 'pyodide';
import type { PyCallable, PyProxy } from 'pyodide/ffi';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import lock from 'pyodide/pyodide-lock.json';
import { ProjectFiles, projectFolder } from './project-files.ts';
import {
	PythonEnded,
	UnknownProgram,
	type HearPython,
	type Python,
	type PythonCommand,
	type PythonEvent,
	type PythonParts,
	type Wheel,
	type WheelReport
} from './python.ts';

/** Our own part in Python, which runs the tools. */
const host = import.meta.glob<string>('./host/*.py', { query: '?raw', import: 'default', eager: true });

const packagesFolder = '/usr/local/lib/python3.14/site-packages';
const compiledFile = /^(?:(.*)\/)?__pycache__\/([^/]+)\.cpython-\d+\.pyc$/;

/** Starts CPython and loads the tools. Throws where a part cannot be read. */
export async function startPython(parts: PythonParts): Promise<Python> {
	const interpreter = await loadPyodide({
		indexURL: parts.folder,
		stdLibURL: parts.stdlib,
		createPyodideModule,
		lockFileContents: JSON.stringify({ info: lock.info, packages: {} }),
		env: { HOME: projectFolder },
		// What a program imports as `js`: not the page, its storage or its network.
		jsglobals: Object.create(null) as object
	});
	unpack(interpreter, parts.packages);
	return new Interpreter(interpreter, parts.readSources);
}

/** Puts the packages in place. Only their code is there; where a source belongs, an empty file tells Python to look for it. */
function unpack(interpreter: PyodideAPI, archive: Uint8Array): void {
	const { FS } = interpreter;
	const files = Object.entries(unzipSync(archive));
	const folders = new Set(files.map(([path]) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))));
	for (const folder of folders) FS.mkdirTree(`${packagesFolder}/${folder}`);
	for (const [path, content] of files) {
		FS.writeFile(`${packagesFolder}/${path}`, content, { canOwn: true });
		const code = compiledFile.exec(path);
		if (code)
			FS.writeFile(`${packagesFolder}/${code[1] === undefined ? '' : `${code[1]}/`}${code[2]}.py`, '');
	}
	FS.mkdirTree(`${packagesFolder}/updown_host`);
	for (const [path, text] of Object.entries(host))
		FS.writeFile(`${packagesFolder}/updown_host${path.slice(path.lastIndexOf('/'))}`, text);
	interpreter.runPython(
		`import sys, importlib; sys.path.append(${JSON.stringify(packagesFolder)}); importlib.invalidate_caches()`
	);
}

class Interpreter implements Python {
	readonly files: ProjectFiles;
	readonly #python: PyodideAPI;
	readonly #run: PyCallable;
	readonly #install: PyCallable;

	constructor(python: PyodideAPI, readSources: PythonParts['readSources']) {
		this.#python = python;
		this.files = new ProjectFiles(python.FS);
		const main = python.pyimport('updown_host.main') as PyProxy & { boot: PyCallable; run: PyCallable };
		main.boot(readSources);
		this.#run = main.run;
		const wheels = python.pyimport('updown_host.wheels') as PyProxy & { install: PyCallable };
		this.#install = wheels.install;
	}

	install(wheels: readonly Wheel[]): readonly WheelReport[] {
		const given = this.#python.toPy(wheels) as PyProxy;
		try {
			return JSON.parse(this.#install(given) as string) as readonly WheelReport[];
		} finally {
			given.destroy();
		}
	}

	run({ words, environment = {}, postgres, decided }: PythonCommand, hear: HearPython): number {
		const given = this.#python.toPy({ words, environment, ...(decided && { decided }) }) as PyProxy & {
			get(key: string): PyProxy;
		};
		const onOutput = (stream: 'out' | 'err', text: string): void => {
			hear({ kind: 'output', stream, text });
		};
		const onEvent = (kind: string, facts: PyProxy): boolean => {
			const plain = facts.toJs({ dict_converter: Object.fromEntries }) as object;
			facts.destroy();
			return hear({ kind, ...plain } as PythonEvent) === true;
		};
		let isAlive = true;
		try {
			return this.#run(
				given.get('words'),
				projectFolder,
				given.get('environment'),
				onOutput,
				onEvent,
				postgres,
				given.get('decided')
			) as number;
		} catch (error) {
			const end = endOf(error);
			isAlive = end === undefined;
			if (end) throw end;
			if (error instanceof this.#python.ffi.PythonError && error.type === 'LookupError')
				throw new UnknownProgram(words[0] ?? '');
			throw error;
		} finally {
			if (isAlive) given.destroy();
		}
	}
}

/** How the interpreter has ended for good, where that is what was thrown. */
function endOf(error: unknown): PythonEnded | undefined {
	if (!(error instanceof Error) || !('pyodide_fatal_error' in error)) return undefined;
	if ('status' in error) return new PythonEnded(Number(error.status) & 0xff, '');
	const [exitCode, why] = causeOf(error.message);
	return new PythonEnded(exitCode, `Fatal Python error: ${why} Python was started anew.`);
}

/** What WebAssembly, or the browser around it, has ended it for; each browser has its own words. */
function causeOf(message: string): readonly [exitCode: number, why: string] {
	// Python measures its own stack. The browser's, which is shorter, nobody can measure.
	if (/call stack|too much recursion/i.test(message))
		return [
			134,
			'Python itself ran out of stack, as something calls itself without end or is nested too deep.'
		];
	// Where a machine's kernel sends SIGSEGV: an address that is not the program's, of data or of a function.
	if (/out of bounds|signature mismatch|null function|call to null|invalid index/i.test(message))
		return [139, `Segmentation fault, as code in C went astray (in WebAssembly: ${message}).`];
	return [134, 'Aborted.'];
}
