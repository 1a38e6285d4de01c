import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import initSqlJs, { type Database } from 'sql.js';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { catalogFingerprint } from '../cases/sqlite-fingerprint.ts';
import type { Column, Ground, Place } from './ground.ts';

const id = (name: string) => `"${name.replaceAll('"', '""')}"`;

interface TableColumn {
	readonly name: string;
	readonly type: string;
	readonly generated: boolean;
}

function rowsOf(database: Database, sql: string): unknown[][] {
	return database.exec(sql)[0]?.values ?? [];
}

function tablesOf(database: Database): Map<string, TableColumn[]> {
	const names = rowsOf(
		database,
		`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'create virtual%' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`
	).map(([name]) => String(name));
	return new Map(
		names.map((name) => [
			name,
			rowsOf(database, `PRAGMA table_xinfo(${id(name)})`).map(([, column, type, , , , hidden]) => ({
				name: String(column),
				type: String(type).toLowerCase(),
				generated: hidden !== 0
			}))
		])
	);
}

function fillTable(database: Database, table: string, columns: readonly TableColumn[]): void {
	const written = columns.filter(({ generated }) => !generated);
	for (let n = 1; n <= 3; n++) {
		const values = written.map(({ type }) => (/char|text|clob/.test(type) ? `'text ${n}'` : String(n)));
		try {
			database.exec(
				`INSERT INTO ${id(table)} (${written.map(({ name }) => id(name)).join()}) VALUES (${values.join()})`
			);
		} catch {
			// A check or a trigger has its own mind.
		}
	}
}

/** SQLite in files: written by sql.js, which has the newest syntax, and open to every tool's own SQLite. */
export async function sqliteGround(): Promise<Ground> {
	const sqlJs = await initSqlJs();
	const folder = mkdtempSync(join(tmpdir(), 'updown-pairs-'));
	let files = 0;
	const freshPlace = () => join(folder, `${++files}.db`);

	function reading<Result>(place: Place, use: (database: Database) => Result): Result {
		const bytes = readFileSync(place);
		const database = new sqlJs.Database(bytes.length === 0 ? undefined : bytes);
		try {
			return use(database);
		} finally {
			database.close();
		}
	}
	/** What ran before an error stays, as in a file. */
	function writing(place: Place, use: (database: Database) => void): void {
		reading(place, (database) => {
			try {
				use(database);
			} finally {
				try {
					database.exec('ROLLBACK');
				} catch {
					// There was no transaction left open.
				}
				writeFileSync(place, database.export());
			}
		});
	}

	return {
		kind: 'sqlite',
		title: `SQLite (files made by ${String(new sqlJs.Database().exec('SELECT sqlite_version()')[0]?.values[0]?.[0])})`,
		make: async (sql) => {
			const place = freshPlace();
			writeFileSync(place, '');
			writing(place, (database) => database.exec(sql));
			return place;
		},
		copy: async (place) => {
			const copied = freshPlace();
			copyFileSync(place, copied);
			return copied;
		},
		drop: async (places) => places.forEach((place) => rmSync(place, { force: true })),
		run: async (place, statements) =>
			writing(place, (database) => statements.forEach((statement) => database.exec(statement))),
		fingerprint: async (place) => reading(place, catalogFingerprint),
		inspect: async (place) => {
			const bytes = readFileSync(place);
			const engine = await openDatabase('sqlite', bytes.length === 0 ? {} : { image: bytes });
			try {
				return await engine.dialect.inspector.inspect(engine);
			} finally {
				await engine.close();
			}
		},
		fill: async (place) =>
			writing(place, (database) => {
				database.exec('PRAGMA foreign_keys = OFF');
				for (const [table, columns] of tablesOf(database)) fillTable(database, table, columns);
			}),
		contents: async (place) =>
			reading(place, (database) => {
				const contents = new Map<string, Column>();
				for (const [table, columns] of tablesOf(database)) {
					for (const { name, type, generated } of columns) {
						if (generated) continue;
						const values = rowsOf(
							database,
							`SELECT CAST(${id(name)} AS TEXT) FROM ${id(table)} WHERE ${id(name)} IS NOT NULL ORDER BY 1`
						);
						contents.set(`${table}.${name}`, { type, values: values.map(([value]) => String(value)) });
					}
				}
				return contents;
			}),
		sqlalchemy: (place) => `sqlite:///${place}`,
		address: (place) => `file:${place}`,
		close: async () => rmSync(folder, { recursive: true, force: true })
	};
}
