import type { Rename } from '../../../src/lib/engine/index.ts';
import type { Model, ModelColumn, ModelTable } from './model.ts';

/** A table that is there before and after, and its columns that are. */
export interface Survivor {
	readonly before: ModelTable;
	readonly after: ModelTable;
	readonly columns: readonly { readonly before: ModelColumn; readonly after: ModelColumn }[];
}

/** What a user would answer who knows what was done: everything that has another name. */
export interface Answers {
	readonly renames: readonly Rename[];
	readonly survivors: readonly Survivor[];
}

/**
 * What of one model is still there in the other: what is the same thing by another name, and what has the same name, for
 * nobody can tell that it is another thing. Where both names of a thing are there before and after, it is not renamed.
 */
export function answersFor(from: Model, to: Model): Answers {
	const renames: Rename[] = [];
	const survivors = pairs(from.tables, to.tables).map(({ before, after }): Survivor => {
		if (before.name !== after.name) renames.push({ kind: 'table', from: before.name, to: after.name });
		return { before, after, columns: pairs(before.columns, after.columns) };
	});
	for (const { after, columns } of survivors) {
		for (const { before, after: column } of columns) {
			if (before.name === column.name) continue;
			renames.push({ kind: 'column', table: after.name, from: before.name, to: column.name });
		}
	}
	return { renames, survivors };
}

interface Named {
	readonly id: number;
	readonly name: string;
}

function pairs<Item extends Named>(
	from: readonly Item[],
	to: readonly Item[]
): readonly { readonly before: Item; readonly after: Item }[] {
	const renamed = new Map<Item, Item>();
	for (const before of from) {
		const after = to.find(({ id }) => id === before.id);
		if (after !== undefined && after.name !== before.name) renamed.set(before, after);
	}
	for (let again = true; again;) {
		again = false;
		for (const [before, after] of renamed) {
			const inTheWay = from.some((other) => other.name === after.name && !renamed.has(other));
			const stays = to.some((other) => other.name === before.name && ![...renamed.values()].includes(other));
			if (!inTheWay || !stays) continue;
			renamed.delete(before);
			again = true;
		}
	}
	const come = new Set(renamed.values());
	return from.flatMap((before) => {
		const after = renamed.get(before) ?? to.find((other) => other.name === before.name && !come.has(other));
		return after === undefined ? [] : [{ before, after }];
	});
}
