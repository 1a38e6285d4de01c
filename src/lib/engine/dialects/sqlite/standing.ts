import type { Entry } from './parse-object.ts';
import { mentionedNames } from './mentions.ts';

/**
 * The statements that may read differently, with the same text, because of a table or a view that changed: indexes
 * of a table (the collations of its columns), and views over it, as `SELECT *` takes what there is. Asking costs
 * what stands on the tables asked for, not what there is.
 */
export class Standing {
	/** Indexes and triggers. */
	readonly #byTable = new Map<string, Set<Entry>>();
	readonly #views = new Set<Entry>();

	constructor(entries: readonly Entry[]) {
		for (const entry of entries) this.add(entry);
	}

	add(entry: Entry): void {
		if (entry.kind === 'view') this.#views.add(entry);
		if (entry.kind !== 'index' && entry.kind !== 'trigger') return;
		const others = this.#byTable.get(entry.tableKey);
		if (others) others.add(entry);
		else this.#byTable.set(entry.tableKey, new Set([entry]));
	}

	delete(entry: Entry): void {
		this.#views.delete(entry);
		this.#byTable.get(entry.tableKey)?.delete(entry);
	}

	/**
	 * What stands on tables and views of these names, in lower case: in the order of `entries`, but views over views
	 * after those they are over.
	 */
	on(tables: ReadonlySet<string>, entries: readonly Entry[]): Entry[] {
		const found = inOrder(
			[...tables].flatMap((table) => [...(this.#byTable.get(table) ?? [])]),
			entries
		);
		if (this.#views.size === 0) return found;
		const names = new Set(tables);
		let views = inOrder([...this.#views], entries);
		for (let again = true; again;) {
			const touched = views.filter((view) => mentionedNames(view).some((name) => names.has(name)));
			for (const view of touched) names.add(view.name.toLowerCase());
			views = views.filter((view) => !touched.includes(view));
			found.push(...touched);
			again = touched.length > 0;
		}
		return found;
	}
}

function inOrder(some: readonly Entry[], entries: readonly Entry[]): Entry[] {
	if (some.length < 2) return [...some];
	const wanted = new Set(some);
	return entries.filter((entry) => wanted.has(entry));
}
