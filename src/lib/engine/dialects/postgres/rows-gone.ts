import type { Change } from '../../schema/change.ts';
import type { Schema, Table } from '../../schema/model.ts';
import type { NameBefore } from '../../schema/name-before.ts';
import { parentsOf, tableIn } from './objects/family.ts';
import { cannotBecome } from './objects/ties.ts';

/**
 * Tells whether the rows of a table that is dropped are to be told as lost: not where a table above is dropped as well, which counts
 * them among its own, nor where the one above is made anew, into which they are copied.
 */
export function rowsGone(
	changes: readonly Change[],
	{ from, to }: { readonly from: Schema; readonly to: Schema },
	before: NameBefore
): (table: Table) => boolean {
	const dropped = new Set(
		changes.flatMap((change) => (change.kind === 'dropObject' ? [change.object.name] : []))
	);
	const isMadeAnew = (name: string) => {
		const [old, now] = [tableIn(from, name) ?? tableIn(from, before.table(name)), tableIn(to, name)];
		return old !== undefined && now !== undefined && cannotBecome(old, now);
	};
	return (table) =>
		!parentsOf(table).some((name) => dropped.has(name)) && !isMadeAnew(String(table.options.partitionOf));
}
