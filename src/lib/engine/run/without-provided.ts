import type { Database } from '../database.ts';
import type { Schema } from '../schema/model.ts';
import { withoutStashes } from '../schema/stash.ts';

/**
 * A schema of `database`, or of a shadow of it, without what belongs to no migration: what is there from the beginning because the
 * project has it, and what a downgrade has put aside.
 */
export function withoutProvided({ extensions = [], dialect }: Database, schema: Schema): Schema {
	const made = withoutStashes(schema);
	if (extensions.length === 0) return made;
	const names = new Set(extensions.map((name) => dialect.identifier(name)));
	return { objects: made.objects.filter(({ kind, name }) => kind !== 'extension' || !names.has(name)) };
}
