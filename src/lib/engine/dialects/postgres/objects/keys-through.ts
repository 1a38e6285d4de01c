import type { ForeignKey } from '../../../schema/model.ts';
import { foreignKeysOf } from '../../../schema/order.ts';
import { ancestorsOf } from './family.ts';
import type { Surroundings } from './ties.ts';

/**
 * The foreign keys that point at rows of a partition by way of a table which it is below before and after: they keep it from being
 * taken off, be it for a moment.
 */
export function keysThrough(
	partition: string,
	{ from, to }: Surroundings
): readonly { readonly table: string; readonly key: ForeignKey }[] {
	const later = ancestorsOf(to, partition);
	const above = new Set(ancestorsOf(from, partition).filter((name) => later.includes(name)));
	return from.objects.flatMap((table) =>
		table.kind !== 'table'
			? []
			: foreignKeysOf(table)
					.filter((key) => key.options.inherited !== true && above.has(key.table))
					.map((key) => ({ table: table.name, key }))
	);
}
