import { describeChanges } from '../engine/schema/describe.ts';
import { describeFates } from '../engine/rows/describe-fates.ts';
import type { TableFates } from '../engine/rows/table-fates.ts';
import { applyPatch } from '../engine/schema/patch.ts';
import type { SaidPast } from '../formats/registry.ts';
import type { Loss, Project, Visit } from './project.ts';
import { isFrame, isLoss, isQuerySet } from './record.ts';

/** What a new project can bring along of the past of another. */
export type SeededPast = Pick<Project, 'frames' | 'losses' | 'queries'>;

/** What of a past that somebody has brought can be shown, and a note where that is not all of it. */
export function pastOf({ frames, losses, queries }: SaidPast): {
	readonly past: SeededPast;
	readonly notes: readonly string[];
} {
	const past = {
		frames: frames.filter(isFrame).filter(isShown),
		losses: losses
			.filter(isLoss)
			.filter(({ tables }) => tables.every(isFates))
			.map(acknowledgeable),
		queries: queries.filter(isQuerySet)
	};
	const known = past.frames.length + past.losses.length + past.queries.length;
	const all = frames.length + losses.length + queries.length;
	const notes = known < all ? ['Part of the past of the project could not be read and was left out.'] : [];
	return { past, notes };
}

/** Whoever wrote the file may have left it out. */
function acknowledgeable(loss: Loss): Loss {
	const { acknowledged }: { readonly acknowledged?: unknown } = loss;
	return { ...loss, acknowledged: acknowledged === true };
}

/** Does what the screen will do with it, so that a frame nobody can show is not taken. */
function isShown(visit: Visit): boolean {
	try {
		const { after, patch, reverse } = visit;
		const objects = [...patch.set, ...reverse.set, ...(after?.objects ?? [])];
		if (objects.some(({ kind, name }) => typeof kind !== 'string' || typeof name !== 'string')) return false;
		if ([...patch.unset, ...reverse.unset].some((key) => typeof key !== 'string')) return false;
		describeChanges(visit.changes);
		if (after) applyPatch(after, reverse);
		return (
			visit.statements.every(
				({ sql, durationMs, rowsChanged, span }) =>
					typeof sql === 'string' && isCount(durationMs) && isCount(rowsChanged) && isCount(span.start.line)
			) &&
			visit.warnings.every(({ message, hint }) => typeof message === 'string' && typeof hint === 'string') &&
			(visit.tables ?? []).every(isFates) &&
			isCount(visit.durationMs) &&
			!Number.isNaN(Date.parse(visit.at))
		);
	} catch (error) {
		if (error instanceof Error) return false;
		throw error;
	}
}

function isFates(table: TableFates): boolean {
	try {
		describeFates(table);
		const { rows, columns, examples } = table;
		return (
			[rows.kept, rows.changed, rows.added, rows.lost].every(isCount) &&
			columns.every(
				({ name, changed, lost }) => typeof name === 'string' && isCount(changed) && isCount(lost)
			) &&
			examples.rows.every(({ values }) => Array.isArray(values)) &&
			examples.columns.every(({ name }) => typeof name === 'string')
		);
	} catch (error) {
		if (error instanceof Error) return false;
		throw error;
	}
}

function isCount(value: unknown): boolean {
	return typeof value === 'number' && value >= 0;
}
