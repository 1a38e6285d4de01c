import type { Change, Rename } from '../../engine/schema/change.ts';
import { compareSchemas } from '../../engine/schema/compare.ts';
import type { Schema } from '../../engine/schema/model.ts';
import { present, schemaBefore, type Look } from '../journey.svelte.ts';
import { placeName, shortRevision } from '../timeline/stations.ts';

/** Two structures beside each other, and what leads from one to the other. */
export interface Sides {
	readonly before: Schema;
	readonly after: Schema;
	readonly changes: readonly Change[];
	/** The versions on either side, as people call them. */
	readonly from: string;
	readonly to: string;
}

/**
 * A version of the past beside another one, between which there have been `renames`, or beside the one before it where no other
 * is wanted.
 */
export function pastSides(look: Look, beside: Look | undefined, renames: readonly Rename[] = []): Sides {
	const { schema: after, visit, station } = look;
	if (beside) {
		const changes = compareSchemas(beside.schema, after, { renames });
		const from = beside.station === present ? 'now' : shortRevision(beside.station);
		return { before: beside.schema, after, changes, from, to: shortRevision(station) };
	}
	if (!visit) return { before: after, after, changes: [], from: 'base', to: 'base' };
	return {
		before: schemaBefore(look),
		after,
		changes: visit.changes,
		from: placeName(visit.from),
		to: placeName(visit.to)
	};
}
