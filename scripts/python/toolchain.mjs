/**
 * Prepares what a page needs to run Python, in `.cache/prepared/python`:
 * - `stdlib.zip`, Python's own modules, compiled;
 * - `packages.zip`, Flask-Migrate and all it needs, compiled, with the files they read;
 * - `sources.zip`, the sources of both, which only a traceback or `cat` asks for;
 * - `state.json`, how many bytes a page fetches, or why there is no Python here.
 *
 * pip gets the packages, with versions and hashes in the text files beside this one. Where there is no pip, the
 * site is built without, and says so.
 */

import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, root, run, say, step } from '../terminal.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const work = join(root, '.cache', 'python');
const prepared = join(root, '.cache', 'prepared', 'python');
const interpreter = join(root, 'node_modules', 'pyodide');
const archives = ['stdlib.zip', 'packages.zip', 'sources.zip'];
const stateFile = join(prepared, 'state.json');
const stampFile = join(prepared, 'stamp');

/** Where Python says that it is installed. */
const home = '/usr/local/lib/python3.14';

/**
 * Why there is no Python toolchain, with what to do; undefined where it is there.
 * @returns {string | undefined}
 */
export function whyNoPython() {
	return existsSync(stateFile)
		? JSON.parse(readFileSync(stateFile, 'utf8')).missing
		: 'It was not prepared yet.';
}

/** Prepares the toolchain where it is not there or not what the sources say; without pip, writes down why not. */
export async function ensurePython() {
	const wanted = stamp();
	const present = [...archives.map((name) => join(prepared, name)), stateFile, stampFile].every(existsSync);
	if (present && readFileSync(stampFile, 'utf8') === wanted && whyNoPython() === undefined) return;
	mkdirSync(prepared, { recursive: true });
	const missing = await step('Preparing Python for the browser (once; about a minute)', prepare);
	if (missing !== undefined) {
		for (const name of archives) put(name, new Uint8Array());
		say(`  The site is built without its Python toolchain: ${missing}`);
	}
	put('state.json', JSON.stringify(missing === undefined ? { sizes: sizes() } : { missing }));
	put('stamp', wanted);
}

/** @returns {Promise<string | undefined>} why it cannot be */
async function prepare() {
	const python = await findPython();
	if (python === undefined) {
		return 'there is no Python 3 with pip on this machine. Install it (on Debian: apt-get install python3-pip) and run the same command again.';
	}
	const downloads = join(work, `downloads-${digest(pins()).slice(0, 12)}`);
	const said = await download(python, downloads);
	if (said !== undefined) {
		return `pip could not get its packages. pip says:\n${said}\nCheck the network, or the proxy that pip uses, and run the same command again.`;
	}
	const site = join(work, 'site');
	const { code, output } = await run(python, [join(here, 'gather.py'), downloads, site], { quiet: true });
	if (code !== 0) return `the packages could not be unpacked:\n${output.trim()}`;
	await pack(site);
	return undefined;
}

/** The command of a Python 3 that has pip. */
async function findPython() {
	for (const command of ['python3', 'python']) {
		const { code, output } = await run(command, ['-m', 'pip', '--version'], { quiet: true });
		if (code === 0 && /python 3\./.test(output)) return command;
	}
	return undefined;
}

/**
 * @param {string} python
 * @param {string} folder
 * @returns {Promise<string | undefined>} what pip says where it fails
 */
async function download(python, folder) {
	const done = join(folder, 'done');
	if (existsSync(done)) return undefined;
	const anyWheel = ['--only-binary', ':all:', '--python-version', '3.14', '--no-deps', '--require-hashes'];
	/** @type {readonly (readonly [string, readonly string[]])[]} */
	const kinds = [
		['wheels.txt', [...anyWheel, '--implementation', 'py', '--abi', 'none', '--platform', 'any']],
		['natives.txt', [...anyWheel, '--platform', 'manylinux2014_x86_64']],
		['sources.txt', ['--no-binary', ':all:', '--no-deps', '--require-hashes']]
	];
	for (const [list, options] of kinds) {
		const { code, output } = await run(
			python,
			[
				'-m',
				'pip',
				'download',
				'--quiet',
				'--disable-pip-version-check',
				'-d',
				folder,
				...options,
				'-r',
				join(here, list)
			],
			{ quiet: true, env: { PIP_CONSTRAINT: join(here, 'build-tools.txt') } }
		);
		if (code !== 0) return output.trim().split('\n').slice(-6).join('\n');
	}
	writeFileSync(done, '');
	return undefined;
}

/** What no project needs at run time: tests, types for editors, sources in other languages, programs for Linux. */
const leftOut = [
	/^(sqlalchemy|alembic)\/testing\//,
	/^packaging\/licenses\//,
	/\.(pyi|pyx|pxd|so|c|h)$/,
	/\/(tests?|__pycache__)\//,
	/^[^/]+\.dist-info\/(RECORD|top_level\.txt|zip-safe)$/,
	/^[^/]+\.dist-info\/licenses?\//i
];

