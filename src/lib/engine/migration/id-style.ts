import type { RevisionGraph } from './migration.ts';
import type { NewRevisionId } from './new-revision-id.ts';

/** How the next id of this folder looks: counted on where the folder counts (`0001`, `0002`), else the time. */
export function idStyle(graph: RevisionGraph, now: string): NewRevisionId {
	const counts = graph.migrations.every(({ revision }) => /^\d{1,8}$/.test(revision));
	return counts && graph.migrations.length > 0 ? { kind: 'sequential' } : { kind: 'timestamp', now };
}
