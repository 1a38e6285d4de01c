import type { Rename } from './change.ts';

/** The renames that undo these. */
export function reversedRenames(renames: readonly Rename[]): Rename[] {
	const earlier = new Map(
		renames.flatMap((rename) => (rename.kind === 'table' ? [[rename.to, rename.from] as const] : []))
	);
	return renames.map((rename) => {
		const { from, to } = rename;
		if (rename.kind === 'table') return { kind: 'table', from: to, to: from };
		return { kind: 'column', table: earlier.get(rename.table) ?? rename.table, from: to, to: from };
	});
}
