import type { Database } from '../database.ts';
import type { Schema } from '../schema/model.ts';

/** A schema of `database`, or of a shadow of it, without what is there from the beginning because the project has it. */
export function withoutProvided({ extensions = [], dialect }: Database, schema: Schema): Schema {
	if (extensions.length === 0) return schema;
	const names = new Set(extensions.map((name) => dialect.identifier(name)));
	return { objects: schema.objects.filter(({ kind, name }) => kind !== 'extension' || !names.has(name)) };
}
