import { MinHeap } from '../min-heap.ts';
import type { Migration } from './migration.ts';

/**
 * The migrations with parents and dependencies before what rests on them, and otherwise in the order given (Kahn's
 * algorithm, always taking the earliest that is ready). Those on a cycle and all that rests on them are left out.
 */
export function inRunningOrder(
	migrations: readonly Migration[],
	parents: ReadonlyMap<string, readonly string[]>
): readonly Migration[] {
	const place = new Map(migrations.map((migration, index) => [migration.revision, index]));
	const waitsFor = new Array<number>(migrations.length).fill(0);
	const releases: number[][] = migrations.map(() => []);
	for (const [index, migration] of migrations.entries()) {
		for (const needed of neededBy(migration, parents)) {
			const from = place.get(needed);
			if (from === undefined) continue;
			waitsFor[index] = (waitsFor[index] ?? 0) + 1;
			releases[from]?.push(index);
		}
	}
	const order: Migration[] = [];
	const ready = new MinHeap();
	for (const [index, count] of waitsFor.entries()) if (count === 0) ready.add(index);
	for (let next = ready.take(); next !== undefined; next = ready.take()) {
		const migration = migrations[next];
		if (migration) order.push(migration);
		for (const freed of releases[next] ?? []) {
			waitsFor[freed] = (waitsFor[freed] ?? 0) - 1;
			if (waitsFor[freed] === 0) ready.add(freed);
		}
	}
	return order;
}

/** Everything that must be applied before a migration, each once; itself left out. */
export function neededBy(
	migration: Migration,
	parents: ReadonlyMap<string, readonly string[]>
): ReadonlySet<string> {
	const needed = new Set([...(parents.get(migration.revision) ?? []), ...migration.dependsOn]);
	needed.delete(migration.revision);
	return needed;
}
