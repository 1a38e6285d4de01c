import type { RowFate, RowsRequest } from '../rows/rows.ts';

/** How many rows met which fate. */
export type FateCounts = Readonly<Record<RowFate, number>>;

/** What a request asks to see of matched rows; what is restored is picked out of all of them later. */
export function fateAsked({ fate }: Pick<RowsRequest, 'fate'>): RowFate | undefined {
	return fate === 'restored' ? undefined : fate;
}

/** How many rows have this fate, or any. */
export function countOf(fates: FateCounts, fate: RowFate | undefined): number {
	return fate ? fates[fate] : fates.kept + fates.changed + fates.added + fates.lost;
}

/** Which rows hold all of this fate, or of any, and as few others as can be: those of one side, those on both, or of either. */
export function sideOf(fates: FateCounts, fate: RowFate | undefined): 'now' | 'then' | 'both' | 'all' {
	const [came, went] = fate ? [fate === 'added', fate === 'lost'] : [fates.added > 0, fates.lost > 0];
	if (came && went) return 'all';
	return went ? 'then' : came ? 'now' : 'both';
}
