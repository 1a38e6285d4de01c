import { describe } from 'vitest';
import type { Database } from '../../src/lib/engine/database.ts';
import type { DialectName } from '../../src/lib/engine/dialects/dialect.ts';
import { openDatabase } from '../../src/lib/engine/dialects/registry.ts';
import type { OpenOptions } from '../../src/lib/engine/index.ts';

export const dialects: readonly DialectName[] = ['sqlite', 'postgres'];

/** A suite that every dialect must pass: `everyDialect('…', (dialect) => …)`. */
export const everyDialect = describe.each(dialects);

let postgres: Promise<Database> | undefined;

/**
 * An empty database. Starting PGlite takes half a second, so the tests of one file share one and find it emptied;
 * it is never closed, and a test that needs two at once opens its own.
 */
export async function emptyDatabase(dialect: DialectName, options: OpenOptions = {}): Promise<Database> {
	if (dialect !== 'postgres') return openDatabase(dialect, options);
	postgres ??= openDatabase('postgres');
	const database = await postgres;
	await empty(database);
	return database;
}

async function empty(database: Database): Promise<void> {
	await database.dialect.transactions.rollback(database);
	await database.execute('SET SESSION AUTHORIZATION postgres');
	await database.execute('DISCARD ALL');
	const { rows } = await database.query(
		"SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
	);
	for (const [name] of rows) await database.execute(`DROP SCHEMA "${String(name)}" CASCADE`);
	await database.execute("CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'standard public schema'");
}

/** The tables in it, by name; the ledger is one of them. */
export async function tablesOf(database: Database): Promise<readonly string[]> {
	const { rows } = await database.query(
		{
			sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
			postgres: `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
				ORDER BY relname`
		}[database.dialect.name]
	);
	return rows.map(([name]) => String(name));
}

/** Everything in it but the ledger, as text: the structure and every row of every table. */
export async function everythingIn(database: Database): Promise<string> {
	const { rows: objects } = await database.query(
		{
			sqlite: "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'updown_migrations' ORDER BY 1, 2",
			postgres: `SELECT c.relname, c.relkind, a.attnum, a.attname, a.atttypid, pg_get_indexdef(c.oid)
				FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
				WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'updown_migrations%'
				ORDER BY c.relname, a.attnum`
		}[database.dialect.name]
	);
	const tables = (await tablesOf(database)).filter((name) => name !== 'updown_migrations');
	const rows = [];
	for (const name of tables) rows.push([name, (await database.query(`SELECT * FROM "${name}"`)).rows]);
	return JSON.stringify([objects, rows], (_key, value: unknown) =>
		typeof value === 'bigint' ? `${value}n` : value
	);
}
