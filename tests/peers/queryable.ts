import type { Database } from '../../src/lib/engine/database.ts';
import { postgresFingerprint, type Queryable } from './postgres-fingerprint/index.ts';

/** A database of the engine's as the fingerprint asks a PostgreSQL; whoever asks opens the transaction. */
export function queryable(database: Database): Queryable {
	return {
		async exec(sql) {
			const results: { rows: Record<string, unknown>[] }[] = [];
			for await (const { result } of database.run(sql, { maxRows: Number.MAX_SAFE_INTEGER })) {
				const { columns = [], rows = [] } = result ?? {};
				results.push({
					rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
				});
			}
			return results;
		}
	};
}

/** The fingerprint of a database of the engine's, outside a transaction. */
export async function fingerprintHere(database: Database): Promise<string> {
	await database.execute('BEGIN');
	try {
		return await postgresFingerprint(queryable(database));
	} finally {
		await database.execute('COMMIT');
	}
}
