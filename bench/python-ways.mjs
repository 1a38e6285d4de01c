/**
 * `npm run bench -- --python`: what other ways to bring Python to a page would give. Every way is measured from
 * nothing until the tools are imported, in Node, where nothing is fetched; what a page would fetch is told in bytes.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { loadPyodide } from 'pyodide';
import createPyodideModule from 'pyodide/pyodide.asm.mjs';
import { median } from './measure.mjs';

/** @typedef {import('pyodide').PyodideAPI} Interpreter */
/** @typedef {Record<string, Uint8Array>} Files */

const root = fileURLToPath(new URL('..', import.meta.url));
const prepared = join(root, '.cache', 'prepared', 'python');
const interpreterFolder = join(root, 'node_modules', 'pyodide');
const home = '/usr/local/lib/python3.14';
const packagesFolder = `${home}/site-packages`;
const { info } = JSON.parse(readFileSync(join(interpreterFolder, 'pyodide-lock.json'), 'utf8'));

const importTools =
	'import alembic.command, flask.cli, flask_migrate, flask_sqlalchemy, logging.config, sqlalchemy.dialects.sqlite';

/**
 * @typedef {object} Way
 * @property {string} what
 * @property {Files} stdlib Python's own modules
 * @property {Files} packages
 * @property {Uint8Array} [snapshot] the memory of an interpreter that has imported the tools
 * @property {number} more bytes that are fetched beside the program and both archives
 */

/** @param {Files} files */
const zipped = (files) => zipSync(files, { level: 9, mtime: new Date(1980, 0, 1, 12) });

/**
 * @param {string} name
 * @returns {Files}
 */
const archive = (name) => unzipSync(readFileSync(join(prepared, name)));

/** @param {string} path */
const sourceOf = (path) => path.replace(/(?:__pycache__\/)([^/]+)\.cpython-\d+\.pyc$/, '$1.py');

/**
 * @param {Interpreter} interpreter
 * @param {Files} files
 */
function unpack({ FS }, files) {
	const write = (/** @type {string} */ path, /** @type {Uint8Array | string} */ content) => {
		FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
		FS.writeFile(path, content);
	};
	for (const [path, content] of Object.entries(files)) {
		write(`${packagesFolder}/${path}`, content);
		// Python looks for compiled code only where there is a source.
		if (path.endsWith('.pyc')) write(`${packagesFolder}/${sourceOf(path)}`, '');
	}
}

/**
 * An interpreter that has imported the tools.
 * @param {Pick<Way, 'packages' | 'snapshot'>} way
 * @param {string} stdlib the file of its archive
 * @param {boolean} [forSnapshot]
 */
async function start({ packages, snapshot }, stdlib, forSnapshot = false) {
	const interpreter = await loadPyodide({
		stdLibURL: stdlib,
		lockFileContents: JSON.stringify({ info, packages: {} }),
		env: { HOME: '/home/user' },
		stdout: () => {},
		stderr: () => {},
		_makeSnapshot: forSnapshot,
		...(snapshot && {
			_loadSnapshot: snapshot,
			createPyodideModule: (/** @type {any} */ settings) => withRoomFor(snapshot.length, settings)
		})
	});
	unpack(interpreter, packages);
	if (!snapshot) interpreter.runPython(`import sys; sys.path.append('${packagesFolder}')`);
	interpreter.runPython(importTools);
	return interpreter;
}

/**
 * The program with a memory that a snapshot of so many bytes fits into: by itself it begins with less.
 * @param {number} bytes
 * @param {any} settings
 */
function withRoomFor(bytes, settings) {
	const instantiate = settings.instantiateWasm;
	settings.instantiateWasm = (/** @type {unknown} */ imports, /** @type {Function} */ receive) =>
		instantiate(imports, (/** @type {WebAssembly.Instance} */ instance, /** @type {unknown} */ module) => {
			const memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
			const page = 65_536;
			const pages = Math.ceil(bytes / page) - memory.buffer.byteLength / page;
			if (pages > 0) memory.grow(pages);
			receive(instance, module);
		});
	return createPyodideModule(settings);
}

const program = `from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///app.db'
db = SQLAlchemy(app)
migrate = Migrate(app, db)
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
`;

