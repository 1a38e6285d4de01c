import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileProblem } from './database-file.js';

/** The `.sql` files of the folder, by name. Their text is kept to the byte, a byte-order mark too. */
export async function readFolder(directory) {
	const entries = await readdir(directory, { withFileTypes: true });
	const names = entries
		.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.sql'))
		.map((entry) => entry.name);
	return Promise.all(
		names.sort().map(async (name) => ({ name, text: await readText(join(directory, name)) }))
	);
}

/** Reads a text file as UTF-8 and nothing else. */
export async function readText(path) {
	const bytes = await readFile(path);
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new FileProblem(`${path} is not UTF-8 text. Save it as UTF-8.`);
	}
}

/** Writes a file that must not be there yet. */
export async function writeNew(directory, file) {
	await mkdir(directory, { recursive: true });
	await writeFile(join(directory, file.name), file.text, { flag: 'wx' });
}

/** Makes the folder where it is missing. */
export async function makeFolder(directory) {
	const made = await mkdir(directory, { recursive: true });
	return made === undefined ? 'exists' : 'made';
}

/** Where `schema.sql` is looked for when nobody says: beside the folder. */
export function schemaBeside(directory) {
	return join(dirname(resolve(directory)), 'schema.sql');
}
