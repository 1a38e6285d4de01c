/** SQLite's native programs, as the generated ways go through them. */

import { spawnSync } from 'node:child_process';
import initSqlJs from 'sql.js';
import type { Database } from '../../../src/lib/engine/database.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { catalogFingerprint } from '../cases/sqlite-fingerprint.ts';
import {
	runNatively,
	schemaQuery,
	schemaText,
	type NativeResult,
	type SchemaRow,
	type SchemaText
} from '../native.ts';
import type { Outcome } from '../postgres-journey.ts';
import type { GeneratedStep } from './way.ts';

/** A program that runs scripts one after another and reads the schema after each. */
export interface NativeSqlite {
	readonly title: string;
	run(scripts: readonly string[]): NativeResult[];
}

/** The `sqlite3` at `path`. */
export function nativeSqlite(path: string): NativeSqlite {
	const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
	return {
		title: `sqlite3 ${stdout.split(' ')[0]!}`,
		run: (scripts) =>
			runNatively(
				path,
				scripts.map((sql) => ({ part: { sql, transaction: true } }))
			)
	};
}

/** The old SQLite inside a JDBC driver, by Java's class path to it and to the program of ours around it. */
export function oldSqlite(classPath: string): NativeSqlite {
	const ask = (query: string, scripts: readonly string[]) => {
		const { stdout, stderr, error } = spawnSync('java', ['-cp', classPath, 'OldSqlite', '', query], {
			input: scripts.map((script) => `${Buffer.from(script).toString('base64')}\n`).join(''),
			encoding: 'utf8',
			maxBuffer: 1 << 30
		});
		if (error !== undefined) throw error;
		if (stderr.trim() !== '') throw new Error(stderr);
		return stdout
			.trim()
			.split('\n')
			.map((line) => ({
				ok: line.startsWith('+'),
				text: Buffer.from(line.slice(1), 'base64').toString('utf8')
			}));
	};
	return {
		title: `SQLite ${ask('SELECT sqlite_version()', ['SELECT 1'])[0]!.text}`,
		run: (scripts) =>
			ask(
				`SELECT json_group_array(json_array(type, name, tbl_name, sql)) FROM (${schemaQuery})`,
				scripts.map((script) => `BEGIN;\n${script}\n;COMMIT`)
			).map(({ ok, text }) =>
				ok ? { ok, schema: schemaText(JSON.parse(text) as SchemaRow[]) } : { ok: false, message: text }
			)
	};
}

const kinds = ['table', 'index', 'view', 'trigger'];

/** The statements of a schema that a native program ended up with, in an order that makes it again. */
function statementsOf(schema: SchemaText): string {
	const kindOf = (line: string) => kinds.indexOf(line.slice(0, line.indexOf(' ')));
	return schema
		.toSorted((a, b) => kindOf(a) - kindOf(b))
		.map((line) => `${line.slice(line.indexOf(': ') + 2)};\n`)
		.join('');
}

/** What the engine reads in such a schema; `database` is emptied first. */
export async function inspected(database: Database, empty: Uint8Array, schema: SchemaText): Promise<Schema> {
	await database.restore(empty);
	await database.execute(statementsOf(schema));
	return database.dialect.inspector.inspect(database);
}

const sqlJs = await initSqlJs();
const catalogs = new Map<string, string>();

/** The independent fingerprint of such a schema. */
export function catalogOf(schema: SchemaText): string {
	const sql = statementsOf(schema);
	const known = catalogs.get(sql);
	if (known !== undefined) return known;
	const database = new sqlJs.Database();
	database.exec(sql);
	const catalog = catalogFingerprint(database);
	database.close();
	catalogs.set(sql, catalog);
	return catalog;
}

/** Runs the steps in an empty database. */
export function runSqlite(native: NativeSqlite, steps: readonly GeneratedStep[]): Outcome[] {
	return native
		.run(steps.map(({ sql }) => sql))
		.map((result) => (result.ok ? { ok: true, catalog: catalogOf(result.schema) } : result));
}