/**
 * Which of these files the commands of a small project have read.
 * @param {Interpreter} interpreter
 * @returns {ReadonlySet<string>} paths as Python knows them
 */
function readByCommands(interpreter) {
	interpreter.FS.mkdirTree('/project');
	interpreter.FS.writeFile('/project/app.py', program);
	const found = interpreter.runPython(`
import os, sys, flask.cli
os.chdir('/project')
sys.path.insert(0, '/project')
for line in ('init', 'migrate -m users', 'upgrade', 'history', 'downgrade'):
    sys.argv = ['flask', 'db', *line.split()]
    try:
        flask.cli.main()
    except SystemExit as end:
        assert not end.code, line
[path for module in list(sys.modules.values()) for path in
    (getattr(module, '__file__', None), getattr(module, '__cached__', None)) if path]`);
	const paths = /** @type {string[]} */ (found.toJs());
	found.destroy();
	return new Set(paths);
}

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Prints a line for each way.
 * @param {(name: string, content: Uint8Array) => string} put writes a file there and gives its path
 */
export async function printPythonWays(put) {
	const stdlib = archive('stdlib.zip');
	const packages = archive('packages.zip');
	const sources = archive('sources.zip');
	const stdlibFile = join(prepared, 'stdlib.zip');
	const fixed = ['pyodide.asm.wasm', 'pyodide.asm.mjs']
		.map((name) => gzipSync(readFileSync(join(interpreterFolder, name))).length)
		.reduce((a, b) => a + b);

	const made = await start({ packages }, stdlibFile, true);
	const snapshot = made.makeMemorySnapshot();
	const read = readByCommands(await start({ packages }, stdlibFile));
	const isRead = (/** @type {string} */ path) => read.has(path) || read.has(sourceOf(path));
	const isCode = (/** @type {string} */ path) => /\.pyc?$/.test(path) && !path.includes('/templates/');
	const of = (/** @type {Files} */ files, /** @type {(path: string) => boolean} */ choose) =>
		Object.fromEntries(Object.entries(files).filter(([path]) => choose(path)));
	const own = 'site-packages/';

	/** @type {readonly Way[]} */
	const ways = [
		{ what: 'compiled at build time (as it is)', stdlib, packages, more: 0 },
		{
			what: 'sources, compiled at every start',
			stdlib: { ...of(stdlib, (path) => !isCode(path)), ...of(sources, (path) => !path.startsWith(own)) },
			packages: {
				...of(packages, (path) => !isCode(path)),
				...Object.fromEntries(
					Object.entries(sources).flatMap(([path, bytes]) =>
						path.startsWith(own) ? [[path.slice(own.length), bytes]] : []
					)
				)
			},
			more: 0
		},
		{
			what: 'only what the commands of a small project read',
			stdlib: of(stdlib, (path) => !isCode(path) || isRead(`${stdlibPath(made)}/${path}`)),
			packages: of(packages, (path) => !isCode(path) || isRead(`${packagesFolder}/${path}`)),
			more: 0
		},
		{ what: 'a snapshot of the memory, fetched', stdlib, packages, snapshot, more: gzipSync(snapshot).length }
	];
	console.log(`Until the tools are imported, median of three; a page fetches, packed:`);
	for (const [at, way] of ways.entries()) {
		const zip = zipped(way.stdlib);
		const file = put(`stdlib-${at}.zip`, zip);
		const size = fixed + zip.length + zipped(way.packages).length + way.more;
		const times = [];
		for (let round = -1; round < 3; round++) {
			const began = performance.now();
			await start(way, file);
			if (round >= 0) times.push(performance.now() - began);
		}
		console.log(`${way.what.padEnd(50)} ${(median(times) / 1000).toFixed(2)} s  ${megabytes(size)}`);
	}
	console.log(
		`The snapshot has ${megabytes(snapshot.length)}; kept after a first visit it would be fetched never.`
	);
	console.log(
		'Sources whose compiled code is kept after the first visit: as the sources first, as compiled later.'
	);
}

/**
 * Where the interpreter says that its own modules lie: in the archive itself.
 * @param {Interpreter} interpreter
 */
function stdlibPath(interpreter) {
	return /** @type {string} */ (interpreter.runPython('import os; os.path.dirname(os.__file__)'));
}
