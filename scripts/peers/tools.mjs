/** The real tools that exported folders are run with: found, or got into `.cache/peers/tools/`. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, root, run } from '../terminal.mjs';
import { getFlaskMigrate } from './flask-migrate.mjs';
import { ensureJar } from './maven.mjs';

const folder = join(root, '.cache', 'peers', 'tools');

/** @param {string} name */
function onPath(name) {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((each) => join(each, name))
		.find((path) => existsSync(path));
}

/** @param {string} output */
const lastLine = (output) => output.trim().split('\n').at(-1) ?? '';

async function getSqlite() {
	const found = onPath('sqlite3');
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error('it is not on this machine, and installing it needs root and apt-get');
	}
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env, quiet: true });
	const { output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'sqlite3'], {
		env,
		quiet: true
	});
	const got = onPath('sqlite3');
	if (got === undefined) throw new Error(`apt-get could not install it: ${lastLine(output)}`);
	return got;
}

/** dbmate's npm package carries its program. */
async function getDbmate() {
	const home = join(folder, 'dbmate');
	const program = join(home, 'node_modules', '.bin', 'dbmate');
	if (!existsSync(program)) {
		mkdirSync(home, { recursive: true });
		writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
		const { code, output } = await npm(['install', '--no-audit', '--no-fund', 'dbmate@2.36.0'], {
			cwd: home,
			quiet: true
		});
		if (code !== 0 || !existsSync(program)) throw new Error(`npm could not install it: ${lastLine(output)}`);
	}
	return program;
}

/**
 * Builds a Go program with SQLite inside.
 * @param {string} name
 * @param {string} source
 * @param {readonly string[]} flags
 */
async function getGoProgram(name, source, flags) {
	const program = join(folder, name);
	if (existsSync(program)) return program;
	mkdirSync(folder, { recursive: true });
	const { code, output } = await run('go', ['install', ...flags, source], {
		cwd: folder,
		env: { GOBIN: folder },
		quiet: true,
		timeoutMs: 900_000
	});
	if (code === 127) throw new Error('go is not on this machine');
	if (code !== 0 || !existsSync(program)) throw new Error(`go could not build it: ${lastLine(output)}`);
	return program;
}

/** SQLite 3.35.0, compiled, inside a JDBC driver: Debian's is newer. A program of ours runs scripts on it. */
async function getOldSqlite() {
	const jar = await ensureJar({
		group: 'org.xerial',
		name: 'sqlite-jdbc',
		version: '3.35.0.1',
		sha256: 'fad1402a343c4c1a619f1a8ed5c14cec057af0f5a1bbef9a2082876a488028dd'
	});
	mkdirSync(folder, { recursive: true });
	const source = fileURLToPath(new URL('old-sqlite/OldSqlite.java', import.meta.url));
	const { code, output } = await run('javac', ['-d', folder, source], { quiet: true });
	if (code === 127) throw new Error('there is no Java compiler on this machine');
	if (code !== 0) throw new Error(`javac could not compile it: ${lastLine(output)}`);
	return [jar, folder].join(delimiter);
}

/** @type {readonly { name: string, get: () => Promise<string> }[]} */
export const tools = [
	{ name: 'sqlite3', get: getSqlite },
	{ name: 'old-sqlite', get: getOldSqlite },
	{ name: 'dbmate', get: getDbmate },
	{ name: 'flask-migrate', get: getFlaskMigrate },
	{
		name: 'migrate',
		get: () =>
			getGoProgram('migrate', 'github.com/golang-migrate/migrate/v4/cmd/migrate@v4.20.1', ['-tags=sqlite'])
	}
];
