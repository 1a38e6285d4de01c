import type { Clash } from '../../engine/migration/clashes.ts';

/** The clash in two or three words, for a stop of the line. */
export const clashLabels = {
	sameRevision: 'duplicate version',
	heads: 'second head',
	order: 'out of order',
	missingParent: 'parent is gone'
} as const satisfies Record<Clash['kind'], string>;
