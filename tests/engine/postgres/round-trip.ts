import { expect } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { inspectSchema } from '../../../src/lib/engine/run/index.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { RenderedMigration } from '../../../src/lib/engine/schema/script.ts';
import { emptyDatabase } from '../databases.ts';

export interface RoundTrip {
	/** The statements of the upgrade, as they were run. */
	readonly up: readonly string[];
	readonly down: readonly string[];
	readonly migration: RenderedMigration;
	/** The database after the upgrade, with the rows that `rows` had put into it before. */
	readonly database: Database;
}

/**
 * Writes the migration between two schemas given as SQL, runs it up from the first and down from the second, each in one
 * transaction, and expects it to arrive where it should. `rows` fills the first before the upgrade.
 */
export async function roundTrip(before: string, after: string, rows = ''): Promise<RoundTrip> {
	const to = await inspectSchema(await made(after));
	const from = await inspectSchema(await made(before));
	const migration = (await made('')).dialect.renderer.renderMigration(from, to, { renames: [] });
	const downgraded = await made(after);
	await inTransaction(downgraded, migration.downgrade.sql);
	expect(compareSchemas(await inspectSchema(downgraded), from)).toEqual([]);
	const database = await made(`${before};\n${rows}`);
	await inTransaction(database, migration.upgrade.sql);
	expect(compareSchemas(await inspectSchema(database), to)).toEqual([]);
	return {
		up: statements(database, migration.upgrade.sql),
		down: statements(database, migration.downgrade.sql),
		migration,
		database
	};
}

/** The objects that differ between two schemas given as SQL, and how. */
export async function differences(before: string, after: string) {
	const from = await inspectSchema(await made(before));
	return compareSchemas(from, await inspectSchema(await made(after)));
}

async function made(sql: string): Promise<Database> {
	const database = await emptyDatabase('postgres');
	await database.execute(leftovers);
	await database.execute(sql);
	await database.execute('RESET ALL');
	return database;
}

// What does not belong to a schema, and so does not go with one.
const leftovers = `
	COMMENT ON SCHEMA public IS 'standard public schema';
	DO $$
	DECLARE
		command text;
	BEGIN
		FOR command IN
			SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
			UNION ALL SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
			UNION ALL SELECT format('DROP EXTENSION %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
			UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
			UNION ALL SELECT format('DROP LANGUAGE %I CASCADE', lanname) FROM pg_language WHERE oid >= 16384
			UNION ALL SELECT format('DROP ACCESS METHOD %I CASCADE', amname) FROM pg_am WHERE oid >= 16384
		LOOP
			EXECUTE command;
		END LOOP;
	END
	$$;`;

async function inTransaction(database: Database, sql: string): Promise<void> {
	await database.execute('BEGIN');
	try {
		await database.execute(sql);
	} catch (error) {
		throw new Error(`${error instanceof Error ? error.message : String(error)} in\n${sql}`, { cause: error });
	}
	await database.execute('COMMIT');
}

function statements(database: Database, script: string): readonly string[] {
	return database.dialect.split(script).map(({ sql }) => sql);
}
