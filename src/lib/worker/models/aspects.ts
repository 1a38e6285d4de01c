import type { Change } from '../../engine/schema/change.ts';
import type { Column } from '../../engine/schema/model.ts';
import { sameValue } from '../../engine/schema/patch.ts';
import type { ColumnAspect } from '../../python/autogenerate.ts';

const parts = ['type', 'nullable', 'default', 'collation', 'generated', 'comment', 'options'] as const;

/** The changes with each part of a column that changes as one of its own: Alembic may find one and miss the other. */
export function byAspect(changes: readonly Change[]): readonly Change[] {
	return changes.flatMap((change): readonly Change[] => {
		if (change.kind !== 'alterColumn') return [change];
		return changedParts(change).map((part) => ({ ...change, from: withPart(change.to, change.from, part) }));
	});
}

/** What of a column a change of one part changes, as Alembic calls it; undefined where Alembic has no word for it. */
export function aspectOf(change: Extract<Change, { kind: 'alterColumn' }>): ColumnAspect | undefined {
	const [part] = changedParts(change);
	return part === 'type' || part === 'nullable' || part === 'default' || part === 'comment'
		? part
		: undefined;
}

function changedParts({ from, to }: Extract<Change, { kind: 'alterColumn' }>) {
	return parts.filter((part) => !sameValue(from[part], to[part]));
}

/** What a part brings along that follows from it. */
const brings: Readonly<Partial<Record<(typeof parts)[number], 'needs' | 'defaultNeeds'>>> = {
	type: 'needs',
	default: 'defaultNeeds',
	generated: 'defaultNeeds'
};

/** The column with one part of another. */
function withPart(column: Column, other: Column, part: (typeof parts)[number]): Column {
	const names = new Set<string>([part, brings[part] ?? part]);
	const taken = (one: Column, isWanted: boolean) =>
		Object.entries(one).filter(([name]) => names.has(name) === isWanted);
	return Object.fromEntries([...taken(column, false), ...taken(other, true)]) as unknown as Column;
}

/** The column `column` before that change of one part. */
export function columnBefore(column: Column, change: Extract<Change, { kind: 'alterColumn' }>): Column {
	return changedParts(change).reduce((before, part) => withPart(before, change.from, part), column);
}
