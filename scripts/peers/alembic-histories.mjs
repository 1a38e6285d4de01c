/**
 * Histories of Alembic that real programs ship, got by pip with their sums pinned, each made into a project as a person would:
 * its migrations and settings as they come, with the address of the database, and the pure wheels that its models import.
 */

import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { root, run } from '../terminal.mjs';
import { pinned } from './flask-migrate.mjs';

/**
 * @typedef {object} AlembicHistory
 * @property {string} name that of its package
 * @property {string} folder of the migrations, in its wheel
 * @property {string} home of the migrations, in the project
 * @property {string} [settings] the `alembic.ini` in its wheel, where it lies outside of the folder
 * @property {Readonly<Record<string, string>>} fill what stands in the settings for a person to fill in, and what is filled in
 * @property {readonly string[]} lines what is typed; `python look.py` tells after each of them what the database is
 */

/** @type {readonly AlembicHistory[]} */
export const alembicHistories = [
	{
		name: 'buildbot',
		folder: 'buildbot/db/migrations/',
		home: 'migrations/',
		fill: { 'driver://user:pass@localhost/dbname': 'sqlite:///app.db' },
		lines: [
			'stamp 059',
			...['upgrade 060', 'upgrade 061', 'downgrade -1', 'upgrade +1', 'upgrade 062', 'downgrade -1'],
			...['upgrade 063', 'downgrade -1', 'upgrade 064', 'downgrade 060', 'upgrade 064', 'upgrade 065'],
			// Its own way down from the newest does not work on SQLite; that must be the same here too.
			...['upgrade 066', 'downgrade -1', 'upgrade head', 'current', 'downgrade -1', 'current']
		].map((line) => `alembic -c migrations/alembic.ini ${line}`)
	},
	{
		name: 'jupyterhub',
		folder: 'jupyterhub/alembic/',
		home: 'alembic/',
		settings: 'jupyterhub/alembic.ini',
		fill: { '{alembic_dir}': 'alembic', '{db_url}': 'sqlite:///app.db' },
		lines: [
			...['stamp head', 'downgrade -1', 'upgrade +1', 'downgrade be8ecf03ddac', 'upgrade head'],
			// The one below it takes columns away in a way that this SQLAlchemy does not know any more.
			...['downgrade 3c2384c5aae1', 'downgrade -1', 'current', 'upgrade head', 'current']
		].map((line) => `alembic ${line}`)
	}
];

/**
 * Histories that an import stops, with the pure wheels that come before it; the line asks for the import as their `env.py` does.
 * pgadmin4 is not among them: its wheel has 126 MB and is refused for that.
 * @type {readonly { name: string, line: string, stops: string }[]}
 */
export const stoppedHistories = [
	{ name: 'optuna', line: 'python -c "import optuna.storages._rdb.models"', stops: 'numpy' },
	{ name: 'apache-airflow-core', line: 'python -c "from airflow import models, settings"', stops: 'yaml' }
];

/**
 * Gets the wheels of a history that an import stops.
 * @param {{ name: string }} history
 * @returns {Promise<string>} the folder of the wheels
 */
export async function ensureStoppedHistory({ name }) {
	const place = join(cache, name);
	if (existsSync(place)) return place;
	const partial = join(cache, `.${name}`);
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true });
	await getWheels(name, partial);
	renameSync(partial, place);
	return place;
}

const here = fileURLToPath(new URL('alembic/', import.meta.url));
const cache = join(root, '.cache', 'peers', 'alembic');
const pure = '--only-binary=:all: --implementation py --abi none --platform any --python-version 3.14'.split(
	' '
);

/**
 * Gets a history where it is not there yet: `project/`, `wheels/`, and `native/`, an environment of Python with the same
 * packages. Throws with the reason where it cannot be had.
 * @param {AlembicHistory} history
 * @returns {Promise<string>} where it lies
 */
export async function ensureAlembicHistory(history) {
	const place = join(cache, history.name);
	if (existsSync(place)) return place;
	const partial = join(cache, `.${history.name}`);
	rmSync(partial, { recursive: true, force: true });
	const wheels = join(partial, 'wheels');
	mkdirSync(wheels, { recursive: true });
	await getWheels(history.name, wheels);
	const programs = join(partial, 'native', 'bin');
	await pip('python3', ['-m', 'venv', '--copies', join(partial, 'native')]);
	await pip(join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', ...pinned()]);
	const files = readdirSync(wheels).map((name) => join(wheels, name));
	await pip(join(programs, 'python'), [
		'-m',
		'pip',
		'install',
		'--quiet',
		'--no-deps',
		'--no-index',
		...files
	]);
	writeProject(history, join(partial, 'project'), wheels);
	renameSync(partial, place);
	return place;
}

/**
 * The wheels by their list, and those that have to be built without their compiled part.
 * @param {string} name
 * @param {string} folder
 */
async function getWheels(name, folder) {
	const hashed = ['--no-deps', '--require-hashes', '--quiet'];
	await pip('python3', [
		...['-m', 'pip', 'download', ...hashed, ...pure, '-d', folder],
		...['-r', join(here, `${name}.txt`)]
	]);
	const sources = join(here, `${name}-sources.txt`);
	if (!existsSync(sources)) return;
	const built = join(folder, '..', 'built');
	await pip(
		'python3',
		['-m', 'pip', 'wheel', ...hashed, '--no-binary', ':all:', '--wheel-dir', built, '-r', sources],
		{ CC: '/bin/false', TORNADO_EXTENSION: '0' }
	);
	for (const wheel of readdirSync(built))
		await pip('python3', [join(here, 'pure_wheel.py'), join(built, wheel), folder]);
}

/**
 * @param {AlembicHistory} history
 * @param {string} project
 * @param {string} wheels
 */
function writeProject({ name, folder, home, settings, fill }, project, wheels) {
	const wheel = readdirSync(wheels).find((file) => file.startsWith(`${name}-`)) ?? '';
	const files = unzipSync(readFileSync(join(wheels, wheel)), {
		filter: (file) => file.name.startsWith(folder) || file.name === settings
	});
	for (const [path, bytes] of Object.entries(files)) {
		if (path.endsWith('/')) continue;
		const own = path === settings ? 'alembic.ini' : `${home}${path.slice(folder.length)}`;
		const file = join(project, own);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, own.endsWith('alembic.ini') ? filled(Buffer.from(bytes).toString(), fill) : bytes);
	}
	copyFileSync(join(here, `${name}_start.py`), join(project, 'start.py'));
	copyFileSync(join(here, 'look.py'), join(project, 'look.py'));
}

/**
 * @param {string} text
 * @param {Readonly<Record<string, string>>} fill
 */
function filled(text, fill) {
	return Object.entries(fill).reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
async function pip(program, args, env = {}) {
	const { code, output } = await run(program, args, { quiet: true, env, timeoutMs: 600_000 });
	if (code === 127) throw new Error('there is no Python 3 on this machine');
	if (code !== 0) throw new Error(`pip could not get it: ${output.trim().split('\n').at(-1) ?? ''}`);
}
