import { objectKey, type Index, type Schema } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import type { PlanContext } from './kind.ts';
import { fallingSequences } from './serial.ts';

/** The name that relations share, tables, indexes and sequences among them. */
export function relationName(name: string): string {
	return `relation ${name}`;
}

export interface Fallen {
	readonly drops: readonly string[];
	readonly frees: readonly string[];
	/** What the dropped needs, which must not go before. */
	readonly needs: readonly string[];
}

/**
 * What PostgreSQL drops by itself together with columns of a table: indexes, and the sequences that they own. Indexes of
 * columns that come back are dropped on their own, so that `owners` may be more.
 */
export function fallenWith(
	context: PlanContext,
	table: string,
	columns: readonly string[],
	owners = columns
): Fallen {
	const nodes = new Set(columns.map((column) => columnNode(table, column)));
	const indexes = indexesOf(context.from, table)
		.filter((index) => !isDroppedItself(index, context))
		.filter(({ needs = [] }) => needs.some((node) => nodes.has(node)));
	const sequences = fallingSequences(context, table, owners);
	return {
		drops: [...indexes.map(({ name }) => `index ${name}`), ...sequences.map((name) => `sequence ${name}`)],
		frees: [...indexes.map(({ name }) => name), ...sequences].map(relationName),
		needs: indexes.flatMap(({ needs = [] }) => needs).filter((node) => !nodes.has(node))
	};
}

/** Whether an index of that name comes again, or it is part of one of which that is so: each is then dropped on its own before. */
function isDroppedItself(index: Index, context: PlanContext): boolean {
	if (context.later(objectKey(index)) !== undefined) return true;
	const above = context.before(`index ${String(index.options.partitionOf)}`);
	return above?.kind === 'index' && isDroppedItself(above, context);
}

function indexesOf(schema: Schema, table: string) {
	return schema.objects.filter((object) => object.kind === 'index').filter((index) => index.table === table);
}
