import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFile } from '../src/lib/engine/migration/migration.ts';
import { importFolder } from '../src/lib/formats/registry.ts';

/** 200 migrations that each create a table, insert 50 rows, add a column and an index. */
export function smallMigrations(count = 200): readonly FolderFile[] {
	return Array.from({ length: count }, (_, at) => {
		const version = String(20260101000000 + at);
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
		return { name: `${version}_${table}.sql`, text };
	});
}

/** A folder of another tool as the project would import it; undefined where it is not there. */
export async function importedFolder(path: string): Promise<readonly FolderFile[] | undefined> {
	const names = await readdir(path).catch(() => undefined);
	if (names === undefined) return undefined;
	const entries = await Promise.all(
		names
			.filter((name) => name.endsWith('.sql'))
			.map(async (name) => ({ path: `migrations/${name}`, bytes: await readFile(join(path, name)) }))
	);
	const imported = importFolder(entries, { dialect: 'sqlite', fallbackName: 'folder' });
	if (!imported.ok) throw new Error(imported.problems.map(({ message }) => message).join('\n'));
	return imported.value.files;
}

/** A schema of `count` tables of ten columns, each with a foreign key and an index. */
export function wideSchema(count = 1000): string {
	const columns = Array.from({ length: 8 }, (_, at) => `c${at} TEXT NOT NULL DEFAULT ''`).join(', ');
	return Array.from({ length: count }, (_, at) => {
		const table = `t${at}`;
		return `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t${Math.max(0, at - 1)}, ${columns});
CREATE INDEX ${table}_up ON ${table} (up);`;
	}).join('\n');
}
