import type { Migration, RevisionGraph } from './migration.ts';

/*
 * The algebra of revisions: pure questions about a graph. Two kinds of edges lead back from a revision: to its
 * parents (`revises`) and to what it depends on (`depends-on`). Both must be applied before it; only parents
 * make lines, branches and heads. Sets of revisions may hold ids the graph does not know: they are left out.
 */

/** Which edges to follow. */
export type Edges = 'revises' | 'all';

interface GraphIndex {
	readonly byRevision: ReadonlyMap<string, Migration>;
	readonly place: ReadonlyMap<string, number>;
	readonly dependents: ReadonlyMap<string, readonly string[]>;
}

const indexes = new WeakMap<RevisionGraph, GraphIndex>();

function indexOf(graph: RevisionGraph): GraphIndex {
	let index = indexes.get(graph);
	if (!index) {
		const dependents = new Map<string, string[]>();
		for (const { revision, dependsOn } of graph.migrations) {
			for (const needed of dependsOn) {
				const known = dependents.get(needed);
				if (known) known.push(revision);
				else dependents.set(needed, [revision]);
			}
		}
		index = {
			byRevision: new Map(graph.migrations.map((migration) => [migration.revision, migration])),
			place: new Map(graph.migrations.map((migration, place) => [migration.revision, place])),
			dependents
		};
		indexes.set(graph, index);
	}
	return index;
}

/** The migration with exactly this revision id. */
export function findMigration(graph: RevisionGraph, revision: string): Migration | undefined {
	return indexOf(graph).byRevision.get(revision);
}

/** What the revision revises; `[]` for a base or an unknown id. */
export function parentsOf(graph: RevisionGraph, revision: string): readonly string[] {
	return Object.hasOwn(graph.parents, revision) ? (graph.parents[revision] ?? []) : [];
}

/**
 * What to go down to, so that a revision alone is undone. The line is named by the revision itself, as what
 * else begins at the parent would go too; from a merge there are several ways down, and by each of them all parents stay.
 */
export function targetBelow(graph: RevisionGraph, revision: string): string {
	return `${revision}@${parentsOf(graph, revision)[0] ?? 'base'}`;
}

/** What revises the revision; `[]` for a head or an unknown id. */
export function childrenOf(graph: RevisionGraph, revision: string): readonly string[] {
	return Object.hasOwn(graph.children, revision) ? (graph.children[revision] ?? []) : [];
}

/** What the revision names in `depends-on`, as far as the graph knows it. */
export function dependenciesOf(graph: RevisionGraph, revision: string): readonly string[] {
	const { byRevision } = indexOf(graph);
	return (byRevision.get(revision)?.dependsOn ?? []).filter((needed) => byRevision.has(needed));
}

/** The revisions that name this one in `depends-on`. */
export function dependentsOf(graph: RevisionGraph, revision: string): readonly string[] {
	return indexOf(graph).dependents.get(revision) ?? [];
}

/** The revisions and everything that must be applied before them. */
export function withAncestors(
	graph: RevisionGraph,
	revisions: Iterable<string>,
	edges: Edges = 'all'
): ReadonlySet<string> {
	return closure(graph, revisions, (revision) =>
		edges === 'all'
			? [...parentsOf(graph, revision), ...dependenciesOf(graph, revision)]
			: parentsOf(graph, revision)
	);
}

/** The revisions and everything that rests on them. */
export function withDescendants(
	graph: RevisionGraph,
	revisions: Iterable<string>,
	edges: Edges = 'all'
): ReadonlySet<string> {
	return closure(graph, revisions, (revision) =>
		edges === 'all'
			? [...childrenOf(graph, revision), ...dependentsOf(graph, revision)]
			: childrenOf(graph, revision)
	);
}

/** Everything that must be applied before one of `revisions`: proper ancestors, by either kind of edge. */
export function ancestorsOf(
	graph: RevisionGraph,
	revisions: Iterable<string>,
	edges: Edges = 'all'
): ReadonlySet<string> {
	const next = [...revisions].flatMap((revision) => [
		...parentsOf(graph, revision),
		...(edges === 'all' ? dependenciesOf(graph, revision) : [])
	]);
	return withAncestors(graph, next, edges);
}

/** Everything that rests on one of `revisions`: proper descendants, by either kind of edge. */
export function descendantsOf(
	graph: RevisionGraph,
	revisions: Iterable<string>,
	edges: Edges = 'all'
): ReadonlySet<string> {
	const next = [...revisions].flatMap((revision) => [
		...childrenOf(graph, revision),
		...(edges === 'all' ? dependentsOf(graph, revision) : [])
	]);
	return withDescendants(graph, next, edges);
}

/** The revisions in running order: parents and dependencies first, ties by version. */
export function inOrder(graph: RevisionGraph, revisions: Iterable<string>): readonly string[] {
	const { place } = indexOf(graph);
	return [...new Set(revisions)]
		.filter((revision) => place.has(revision))
		.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** The revisions the database is at: applied ones with no applied child, in running order. `[]` is base. */
export function headsOf(graph: RevisionGraph, applied: Iterable<string>): readonly string[] {
	const set = new Set(applied);
	return inOrder(graph, set).filter(
		(revision) => !childrenOf(graph, revision).some((child) => set.has(child))
	);
}

/** Applied revisions whose file is not in the folder, in the order given. */
export function unknownOf(graph: RevisionGraph, applied: Iterable<string>): readonly string[] {
	const { byRevision } = indexOf(graph);
	return [...applied].filter((revision) => !byRevision.has(revision));
}

/** Revisions with more than one child. */
export function branchpointsOf(graph: RevisionGraph): readonly string[] {
	return revisionsOf(graph).filter((revision) => childrenOf(graph, revision).length > 1);
}

/** Revisions with more than one parent. */
export function mergepointsOf(graph: RevisionGraph): readonly string[] {
	return revisionsOf(graph).filter((revision) => parentsOf(graph, revision).length > 1);
}

/**
 * The line through a revision, as Alembic filters by a label: what it revises, itself, and what revises it, at any
 * distance.
 */
export function lineageOf(graph: RevisionGraph, revision: string): ReadonlySet<string> {
	const before = withAncestors(graph, [revision], 'revises');
	return new Set([...before, ...withDescendants(graph, [revision], 'revises')]);
}

function revisionsOf(graph: RevisionGraph): readonly string[] {
	return graph.migrations.map((migration) => migration.revision);
}

function closure(
	graph: RevisionGraph,
	start: Iterable<string>,
	next: (revision: string) => readonly string[]
): ReadonlySet<string> {
	const { byRevision } = indexOf(graph);
	const reached = new Set<string>();
	const waiting = [...start];
	for (let revision = waiting.pop(); revision !== undefined; revision = waiting.pop()) {
		if (reached.has(revision) || !byRevision.has(revision)) continue;
		reached.add(revision);
		waiting.push(...next(revision));
	}
	return reached;
}

/** Whether every section of the folder, in either direction, runs in a transaction. */
export function runsInTransactions({ migrations }: RevisionGraph): boolean {
	return migrations.every(({ up, down }) => up.transaction && (down?.transaction ?? true));
}
