/**
 * Real migration folders, got by their own package clients into `.cache/peers/<name>/`. They are other
 * people's work: they stay out of the repository.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { root, run } from '../terminal.mjs';

/**
 * @typedef {object} RealFolder
 * @property {string} name
 * @property {string} what for people
 * @property {string} folder inside the package
 * @property {{ client: 'pip', package: string, sha256: string } | { client: 'go', module: string, sum: string }} from
 */

/** @type {readonly RealFolder[]} */
export const realFolders = [
	{
		name: 'sematic',
		what: 'sematic 0.41.0: a dbmate folder, with Python files between the SQL',
		folder: 'sematic/db/migrations',
		from: {
			client: 'pip',
			package: 'sematic==0.41.0',
			sha256: '292a48b57523fc2826a283d97222f51cdd0467f474d847901efafa83af1d721b'
		}
	},
	{
		name: 'lnd',
		what: 'lnd/sqldb v1.0.4: pairs for golang-migrate',
		folder: 'sqlc/migrations',
		from: {
			client: 'go',
			module: 'github.com/lightningnetwork/lnd/sqldb@v1.0.4',
			sum: 'h1:9cMwPxcrLQG8UmyZO4q8SpR7NmxSwBMbj3AispdcwHg='
		}
	},
	{
		name: 'kratos',
		what: 'ory/kratos v1.3.1: 663 pairs, several databases in one folder',
		folder: 'persistence/sql/migrations/sql',
		from: {
			client: 'go',
			module: 'github.com/ory/kratos@v1.3.1',
			sum: 'h1:XOw84ToAxLDb5K5Xv/Qspk0vzlBq+6zgz2TufVg4kkU='
		}
	}
];

const cache = join(root, '.cache', 'peers');

/**
 * Puts files into place all at once, so that a folder that is there is whole.
 * @param {string} name
 * @param {Iterable<readonly [name: string, bytes: Uint8Array]>} files
 */
function place(name, files) {
	const partial = join(cache, `.${name}`);
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true });
	let count = 0;
	for (const [file, bytes] of files) {
		writeFileSync(join(partial, file), bytes);
		count++;
	}
	if (count === 0) throw new Error('the package holds no such folder');
	renameSync(partial, join(cache, name));
}

/**
 * @param {RealFolder} real
 * @param {Extract<RealFolder['from'], { client: 'pip' }>} from
 */
async function getFromWheel(real, from) {
	const downloads = join(cache, 'wheels');
	mkdirSync(downloads, { recursive: true });
	const { code, output } = await run(
		'python3',
		['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '-d', downloads, from.package],
		{ quiet: true, timeoutMs: 300_000 }
	);
	if (code === 127) throw new Error('python3 is not on this machine');
	if (code !== 0) throw new Error(`pip could not download it: ${output.trim().split('\n').at(-1) ?? ''}`);
	const [wheel] = readdirSync(downloads).filter((name) => name.startsWith(`${real.name}-`));
	if (wheel === undefined) throw new Error('pip downloaded nothing');
	const bytes = readFileSync(join(downloads, wheel));
	const sum = createHash('sha256').update(bytes).digest('hex');
	if (sum !== from.sha256) throw new Error(`its sha256 is ${sum}, not the one that was pinned`);
	const prefix = `${real.folder}/`;
	const files = unzipSync(bytes, {
		filter: ({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/')
	});
	place(
		real.name,
		Object.entries(files)
			.map(([path, content]) => /** @type {const} */ ([path.slice(prefix.length), content]))
			.filter(([name]) => name !== '')
	);
}

/**
 * @param {RealFolder} real
 * @param {Extract<RealFolder['from'], { client: 'go' }>} from
 */
async function getFromModule(real, from) {
	mkdirSync(cache, { recursive: true });
	const { code, output } = await run('go', ['mod', 'download', '-json', from.module], {
		cwd: cache,
		quiet: true,
		timeoutMs: 600_000
	});
	if (code === 127) throw new Error('go is not on this machine');
	/** @type {{ Dir?: string, Sum?: string, Error?: string }} */
	const answer = output.includes('{')
		? JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1))
		: {};
	if (code !== 0 || answer.Dir === undefined) {
		throw new Error(`go could not download it: ${answer.Error ?? output.trim()}`);
	}
	if (answer.Sum !== from.sum) throw new Error(`its sum is ${answer.Sum}, not the one that was pinned`);
	const folder = join(answer.Dir, real.folder);
	place(
		real.name,
		readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => /** @type {const} */ ([entry.name, readFileSync(join(folder, entry.name))]))
	);
}

/**
 * Gets a folder where it is not there yet. Throws with the reason where it cannot be had.
 * @param {RealFolder} real
 * @returns {Promise<string>} where it lies
 */
export async function ensureRealFolder(real) {
	const folder = join(cache, real.name);
	if (existsSync(folder)) return folder;
	if (real.from.client === 'pip') await getFromWheel(real, real.from);
	else await getFromModule(real, real.from);
	return folder;
}
