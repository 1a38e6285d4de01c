import { columnNode } from '../nodes.ts';
import { columnIn, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';

/**
 * Whether PostgreSQL itself makes again what has these needs, as a column of its table gets another type: it then forgets what
 * ALTER had set on it.
 */
export function isMadeAgain(
	{ table, needs = [] }: { readonly table?: string; readonly needs?: readonly string[] },
	{ from, to, forced }: PlanContext
): boolean {
	if (table === undefined) return false;
	const before = tableIn(from, table);
	return (tableIn(to, table)?.columns ?? []).some((column) => {
		const node = columnNode(table, column.name);
		const old = columnIn(before, column.name);
		const isRetyped = old?.type !== column.type || old.collation !== column.collation || forced.has(node);
		return old !== undefined && isRetyped && needs.includes(node);
	});
}
