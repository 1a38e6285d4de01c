import type { RevisionGraph } from '../migration/migration.ts';
import { childrenOf, headsOf, inOrder, parentsOf } from '../migration/revisions.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/**
 * The revisions that count as applied. An upgrade that stopped midway has not reached its revision; a downgrade
 * that stopped midway has not left it.
 */
export function appliedOf(ledger: readonly LedgerEntry[]): ReadonlySet<string> {
	return new Set(ledger.filter(({ state }) => state !== 'partial-upgrade').map(({ revision }) => revision));
}

/** The revisions a database is at, kept step by step, so that a step's cost does not grow with the folder. */
export interface Position {
	readonly applied: ReadonlySet<string>;
	/** In running order; `[]` is base. */
	readonly current: readonly string[];
}

/** The position the ledger tells. */
export function positionOf(graph: RevisionGraph, ledger: readonly LedgerEntry[]): MovingPosition {
	return new MovingPosition(graph, appliedOf(ledger));
}

/** A position that follows a run. */
export class MovingPosition implements Position {
	readonly applied: Set<string>;
	current: readonly string[];
	readonly #graph: RevisionGraph;

	constructor(graph: RevisionGraph, applied: ReadonlySet<string>) {
		this.#graph = graph;
		this.applied = new Set(applied);
		this.current = headsOf(graph, applied);
	}

	/** The revision has been applied. */
	reach(revision: string): void {
		this.applied.add(revision);
		const parents = new Set(parentsOf(this.#graph, revision));
		const rest = this.current.filter((head) => !parents.has(head));
		this.current = inOrder(this.#graph, this.#isHead(revision) ? [...rest, revision] : rest);
	}

	/** The revision has been undone. */
	leave(revision: string): void {
		this.applied.delete(revision);
		const uncovered = parentsOf(this.#graph, revision).filter((parent) => this.#isHead(parent));
		const rest = this.current.filter((head) => head !== revision);
		this.current = inOrder(this.#graph, [...rest, ...uncovered]);
	}

	#isHead(revision: string): boolean {
		if (!this.applied.has(revision)) return false;
		return !childrenOf(this.#graph, revision).some((child) => this.applied.has(child));
	}
}
