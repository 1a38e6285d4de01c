import type { Migration } from './migration.ts';
import { neededBy } from './running-order.ts';

/**
 * The circles among migrations, each as a list in which one rests on the next and the last on the first. One is found
 * for every knot of circles that share a migration; when it is cut, the next one shows. Depth-first, without recursion.
 */
export function findCycles(
	migrations: readonly Migration[],
	parents: ReadonlyMap<string, readonly string[]>
): readonly (readonly Migration[])[] {
	const byRevision = new Map(migrations.map((migration) => [migration.revision, migration]));
	const done = new Set<string>();
	const cycles: (readonly Migration[])[] = [];
	const tangled = new Set<string>();
	for (const start of migrations) {
		const path: { readonly migration: Migration; readonly next: Iterator<string> }[] = [];
		const onPath = new Map<string, number>();
		const enter = (migration: Migration) => {
			onPath.set(migration.revision, path.length);
			path.push({ migration, next: neededBy(migration, parents).values() });
		};
		if (!done.has(start.revision)) enter(start);
		for (let top = path.at(-1); top; top = path.at(-1)) {
			const step = top.next.next();
			if (step.done) {
				path.pop();
				onPath.delete(top.migration.revision);
				done.add(top.migration.revision);
				continue;
			}
			const needed = byRevision.get(step.value);
			if (!needed || done.has(needed.revision)) continue;
			const from = onPath.get(needed.revision);
			if (from === undefined) {
				enter(needed);
				continue;
			}
			const cycle = path.slice(from).map((entry) => entry.migration);
			if (!cycle.some(({ revision }) => tangled.has(revision))) cycles.push(cycle);
			for (const { revision } of cycle) tangled.add(revision);
		}
	}
	return cycles;
}
