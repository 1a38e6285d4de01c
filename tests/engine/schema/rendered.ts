import { expect } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import { renderer } from '../../../src/lib/engine/dialects/sqlite/render.ts';
import type { RenderOptions } from '../../../src/lib/engine/dialects/dialect.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';

async function open(sql: string) {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	return { database, schema: await inspector.inspect(database) };
}

/** The migration between two schemas given as SQL for SQLite, and a database with the first of them to run it on. */
export async function render(before: string, after: string, options: Partial<RenderOptions> = {}) {
	const [from, to] = [await open(before), await open(after)];
	const migration = renderer.renderMigration(from.schema, to.schema, { renames: [], ...options });
	const run = async ({ sql, foreignKeys }: Script) => {
		await from.database.execute(`PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`);
		await from.database.execute(`BEGIN;${sql}COMMIT`);
		return (await from.database.query('PRAGMA foreign_key_check')).rows;
	};
	const query = async (sql: string) => (await from.database.query(sql)).rows;
	return {
		...migration,
		query,
		fill: (sql: string) => from.database.execute(sql),
		/** Runs the upgrade and proves that it gave the later schema. */
		async up() {
			expect(await run(migration.upgrade)).toEqual([]);
			expect(compareSchemas(await inspector.inspect(from.database), to.schema)).toEqual([]);
		},
		async down() {
			expect(await run(migration.downgrade)).toEqual([]);
			expect(compareSchemas(await inspector.inspect(from.database), from.schema)).toEqual([]);
		}
	};
}
