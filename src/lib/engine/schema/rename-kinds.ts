import { assertNever } from '../problem.ts';
import type { Change, Rename, TypePart } from './change.ts';
import { objectKey, type DefinitionKind } from './model.ts';

/** The changes that are renames. */
export type RenameChange = Extract<Change, { kind: 'renameTable' | 'renameColumn' | 'renamePart' }>;

/** The kind of type whose parts are called so. */
const typeWith: Readonly<Record<TypePart, DefinitionKind>> = {
	value: 'enum',
	attribute: 'compositeType'
};

/** Whether a change only gives another name. */
export function isRename(change: Change): change is RenameChange {
	return change.kind === 'renameTable' || change.kind === 'renameColumn' || change.kind === 'renamePart';
}

/** The rename that a change says. */
export function renameOf(change: RenameChange): Rename {
	const { from, to } = change;
	switch (change.kind) {
		case 'renameTable':
			return { kind: 'table', from, to };
		case 'renameColumn':
			return { kind: 'column', table: change.table, from, to };
		case 'renamePart':
			return { kind: change.part, type: change.type, from, to };
		default:
			return assertNever(change);
	}
}

/** The renames among the changes of a step. */
export function renamesOf(changes: readonly Change[]): readonly Rename[] {
	return changes.filter(isRename).map(renameOf);
}

/** The renames that undo these. */
export function reversedRenames(renames: readonly Rename[]): Rename[] {
	const earlier = new Map(
		renames.flatMap((rename) => (rename.kind === 'table' ? [[rename.to, rename.from] as const] : []))
	);
	return renames.map((rename) => {
		const names = { from: rename.to, to: rename.from };
		return rename.kind === 'column'
			? { ...rename, ...names, table: earlier.get(rename.table) ?? rename.table }
			: { ...rename, ...names };
	});
}

/** The key of the type whose part is meant. */
export function typeKey({ part, type }: { readonly part: TypePart; readonly type: string }): string {
	return objectKey({ kind: typeWith[part], name: type });
}

/** The keys, before the rename and after it, of the object that is renamed or has the part that is; a table that a column is in by its later name. */
export function objectsOf(rename: Rename): { readonly earlier: string; readonly later: string } {
	const same = (key: string) => ({ earlier: key, later: key });
	switch (rename.kind) {
		case 'table':
			return { earlier: `table ${rename.from}`, later: `table ${rename.to}` };
		case 'column':
			return same(`table ${rename.table}`);
		default:
			return same(typeKey({ part: rename.kind, type: rename.type }));
	}
}
