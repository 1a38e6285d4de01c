import type { MovedRevision } from '../migration/ways-together.ts';

/** A command that changes which revisions the database is at, as a plain value. */
export type RunCommand =
	| { readonly kind: 'upgrade'; readonly target: string }
	| { readonly kind: 'downgrade'; readonly target: string }
	/** Takes back these and nothing else, in this order; whatever rests on them is among them. */
	| { readonly kind: 'takeBack'; readonly revisions: readonly string[] }
	| {
			readonly kind: 'stamp';
			readonly targets: readonly string[];
			readonly purge: boolean;
			/** Takes edited and deleted migrations as the folder has them now, and leaves alone what rests on them; all where none is named. */
			readonly accept?: boolean;
			/** Says how many statements of the step that stopped midway are in the database, and leaves all else alone. */
			readonly ran?: number;
			/** Gives applied revisions the names and texts that their files have now, and leaves all else alone. */
			readonly moved?: readonly MovedRevision[];
	  };
