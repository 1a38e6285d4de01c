import type { Rename } from '../../../../src/lib/engine/index.ts';

/** Two schemas and rows in the first: what a generated migration must take there and back. */
export interface SamplePair {
	/** What changes, in words. */
	readonly what: string;
	readonly before: string;
	readonly rows: string;
	readonly after: string;
	readonly renames?: readonly Rename[];
	/** The rows break the later schema, which a warning must have said. */
	readonly refused?: boolean;
	/** Columns, as `table.column`, whose values do not come back, which the migration must say. */
	readonly lost?: readonly string[];
}
