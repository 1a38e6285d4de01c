import type { EdgeTrip } from './edge-trips.ts';
import type { RoundTrip } from './round-trip.ts';

/**
 * What a migration is, seen from its round trip: `reversible` where schema and rows come back, `schemaOnly` where the schema
 * does and there were no rows to tell, `lossy` where the schema does and values do not, `irreversible` where the schema does
 * not, and `refused` where it does not go the first way.
 */
export type Verdict = 'reversible' | 'schemaOnly' | 'lossy' | 'irreversible' | 'refused';

/** Whether everything that was there comes back. */
export function isWhole(verdict: Verdict): boolean {
	return verdict === 'reversible' || verdict === 'schemaOnly';
}

/** Whether everything came back from both trips. A migration that refuses edge rows has done them no harm. */
export function cameBackWhole({ verdict, edges }: RoundTrip): boolean {
	return isWhole(verdict) && (!edges || isWhole(edges.verdict) || edges.verdict === 'refused');
}

/** Whether a migration went there and back, and was refused the second time there. */
export function failedAgain({ way, problem }: Pick<RoundTrip, 'way' | 'problem'>): boolean {
	return way.length === 3 && problem !== undefined;
}

/** How many edge rows went along. */
export function edgeRowsOf({ planted }: EdgeTrip): number {
	return planted.reduce((sum, { rows }) => sum + rows, 0);
}
