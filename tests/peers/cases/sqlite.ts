import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import initSqlJs, { type Database } from 'sql.js';
import {
	compareSchemas,
	inspectSchema,
	openDatabase,
	renderMigration,
	type Schema,
	type Script
} from '../../../src/lib/engine/index.ts';
import { failed, passed, type Case, type Judge, type Verdict } from './case.ts';
import { difference } from './difference.ts';
import { acceptAll, foretells } from './renames.ts';
import { catalogFingerprint } from './sqlite-fingerprint.ts';

/**
 * For each pair the generated upgrade must make the later schema of the earlier one and the downgrade the earlier one
 * again: on empty tables, on tables with rows, with every suggested rename taken, with rows and renames where the folder needs no
 * older SQLite than the one here, and in the `sqlite3` of this machine.
 */
export const sqliteJudge: Judge = {
	variants: ['empty', 'rows', 'renames', 'newest', 'native'],
	judge,
	async close() {
		// Every database was closed when it had been judged.
	}
};

const sqlJs = await initSqlJs();
const newest = versionHere();

function open(sql: string): Database {
	const database = new sqlJs.Database();
	database.exec(sql);
	return database;
}

/** The version of the SQLite here, as a target. */
function versionHere(): number {
	const database = new sqlJs.Database();
	const [version] = database.exec('SELECT sqlite_version()')[0]?.values[0] ?? [];
	database.close();
	return Number(/^\d+\.\d+/.exec(String(version))?.[0]);
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
	const schema = await inspectSchema(database);
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

async function judge(example: Case, variant: string): Promise<Verdict> {
	const [from, to] = [await inspect(example.before), await inspect(example.after)];
	const renames = ['renames', 'newest'].includes(variant) ? acceptAll(from, to) : [];
	const changes = compareSchemas(from, to, { renames });
	const [before, after] = [fingerprintOf(example.before), fingerprintOf(example.after)];
	if ((before === after) !== (changes.length === 0)) {
		return failed(
			`compare says ${changes.length} changes, the catalog says ${before === after ? 'equal' : 'different'}`
		);
	}
	if (example.noop && changes.length > 0)
		return failed(`a pair that means the same has ${changes.length} changes`);
	const database = open(example.before);
	const rows = ['rows', 'newest'].includes(variant) ? fill(database, from) : undefined;
	const { upgrade, downgrade, warnings } = renderMigration(from, to, {
		dialect: 'sqlite',
		renames,
		...(rows === undefined ? {} : { rows }),
		...(variant === 'newest' && { target: newest })
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
			if (script === upgrade && warnings.some(foretells)) return { outcome: 'foretold' };
			return failed(`${script === upgrade ? 'upgrade' : 'downgrade'}: ${String(error)}\n${script.sql}`);
		}
		const found = catalogFingerprint(database);
		if (found !== catalog) {
			return failed(
				`${script === upgrade ? 'upgrade' : 'downgrade'} gives another schema\n${script.sql}${difference(found, catalog)}`
			);
		}
	}
	database.close();
	return passed;
}

function judgeNatively(example: Case, expected: readonly [Script, string][]): Verdict {
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
			if (found !== catalog) return failed(`another schema\n${script.sql}${difference(found, catalog)}`);
		}
		return passed;
	} catch (error) {
		return failed(String(error));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function readOrEmpty(file: string): Uint8Array | undefined {
	const bytes = readFileSync(file);
	return bytes.length === 0 ? undefined : bytes;
}
