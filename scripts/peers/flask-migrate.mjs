/** The native Flask-Migrate with the versions that the site has, in an environment of its own. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../terminal.mjs';

/** The driver that a project natively has for PostgreSQL; in the browser ours stands in for it. */
const driver = 'psycopg2-binary==2.9.12';

const home = join(root, '.cache', 'peers', 'tools', 'flask-migrate');

/**
 * The folder of its programs.
 * @returns {Promise<string>}
 */
export async function getFlaskMigrate() {
	const programs = join(home, 'bin');
	const marker = join(home, driver);
	if (existsSync(marker)) return programs;
	const made = await run('python3', ['-m', 'venv', home], { quiet: true });
	if (made.code === 127) throw new Error('there is no Python 3 on this machine');
	if (made.code !== 0) throw new Error(`python3 -m venv could not make an environment: ${last(made.output)}`);
	const { code, output } = await run(
		join(programs, 'python'),
		['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pinned(), driver],
		{ quiet: true }
	);
	if (code !== 0) throw new Error(`pip could not install it: ${last(output)}`);
	writeFileSync(marker, '');
	return programs;
}

/** Name and version of each package of the site; the hashes there are those of other builds. */
export function pinned() {
	return ['wheels.txt', 'natives.txt']
		.map((name) => readFileSync(join(root, 'scripts', 'python', name), 'utf8'))
		.flatMap((text) => [...text.matchAll(/^[\w-]+==\S+/gm)].map(([pin]) => pin));
}

/** @param {string} output */
function last(output) {
	return output.trim().split('\n').at(-1) ?? '';
}
