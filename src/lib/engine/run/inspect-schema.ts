import type { Database } from '../database.ts';
import type { Schema } from '../schema/model.ts';

/** The structure of a database as plain values; the ledger is left out. */
export function inspectSchema(database: Database): Promise<Schema> {
	return database.dialect.inspector.inspect(database);
}
