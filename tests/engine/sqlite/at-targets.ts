import { expect } from 'vitest';
import initSqlJs from 'sql.js';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import type { RenderOptions } from '../../../src/lib/engine/dialects/dialect.ts';
import { inspectSchema } from '../../../src/lib/engine/index.ts';
import { renderer } from '../../../src/lib/engine/dialects/sqlite/render.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';
import { catalogFingerprint } from '../../peers/cases/sqlite-fingerprint.ts';

/** The oldest versions a folder may have to run on: without DROP COLUMN, the usual one, and those that alter rules in place. */
export const targets = [3.34, 3.35, 3.53, 3.54];

const sqlJs = await initSqlJs();

async function schemaOf(sql: string) {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	const schema = await inspectSchema(database);
	await database.close();
	return schema;
}

/** A pair of schemas, rows in the first, and the migration between them. */
export interface Pair {
	readonly before: string;
	readonly rows?: string;
	readonly after: string;
	/** Whether foreign keys are enforced where the script does not turn them off. */
	readonly foreignKeys?: boolean;
}

/**
 * The migration of a pair for a target, on a database with its rows. What comes of it is judged by the catalog, beside
 * the engine.
 */
export async function migrationOf(pair: Pair, options: Partial<RenderOptions> = {}) {
	const [from, to] = [await schemaOf(pair.before), await schemaOf(pair.after)];
	const database = new sqlJs.Database();
	database.exec(`${pair.before};${pair.rows ?? ''}`);
	const migration = renderer.renderMigration(from, to, { renames: [], ...options });
	const made = new sqlJs.Database();
	made.exec(pair.after);
	const [before, after] = [catalogFingerprint(database), catalogFingerprint(made)];
	made.close();
	const run = ({ sql, foreignKeys }: Script) => {
		const enforced = foreignKeys && (pair.foreignKeys ?? true);
		database.exec(`PRAGMA foreign_keys = ${enforced ? 'ON' : 'OFF'}; BEGIN;`);
		try {
			database.exec(sql);
			expect(database.exec('PRAGMA foreign_key_check')).toEqual([]);
			database.exec('COMMIT');
		} catch (error) {
			database.exec('ROLLBACK');
			throw error;
		}
		expect(database.exec('PRAGMA integrity_check')[0]?.values).toEqual([['ok']]);
	};
	return {
		...migration,
		rows: (sql: string) => database.exec(sql)[0]?.values ?? [],
		execute: (sql: string) => void database.exec(sql),
		/** Runs the upgrade and proves that the catalog is that of the later schema. */
		up() {
			run(migration.upgrade);
			expect(catalogFingerprint(database), migration.upgrade.sql).toBe(after);
		},
		down() {
			run(migration.downgrade);
			expect(catalogFingerprint(database), migration.downgrade.sql).toBe(before);
		}
	};
}

/** Whether a script makes a table anew. */
export function rebuilds({ sql }: Script): boolean {
	return /\bCREATE TABLE new_/.test(sql);
}
