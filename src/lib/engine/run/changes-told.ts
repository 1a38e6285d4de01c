import type { Renderer } from '../dialects/dialect.ts';
import type { Change, Rename } from '../schema/change.ts';
import { compareSchemas } from '../schema/compare.ts';
import type { Schema } from '../schema/model.ts';

/** The changes from one schema to the other as people are told of them: without what follows a rename by itself. */
export function changesTold(
	renderer: Renderer,
	from: Schema,
	to: Schema,
	renames: readonly Rename[]
): readonly Change[] {
	const followed = renames.length > 0 ? (renderer.changes?.(from, to, renames) ?? []) : [];
	return followed.length > 0 ? followed : compareSchemas(from, to, { renames });
}
