import type { MovedRevision } from '../../engine/migration/ways-together.ts';
import type { Loss, Visit } from '../../projects/project.ts';

/** The visits to migrations that are called otherwise now. */
export function movedVisits(visits: readonly Visit[], moved: readonly MovedRevision[]): readonly Visit[] {
	const names = namesAfter(moved);
	return visits.map((visit) => ({
		...visit,
		revision: names(visit.revision),
		from: visit.from.map(names),
		to: visit.to.map(names)
	}));
}

/** The losses of migrations that are called otherwise now. */
export function movedLosses(losses: readonly Loss[], moved: readonly MovedRevision[]): readonly Loss[] {
	const names = namesAfter(moved);
	return losses.map((loss) => ({ ...loss, revision: names(loss.revision) }));
}

function namesAfter(moved: readonly MovedRevision[]): (revision: string) => string {
	const names = new Map(moved.map(({ from, to }) => [from, to]));
	return (revision) => names.get(revision) ?? revision;
}
