import { DatabaseError } from '../database.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema/model.ts';

/** Databases limit how many SELECTs one query may join; SQLite's limit of 500 is the lowest. */
const atOnce = 400;

/**
 * How many rows each table has; views are left out, and so are tables that cannot be read (e.g. of a module that
 * is not there). One query for all: counting reads pages, not rows.
 */
export async function countRows(
	database: Database,
	schema: Schema
): Promise<Readonly<Record<string, number>>> {
	const tables = schema.objects.flatMap((object) => (object.kind === 'table' ? [object.name] : []));
	const counts: [string, number][] = [];
	for (let start = 0; start < tables.length; start += atOnce) {
		counts.push(...(await countGroup(database, tables.slice(start, start + atOnce))));
	}
	return Object.fromEntries(counts);
}

async function countGroup(database: Database, tables: readonly string[]): Promise<[string, number][]> {
	try {
		return await countTables(database, tables);
	} catch (error) {
		if (!(error instanceof DatabaseError)) throw error;
		if (tables.length === 1) return [];
		// One that cannot be read fails the query for all, so each is asked on its own.
		const counts: [string, number][] = [];
		for (const table of tables) counts.push(...(await countGroup(database, [table])));
		return counts;
	}
}

async function countTables(database: Database, tables: readonly string[]): Promise<[string, number][]> {
	const { dialect } = database;
	const counts = tables.map((table, at) => `SELECT ${at}, count(*) FROM ${dialect.relation(table)}`);
	const { rows } = await database.query(counts.join(' UNION ALL '));
	return rows.map(([at, count]) => [tables[Number(at)] ?? '', Number(count)]);
}
