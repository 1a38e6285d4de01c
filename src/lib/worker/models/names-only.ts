import type { Change } from '../../engine/schema/change.ts';
import { constraintKey } from '../../engine/schema/compare.ts';
import type { Constraint } from '../../engine/schema/model.ts';

/** Names, among a column's options, of what it has got by itself; a model cannot give them. */
const ownNames = ['notNullName', 'identitySequence'];

/**
 * The changes without rules and counting sequences that go and come again under another name, where Alembic has found neither
 * (`isFound`): a model that gives them no name takes them by any. A sequence that was made anew would count from its beginning.
 */
export function withoutNamesAlone(
	all: readonly Change[],
	isFound: (change: Change) => boolean
): readonly Change[] {
	const changes = all.map(withoutOwnNames);
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
	for (const change of changes.filter((one) => !isFound(one))) {
		for (const one of sequencesExchanged(change, changes)) same.add(one);
	}
	return changes.filter((change) => !same.has(change));
}

/** A column has the names that it was made with, also after a rename; what then is no change has no part that changes. */
function withoutOwnNames(change: Change): Change {
	if (change.kind !== 'alterColumn') return change;
	const { from, to } = change;
	const options = Object.entries(from.options).filter(
		([name]) => !ownNames.includes(name) || to.options[name] !== undefined
	);
	return { ...change, from: { ...from, options: Object.fromEntries(options) } };
}

/** The changes that give a column another sequence which differs from the one it had only by its name. */
function sequencesExchanged(change: Change, changes: readonly Change[]): readonly Change[] {
	if (change.kind !== 'alterColumn') return [];
	const [before, after] = [change.from.default, change.to.default];
	if (before === undefined || after === undefined || before === after) return [];
	for (const gone of changes) {
		if (gone.kind !== 'dropObject' || gone.object.kind !== 'sequence') continue;
		const { name: old } = gone.object;
		if (!before.includes(old)) continue;
		const made = changes.find(
			(one) =>
				one.kind === 'addObject' &&
				one.object.kind === 'sequence' &&
				before.replace(old, one.object.name) === after
		);
		if (made) return [change, gone, made];
	}
	return [];
}

function nameless(table: string, { name: _, ...constraint }: Constraint): string {
	return `${table} ${constraintKey(constraint)}`;
}
