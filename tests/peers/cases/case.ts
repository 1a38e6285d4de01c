/** A pair of schemas, as SQL that makes each from nothing. */
export interface Case {
	readonly id: string;
	/** What it is mostly about, e.g. `index`. */
	readonly kind: string;
	readonly before: string;
	readonly after: string;
	/** Both mean the same. */
	readonly noop: boolean;
	/** They differ in the order of columns. */
	readonly column_reorder: boolean;
	/** Modules that must be there to be installed. */
	readonly extensions?: readonly string[];
	/** The SQL itself makes roles. */
	readonly creates_role?: boolean;
}

/** What came of one pair in one variant. */
export type Verdict =
	| { readonly outcome: 'passed' }
	/** The rows at hand break the new rules: the upgrade refused, as a warning had said. */
	| { readonly outcome: 'foretold' }
	| { readonly outcome: 'failed'; readonly why: string }
	/** The database itself refuses the SQL of the pair. */
	| { readonly outcome: 'unrunnable'; readonly why: string };

/** Judges the pairs of one dialect by the database's own catalog. */
export interface Judge {
	/** The ways in which each pair is tried. */
	readonly variants: readonly string[];
	judge(example: Case, variant: string): Promise<Verdict>;
	close(): Promise<void>;
}

export const passed: Verdict = { outcome: 'passed' };

export function failed(why: string): Verdict {
	return { outcome: 'failed', why };
}
