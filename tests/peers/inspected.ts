/** What the engine's own inspection reads, as text to compare: of a real server, and of the frames of a project. */

import type { Connection } from '../../scripts/peers/postgres-client.mjs';
import type { Database } from '../../src/lib/engine/database.ts';
import { dialectOf } from '../../src/lib/engine/dialects/registry.ts';
import { parameterQuery, readReply } from '../../src/lib/engine/dialects/postgres/protocol.ts';
import { paramOf, resultOf, rowsChangedBy } from '../../src/lib/engine/dialects/postgres/values.ts';
import type { Schema, SchemaObject } from '../../src/lib/engine/schema/model.ts';

/** One line an object. */
export function inspectedText(objects: readonly SchemaObject[]): string {
	return objects
		.map((object) => JSON.stringify(object))
		.sort()
		.join('\n');
}

/** What the engine reads in a real PostgreSQL's database, spoken to as it speaks to its own. */
export async function inspectServer(connection: Connection): Promise<Schema> {
	const dialect = dialectOf('postgres');
	const query: Database['query'] = async (sql, params = []) => {
		const bytes = await connection.exchange(parameterQuery(sql, params.map(paramOf)));
		const reply = readReply(bytes, Number.MAX_SAFE_INTEGER);
		if (reply.error) throw new Error(reply.error.M);
		return { ...resultOf(reply), rowsChanged: rowsChangedBy(reply.tag) };
	};
	// An inspection does nothing but ask.
	return dialect.inspector.inspect({ dialect, query } as Database);
}
