import type { Schema } from '../schema/model.ts';
import type { RenderedMigration } from '../schema/script.ts';
import type { Dialect, DialectName, RenderOptions } from './dialect.ts';
import { dialectOf } from './registry.ts';

/**
 * The SQL that makes `from` into `to` and the SQL that undoes it, in the words of a dialect (by name or as a
 * database has it), with what the reader should know first. Nothing is run.
 */
export function renderMigration(
	from: Schema,
	to: Schema,
	{ dialect, ...options }: RenderOptions & { readonly dialect: DialectName | Dialect }
): RenderedMigration {
	const { renderer } = typeof dialect === 'string' ? dialectOf(dialect) : dialect;
	return renderer.renderMigration(from, to, options);
}
