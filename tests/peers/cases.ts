/**
 * `npm run cases -- DIR` runs the schema pairs in `DIR/diff-sqlite.jsonl`: for each, the generated upgrade must make the later
 * schema of the earlier one and the downgrade the earlier one again, on empty tables, on tables with
 * rows, and with every suggested rename taken. The result is judged by SQLite's catalog, not by the engine.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import initSqlJs, { type Database } from 'sql.js';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../src/lib/engine/dialects/sqlite/inspect.ts';
import { renderer } from '../../src/lib/engine/dialects/sqlite/render.ts';
import type { Rename } from '../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../src/lib/engine/schema/compare.ts';
import type { Schema } from '../../src/lib/engine/schema/model.ts';
import { suggestRenames } from '../../src/lib/engine/schema/renames.ts';
import type { Script } from '../../src/lib/engine/schema/script.ts';
import { catalogFingerprint } from './catalog-fingerprint.ts';

interface Case {
	readonly id: string;
	readonly kind: string;
	readonly before: string;
	readonly after: string;
	readonly noop: boolean;
	readonly column_reorder: boolean;
}

const variants = ['empty', 'rows', 'renames', 'native'] as const;
type Variant = (typeof variants)[number];

const sqlJs = await initSqlJs();

/** Pairs whose rows break the new rules, where the upgrade refused as its warnings had said. */
const foretold: string[] = [];

function open(sql: string): Database {
	const database = new sqlJs.Database();
	database.exec(sql);
	return database;
}

function fingerprintOf(sql: string): string {
	const database = open(sql);
	const text = catalogFingerprint(database);
	database.close();
	return text;
}

/** The script as a step runs it. */
function asStep({ sql, foreignKeys }: Script): string {
	return `PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'};\nBEGIN;\n${sql}COMMIT;\n`;
}

async function inspect(sql: string): Promise<Schema> {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	const schema = await inspector.inspect(database);
	await database.close();
	return schema;
}

/** Puts a few rows into every table, as far as its rules let it; gives what is in each table then. */
function fill(database: Database, schema: Schema): Record<string, number> {
	database.exec('PRAGMA foreign_keys = OFF');
	const counts: Record<string, number> = {};
	for (const table of schema.objects) {
		if (table.kind !== 'table') continue;
		const id = `"${table.name.replaceAll('"', '""')}"`;
		const columns = table.columns.filter((column) => column.generated === undefined);
		for (let n = 1; n <= 3; n++) {
			const values = columns.map((column) =>
				/CHAR|TEXT|CLOB/.test(column.type) ? `'text ${n}'` : String(n)
			);
			try {
				database.exec(
					`INSERT INTO ${id} (${columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join()}) VALUES (${values.join()})`
				);
			} catch {
				// A check or a trigger has its own mind.
			}
		}
		counts[table.name] = Number(database.exec(`SELECT count(*) FROM ${id}`)[0]?.values[0]?.[0] ?? 0);
	}
	return counts;
}

async function judge(example: Case, variant: Variant): Promise<string | undefined> {
	const [from, to] = [await inspect(example.before), await inspect(example.after)];
	const renames: Rename[] = variant === 'renames' ? acceptAll(from, to) : [];
	const changes = compareSchemas(from, to, { renames });
	const [before, after] = [fingerprintOf(example.before), fingerprintOf(example.after)];
	if ((before === after) !== (changes.length === 0)) {
		return `compare says ${changes.length} changes, the catalog says ${before === after ? 'equal' : 'different'}`;
	}
	if (example.noop && changes.length > 0) return `a pair that means the same has ${changes.length} changes`;
	const database = open(example.before);
	const rows = variant === 'rows' ? fill(database, from) : undefined;
	const { upgrade, downgrade, warnings } = renderer.renderMigration(from, to, {
		renames,
		...(rows === undefined ? {} : { rows })
	});
	const expected: [Script, string][] = [
		[upgrade, after],
		[downgrade, before]
	];
	if (variant === 'native') return judgeNatively(example, expected);
	for (const [script, catalog] of expected) {
		try {
			database.exec(asStep(script));
		} catch (error) {
			// The rows at hand break the new rules, and the script says so beforehand.
			if (script === upgrade && warnings.some((warning) => /rows that are in|fails/.test(warning))) {
				foretold.push(`${variant} ${example.id}`);
				return undefined;
			}
			return `${script === upgrade ? 'upgrade' : 'downgrade'}: ${String(error)}\n${script.sql}`;
		}
		const found = catalogFingerprint(database);
		if (found !== catalog) {
			return `${script === upgrade ? 'upgrade' : 'downgrade'} gives another schema\n${script.sql}${difference(found, catalog)}`;
		}
	}
	database.close();
	return undefined;
}

function judgeNatively(example: Case, expected: readonly [Script, string][]): string | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'cases-'));
	try {
		const file = join(folder, 'case.db');
		let sql = example.before;
		for (const [script, catalog] of expected) {
			execFileSync('sqlite3', ['-bail', file], { input: `${sql}\n;${asStep(script)}`, stdio: 'pipe' });
			sql = '';
			const database = new sqlJs.Database(readOrEmpty(file));
			const found = catalogFingerprint(database);
			database.close();
			if (found !== catalog) return `another schema\n${script.sql}${difference(found, catalog)}`;
		}
		return undefined;
	} catch (error) {
		return String(error);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function readOrEmpty(file: string): Uint8Array | undefined {
	const bytes = readFileSync(file);
	return bytes.length === 0 ? undefined : bytes;
}

/** Takes every suggestion: tables first, then the columns of what is one table then. */
function acceptAll(from: Schema, to: Schema): Rename[] {
	const tables = suggestRenames(from, to)
		.map(({ rename }) => rename)
		.filter((rename) => rename.kind === 'table');
	const columns = suggestRenames(from, to, { renames: tables }).map(({ rename }) => rename);
	return [...tables, ...columns];
}

function difference(found: string, expected: string): string {
	const [left, right] = [found.split('\n'), expected.split('\n')];
	return [
		...left.filter((line) => !right.includes(line)).map((line) => `  found    ${line}`),
		...right.filter((line) => !left.includes(line)).map((line) => `  expected ${line}`)
	].join('\n');
}

/** Runs the pairs of a folder and prints what came of them; gives the exit code. */
export async function runCases(folder: string): Promise<number> {
	const cases = readFileSync(join(folder, 'diff-sqlite.jsonl'), 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line) as Case);
	let failed = 0;
	for (const variant of variants) {
		let passed = 0;
		for (const example of cases) {
			const failure = await judge(example, variant).catch((error: unknown) => `thrown: ${String(error)}`);
			if (failure === undefined) passed++;
			else console.log(`✕ ${variant} ${example.id} (${example.kind})\n${failure.replace(/^/gm, '    ')}`);
		}
		failed += cases.length - passed;
		console.log(`${variant}: ${passed} of ${cases.length}`);
	}
	console.log(`refused for their rows, as warned: ${foretold.length}`);
	for (const name of foretold) console.log(`  ${name}`);
	return failed === 0 ? 0 : 1;
}
