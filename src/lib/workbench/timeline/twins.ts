import { fileBehind } from '../../engine/migration/file-behind.ts';
import type { Migration, RevisionGraph } from '../../engine/migration/migration.ts';
import type { LedgerEntry } from '../../engine/run/ledger-entry.ts';

/** A file that the graph leaves out, as another one has its revision id: it has a stop of its own all the same. */
export interface Twin {
	/** What its stop is called; no revision is called so. */
	readonly key: string;
	readonly file: string;
	readonly revision: string;
	readonly message: string;
	readonly parents: readonly string[];
	/** Whether it is the one that was run as that revision. */
	readonly isApplied: boolean;
}

const prefix = 'file:';

/** The files whose revision another file of the folder has in the graph. `all` is every file that is a migration. */
export function twinsIn(
	all: readonly Migration[],
	graph: RevisionGraph,
	ledger: readonly LedgerEntry[]
): readonly Twin[] {
	const inGraph = new Map(graph.migrations.map(({ revision, file }) => [revision, file]));
	return all.flatMap(({ revision, file, message, revises }): readonly Twin[] => {
		const kept = inGraph.get(revision);
		if (kept === undefined || kept === file) return [];
		const parents = revises ?? graph.parents[revision] ?? [];
		const isApplied = fileBehind(all, ledger, revision) === file;
		return [{ key: `${prefix}${file}`, file, revision, message, parents, isApplied }];
	});
}

/** The file of a stop that stands for a twin; undefined for any other stop. */
export function twinFile(stop: string): string | undefined {
	return stop.startsWith(prefix) ? stop.slice(prefix.length) : undefined;
}
