import type { Database } from '../database.ts';
import type { RevisionGraph } from '../migration/migration.ts';
import { descendantsOf, findMigration, inOrder, withAncestors } from '../migration/revisions.ts';
import type { Problem } from '../problem.ts';
import type { Vehicle } from './vehicle.ts';

/** Brings a database to where the revision's downgrade is a next step; why not, where it cannot be. */
export async function reach(
	vehicle: Vehicle,
	{ graph, database }: { readonly graph: RevisionGraph; readonly database: Database },
	applied: ReadonlySet<string>,
	revision: string
): Promise<Problem | undefined> {
	const isApplied = applied.has(revision);
	const revisions = isApplied
		? inOrder(graph, descendantsOf(graph, [revision]))
				.filter((each) => each !== revision && applied.has(each))
				.toReversed()
		: inOrder(graph, withAncestors(graph, [revision])).filter((each) => !applied.has(each));
	for (const each of revisions) {
		const direction = isApplied ? 'downgrade' : 'upgrade';
		const went = await vehicle.step(database, findMigration(graph, each)!, direction);
		if (!went.ok) return went.problems[0];
	}
	return undefined;
}