/** Whose docstrings commands print as help. Of the others SQLAlchemy insists that there is one. */
const helpful = /^(alembic|click|flask|flask_migrate|flask_script|flask_sqlalchemy)\//;

/** @param {string} site the folder of the unpacked packages */
async function pack(site) {
	// The packages of npm may not be there when this file is read.
	const { unzipSync, zipSync } = await import('fflate');
	const compile = await compiler();
	/** @type {Record<string, Uint8Array>} */
	const stdlib = {};
	/** @type {Record<string, Uint8Array>} */
	const packages = {};
	/** @type {Record<string, Uint8Array>} */
	const sources = {};
	for (const [path, bytes] of Object.entries(
		unzipSync(readFileSync(join(interpreter, 'python_stdlib.zip')))
	)) {
		if (path.endsWith('/')) continue;
		const code = path.endsWith('.py') ? compile(bytes, `${home}/${path}`, 'none') : undefined;
		stdlib[code ? `${path}c` : path] = code ?? bytes;
		if (code) sources[path] = bytes;
	}
	for (const { path, file } of filesBelow(site)) {
		if (leftOut.some((one) => one.test(path))) continue;
		const bytes = readFileSync(file);
		const code = isCode(path)
			? compile(bytes, `${home}/site-packages/${path}`, helpful.test(path) ? 'all' : 'first line')
			: undefined;
		packages[code ? cached(path) : path] = code ?? bytes;
		if (code) sources[`site-packages/${path}`] = bytes;
	}
	for (const [name, content] of Object.entries({ stdlib, packages, sources })) {
		// The oldest date that a zip knows, so that the same files give the same bytes.
		put(`${name}.zip`, zipSync(content, { level: 9, mtime: new Date(1980, 0, 1, 12) }));
	}
}

/**
 * Templates are copied as they are: nobody runs them where they lie.
 * @param {string} path
 */
function isCode(path) {
	return path.endsWith('.py') && !path.includes('/templates/');
}

/**
 * Where Python looks for the code of a source.
 * @param {string} path
 */
function cached(path) {
	const at = path.lastIndexOf('/') + 1;
	return `${path.slice(0, at)}__pycache__/${path.slice(at, -3)}.cpython-314.pyc`;
}

/** @returns {Promise<(bytes: Uint8Array, path: string, docstrings: 'all' | 'first line' | 'none') => Uint8Array | undefined>} */
async function compiler() {
	const { loadPyodide } = await import('pyodide');
	const { info } = JSON.parse(readFileSync(join(interpreter, 'pyodide-lock.json'), 'utf8'));
	const python = await loadPyodide({ lockFileContents: JSON.stringify({ info, packages: {} }) });
	python.runPython(readFileSync(join(here, 'compile.py'), 'utf8'));
	const compiled = python.globals.get('compiled');
	return (bytes, path, docstrings) => {
		// A Buffer of Node is no kind of array that Python knows.
		const code = compiled(new Uint8Array(bytes), path, docstrings);
		if (code === undefined || code === null) return undefined;
		const copy = code.toJs();
		code.destroy();
		return copy;
	};
}

/**
 * @param {string} folder
 * @returns {{ path: string, file: string }[]} in the order of their paths, which are below the folder
 */
function filesBelow(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort()
		.map((file) => ({ path: relative(folder, file).replaceAll('\\', '/'), file }));
}

/** What a page fetches before the first command. */
function sizes() {
	const files = {
		'pyodide.asm.wasm': join(interpreter, 'pyodide.asm.wasm'),
		'stdlib.zip': join(prepared, 'stdlib.zip'),
		'packages.zip': join(prepared, 'packages.zip')
	};
	return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, statSync(file).size]));
}

function pins() {
	return readdirSync(here)
		.filter((name) => name.endsWith('.txt'))
		.sort()
		.map((name) => readFileSync(join(here, name), 'utf8'))
		.join('\n');
}

/** Changes with all that the result depends on. */
function stamp() {
	const { version } = JSON.parse(readFileSync(join(interpreter, 'package.json'), 'utf8'));
	const recipes = ['toolchain.mjs', 'gather.py', 'compile.py'].map((name) =>
		readFileSync(join(here, name), 'utf8')
	);
	return digest([version, pins(), ...recipes].join('\n'));
}

/** @param {string} text */
function digest(text) {
	return createHash('sha256').update(text).digest('hex');
}

/**
 * Two runs at once may both come here; each puts a whole file in place.
 * @param {string} name
 * @param {string | Uint8Array} content
 */
function put(name, content) {
	const file = join(prepared, name);
	const unfinished = `${file}.${process.pid}`;
	writeFileSync(unfinished, content);
	renameSync(unfinished, file);
}

/** Vitest calls this before the first test. */
export default ensurePython;

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await main(ensurePython);
}
