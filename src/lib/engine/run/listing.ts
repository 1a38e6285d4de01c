import type { Migration, RevisionGraph } from '../migration/migration.ts';
import { branchpointsOf, childrenOf, findMigration, parentsOf } from '../migration/revisions.ts';
import { resolveRange, resolveRevisions } from '../migration/target.ts';
import { success } from '../problem.ts';
import type { Outcome } from '../problem.ts';

/** A migration with its neighbours in the folder. */
export interface Listed {
	readonly migration: Migration;
	readonly parents: readonly string[];
	readonly children: readonly string[];
}

/** The folder's migrations from the newest to the oldest, or those of a range such as `a:b`. */
export function history(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	range?: string
): Outcome<readonly Listed[]> {
	if (range === undefined)
		return success(graph.migrations.map((migration) => listed(graph, migration)).reverse());
	const revisions = resolveRange(graph, applied, range);
	return revisions.ok ? success(listAll(graph, revisions.value).toReversed()) : revisions;
}

/** The migrations nothing comes after. */
export function heads(graph: RevisionGraph): readonly Listed[] {
	return listAll(graph, graph.heads);
}

/** The migrations more than one comes after. */
export function branches(graph: RevisionGraph): readonly Listed[] {
	return listAll(graph, branchpointsOf(graph));
}

/** The migrations a symbol such as `head` or a prefix names. */
export function show(
	graph: RevisionGraph,
	applied: ReadonlySet<string>,
	symbol: string
): Outcome<readonly Listed[]> {
	const revisions = resolveRevisions(graph, applied, symbol);
	return revisions.ok ? success(listAll(graph, revisions.value)) : revisions;
}

function listAll(graph: RevisionGraph, revisions: readonly string[]): readonly Listed[] {
	return revisions.flatMap((revision) => {
		const migration = findMigration(graph, revision);
		return migration ? [listed(graph, migration)] : [];
	});
}

function listed(graph: RevisionGraph, migration: Migration): Listed {
	const { revision } = migration;
	return { migration, parents: parentsOf(graph, revision), children: childrenOf(graph, revision) };
}
