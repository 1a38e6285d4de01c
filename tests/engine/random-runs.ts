/** What is tried at random: generated migrations (`LAW`), what frames say of rows (`FRAME`), rows
 * caught on PostgreSQL against all rows (`CAUGHT`), and safe downgrades (`SAFE`). */
export type Hunt = 'LAW' | 'FRAME' | 'CAUGHT' | 'SAFE';

/** How often, and from where; the nightly run says otherwise. */
export interface Runs {
	readonly numRuns: number;
	readonly seed: number;
}

/** `npm test` always tries the same, so that it fails where something changed; at night everything is new. */
export function runsOf(hunt: Hunt, dialect: string, usual: number): Runs {
	const asked = process.env[`UPDOWN_${hunt}_RUNS_${dialect.toUpperCase()}`];
	const seed = process.env['UPDOWN_SEED'];
	return {
		numRuns: asked === undefined ? usual : Number(asked),
		seed: seed !== undefined ? Number(seed) : asked === undefined ? 20_261_126 : Date.now() & 0x7fffffff
	};
}
