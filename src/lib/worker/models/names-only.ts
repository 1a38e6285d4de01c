import type { Change } from '../../engine/schema/change.ts';
import { constraintKey } from '../../engine/schema/compare.ts';
import type { Constraint } from '../../engine/schema/model.ts';

/**
 * The changes without rules that go and come again under another name, where Alembic has found neither (`isFound`): a model
 * that gives a rule no name takes it by any.
 */
export function withoutNamesAlone(
	changes: readonly Change[],
	isFound: (change: Change) => boolean
): readonly Change[] {
	const gone = new Map<string, Change[]>();
	for (const change of changes) {
		if (change.kind !== 'dropConstraint' || isFound(change)) continue;
		const key = nameless(change.table, change.constraint);
		gone.set(key, [...(gone.get(key) ?? []), change]);
	}
	const same = new Set<Change>();
	for (const change of changes) {
		if (change.kind !== 'addConstraint' || isFound(change)) continue;
		const twin = gone.get(nameless(change.table, change.constraint))?.shift();
		if (twin) same.add(twin).add(change);
	}
	return changes.filter((change) => !same.has(change));
}

function nameless(table: string, { name: _, ...constraint }: Constraint): string {
	return `${table} ${constraintKey(constraint)}`;
}
