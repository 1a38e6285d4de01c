import type { Dialect } from '../dialects/dialect.ts';
import type { Change, Rename } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Schema } from '../schema/model.ts';

/**
 * The changes between two looks at one database. With a rename, a name that the database has made of the old one stays, and
 * is no change though the database would make another one now.
 */
export function changesSeen(
	dialect: Dialect,
	from: Schema,
	to: Schema,
	renames: readonly Rename[]
): readonly Change[] {
	const named = ({ objects }: Schema): Schema => ({
		objects: objects.map((object) =>
			object.kind === 'table' ? (dialect.withMadeNames?.(object) ?? object) : object
		)
	});
	return renames.length === 0
		? compareSchemas(from, to)
		: compareSchemas(named(from), named(to), { renames });
}
