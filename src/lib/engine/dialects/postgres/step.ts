/** Rows that a statement of a script itself writes: a column of a table. */
export interface WrittenRows {
	readonly table: string;
	readonly column: string;
}

/**
 * One statement of a script under way, with what the order of statements depends on. Nodes are those of `nodes.ts`.
 *
 * In the order that is found, a step comes after whatever creates or changes a node in its `after`, and before
 * whatever drops or changes a node in its `before`.
 */
export interface Step {
	/** One statement without its semicolon. Lines of comment may stand before it. */
	readonly sql: string;
	/** Which of the steps that could come next comes next: drops, then changes, then what is made. */
	readonly rank: number;
	/** Nodes that are there afterwards and were not before. */
	readonly creates?: readonly string[];
	/** Nodes that are gone afterwards; whatever needs them must have gone before. */
	readonly drops?: readonly string[];
	/** Nodes that stay and are different afterwards; what needs them stays as well. */
	readonly changes?: readonly string[];
	/**
	 * Nodes that stay, are different afterwards, and let nothing that needs them stand meanwhile but indexes,
	 * constraints and statistics: a column whose type changes.
	 */
	readonly breaks?: readonly string[];
	/** Nodes of the later schema that must be as they will be. */
	readonly after?: readonly string[];
	/** Nodes of the earlier schema that must still be as they were. */
	readonly before?: readonly string[];
	/** Like `after`, as far as nothing stands against it: the bodies of functions, which the database does not look into. */
	readonly rather?: readonly string[];
	/** Those of `rather` that the database does look at, if it is not told to let bodies be. */
	readonly checks?: readonly string[];
	/** The database must not look into the body, whatever the order. */
	readonly unchecked?: boolean;
	/** Nodes that stand although they need what is dropped: another step takes them along. */
	readonly spares?: readonly string[];
	/** Nodes that what is changed needs no more afterwards, so that it may stand when they go. */
	readonly releases?: readonly string[];
	/** Nodes that cannot stand meanwhile for another reason than what they need. */
	readonly forces?: readonly string[];
	/** Tables whose rows are written anew, which PostgreSQL refuses where they are values in a column. */
	readonly rewrites?: readonly string[];
	/** Names that only one thing can have at a time, e.g. `relation app.orders`: who drops comes before who takes. */
	readonly takes?: readonly string[];
	readonly frees?: readonly string[];
	/** The rows that it writes by an UPDATE of its own, which fires the triggers of their table. */
	readonly writes?: WrittenRows;
	/** The step that makes the table which this one may be written into, as a clause of its CREATE TABLE. */
	readonly clauseOf?: { readonly node: string; readonly clause: string };
}

/** Where drops, changes and what is made begin in `Step.rank`. */
export const rankOf = { rename: 0, drop: 100, change: 200, create: 300, comment: 400 } as const;
