import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileProblem, aboutFile } from './file-problem.js';

/**
 * The files of the folder, by name. The text of the `.sql` ones is kept to the byte, a byte-order mark too; the
 * others are there by name only, so that it can be said which of them look like migrations and are none.
 */
export async function readFolder(directory) {
	const entries = await aboutFile(directory, () => readdir(directory, { withFileTypes: true }));
	const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
	return Promise.all(
		names.sort().map(async (name) => ({
			name,
			text: name.endsWith('.sql') ? await readText(join(directory, name)) : ''
		}))
	);
}

/** Whether the folder is there. Refuses a path at which something else is. */
export function isFolder(directory) {
	return aboutFile(directory, async () => {
		const found = await stat(directory).catch((error) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});
		if (found && !found.isDirectory()) throw new FileProblem(`${directory} is a file, not a folder.`);
		return found !== undefined;
	});
}

/** Reads a text file as UTF-8 and nothing else. */
export async function readText(path) {
	const bytes = await aboutFile(path, () => readFile(path));
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new FileProblem(`${path} is not UTF-8 text. Save it as UTF-8.`);
	}
}

/** Writes a file that must not be there yet. */
export async function writeNew(directory, file) {
	const path = join(directory, file.name);
	await makeFolder(directory);
	await aboutFile(path, () => writeFile(path, file.text, { flag: 'wx' }));
}

/** Gives a file that is there another text: the old one stays until the new one is there. */
export async function overwrite(directory, file) {
	const path = join(directory, file.name);
	const beside = join(directory, `.${file.name}.new`);
	await aboutFile(path, async () => {
		await writeFile(beside, file.text);
		await rename(beside, path);
	});
}

/** Takes a file away. */
export function remove(directory, name) {
	const path = join(directory, name);
	return aboutFile(path, () => unlink(path));
}

/** Makes the folder where it is missing. */
export async function makeFolder(directory) {
	const made = await aboutFile(directory, () => mkdir(directory, { recursive: true }));
	return made === undefined ? 'exists' : 'made';
}

/**
 * The version that the project's own `updown.json`, beside the folder, says the folder must run on; undefined where
 * it says nothing.
 */
export async function targetBeside(directory) {
	const path = join(dirname(resolve(directory)), 'updown.json');
	if (!existsSync(path)) return undefined;
	const text = await readText(path);
	try {
		const { target } = JSON.parse(text.replace(/^\ufeff/, '')) ?? {};
		return typeof target === 'string' ? target : undefined;
	} catch {
		throw new FileProblem(`${path} is not JSON.`);
	}
}

/** What versions of an app ask: each `.sql` file of `queries/` beside the folder is a set of that name. */
export async function queriesBeside(directory) {
	const beside = join(dirname(resolve(directory)), 'queries');
	if (!existsSync(beside)) return [];
	const files = (await readFolder(beside)).filter(({ name }) => name.endsWith('.sql'));
	return files.map(({ name, text }) => ({ name: name.slice(0, -'.sql'.length), sql: text }));
}

/** Where `schema.sql` is looked for when nobody says: beside the folder. */
export function schemaBeside(directory) {
	return join(dirname(resolve(directory)), 'schema.sql');
}
