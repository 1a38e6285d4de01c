/** Tools that write migrations between two schemas, got into `.cache/peers/tools/`. */

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from '../terminal.mjs';

const tools = join(root, '.cache', 'peers', 'tools');
const here = fileURLToPath(new URL('autogenerate/', import.meta.url));

/** @param {string} output */
const lastLine = (output) => output.trim().split('\n').at(-1) ?? '';

/**
 * A virtual environment with what a requirements file pins, hash by hash; made anew when the file changes.
 * @param {string} name
 */
async function ensureEnvironment(name) {
	const requirements = join(here, `${name}.txt`);
	const sum = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
	const home = join(tools, `${name}-${sum}`);
	const python = join(home, 'bin', 'python');
	if (existsSync(join(home, 'complete'))) return python;
	rmSync(home, { recursive: true, force: true });
	mkdirSync(tools, { recursive: true });
	const made = await run('python3', ['-m', 'venv', home], { quiet: true });
	if (made.code === 127) throw new Error('python3 is not on this machine');
	if (made.code !== 0) throw new Error(`python3 could not make an environment: ${lastLine(made.output)}`);
	const { code, output } = await run(
		python,
		['-m', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes', '-r', requirements],
		{ quiet: true, timeoutMs: 600_000 }
	);
	if (code !== 0) throw new Error(`pip could not install it: ${lastLine(output)}`);
	mkdirSync(join(home, 'complete'));
	return python;
}

/** Builds our small program around Atlas' library; Go checks the sums. */
async function ensureAtlas() {
	const source = join(here, 'atlas');
	const sum = createHash('sha256');
	for (const file of ['main.go', 'go.sum']) sum.update(readFileSync(join(source, file)));
	const program = join(tools, `atlas-${sum.digest('hex').slice(0, 12)}`);
	if (existsSync(program)) return program;
	const copy = join(tools, 'atlas-source');
	rmSync(copy, { recursive: true, force: true });
	cpSync(source, copy, { recursive: true });
	const { code, output } = await run('go', ['build', '-o', `${program}.partial`, '.'], {
		cwd: copy,
		quiet: true,
		timeoutMs: 900_000
	});
	if (code === 127) throw new Error('go is not on this machine');
	if (code !== 0) throw new Error(`go could not build it: ${lastLine(output)}`);
	renameSync(`${program}.partial`, program);
	return program;
}

/**
 * @typedef {object} Generator
 * @property {string} name
 * @property {string} title with its version, for people
 * @property {readonly ('sqlite' | 'postgres')[]} databases
 * @property {() => Promise<readonly string[]>} command gets it and says how it is started
 */

/** @type {readonly Generator[]} */
export const generators = [
	{
		name: 'alembic',
		title: 'Alembic 1.20.1 with SQLAlchemy 2.1.9',
		databases: ['sqlite', 'postgres'],
		command: async () => [await ensureEnvironment('alembic'), join(here, 'alembic_peer.py')]
	},
	{
		name: 'atlas',
		title: 'Atlas 0.32.0 (its open library)',
		databases: ['sqlite', 'postgres'],
		command: async () => [await ensureAtlas()]
	},
	{
		name: 'migra',
		title: 'migra 3.0.1663481299',
		databases: ['postgres'],
		command: async () => [await ensureEnvironment('migra'), join(here, 'migra_peer.py')]
	}
];
