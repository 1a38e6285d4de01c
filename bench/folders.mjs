import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerImport } from 'vite';

/** @typedef {import('updown/engine').FolderFile} FolderFile */

/**
 * Migrations that each create a table, insert 50 rows, add a column and an index.
 * @returns {readonly FolderFile[]}
 */
export function smallMigrations(count = 200) {
	return Array.from({ length: count }, (_, at) => {
		const table = `items_${at + 1}`;
		const rows = Array.from({ length: 50 }, (_row, row) => `('item ${row}', ${row * 100})`).join(', ');
		const text = [
			'-- migrate:up',
			`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER NOT NULL);`,
			`INSERT INTO ${table} (name, price) VALUES ${rows};`,
			`ALTER TABLE ${table} ADD COLUMN note TEXT;`,
			`CREATE INDEX ${table}_name ON ${table} (name);`,
			'-- migrate:down',
			`DROP TABLE ${table};`,
			''
		].join('\n');
		return { name: `${20260101000000 + at}_${table}.sql`, text };
	});
}

/**
 * A folder of another tool as the project would import it; undefined where it is not there.
 * @param {string} path
 * @returns {Promise<readonly FolderFile[] | undefined>}
 */
export async function importedFolder(path) {
	const names = await readdir(path).catch(() => undefined);
	if (names === undefined) return undefined;
	const entries = await Promise.all(
		names
			.filter((name) => name.endsWith('.sql'))
			.map(async (name) => ({ path: `migrations/${name}`, bytes: await readFile(join(path, name)) }))
	);
	const { module } = await runnerImport('./src/lib/formats/registry.ts', { configFile: false });
	const imported = module.importFolder(entries, { dialect: 'sqlite', fallbackName: 'folder' });
	if (!imported.ok)
		throw new Error(
			imported.problems.map((/** @type {{ message: string }} */ { message }) => message).join('\n')
		);
	return imported.value.files;
}

/** A schema of tables of ten columns, each with a foreign key and an index. */
export function wideSchema(count = 1000) {
	const columns = Array.from({ length: 8 }, (_, at) => `c${at} TEXT NOT NULL DEFAULT ''`).join(', ');
	return Array.from({ length: count }, (_, at) => {
		const parent = `t${Math.max(0, at - 1)}`;
		return `CREATE TABLE t${at} (id INTEGER PRIMARY KEY, up INTEGER REFERENCES ${parent}, ${columns});
CREATE INDEX t${at}_up ON t${at} (up);`;
	}).join('\n');
}
