import type { Change, Rename } from './change.ts';

/** The renames among the changes of a step. */
export function renamesOf(changes: readonly Change[]): readonly Rename[] {
	return changes.flatMap((change): Rename[] => {
		if (change.kind === 'renameTable') return [{ kind: 'table', from: change.from, to: change.to }];
		if (change.kind !== 'renameColumn') return [];
		return [{ kind: 'column', table: change.table, from: change.from, to: change.to }];
	});
}
