/** What other sessions may be about to do to a table. */
export type OthersWork = 'read' | 'lockRows' | 'write' | 'maintain' | 'index' | 'constrain' | 'alter';

/** A lock that a statement has taken and that is held to the end of its step. */
export interface LockTaken {
	/** As the schema calls it. */
	readonly relation: string;
	/** In the database's own words, e.g. `ACCESS EXCLUSIVE`. */
	readonly mode: string;
	/** What other sessions have to wait with as long as it is held. */
	readonly blocks: readonly OthersWork[];
}

/** What a statement has done to tables that were there before its step, beside their rows, as the database itself tells. */
export interface StatementEffects {
	/** Those it took anew, the strongest of each table. */
	readonly locks: readonly LockTaken[];
	/** Tables whose rows stand in another file now. */
	readonly rewritten: readonly string[];
	/** How many rows of a table it has read on its way. */
	readonly scanned: readonly { readonly relation: string; readonly rows: number }[];
}

/** Tells what the statements of one step do, one after another. */
export interface EffectWatch {
	/** What the statement has done that has just run. Must be called inside the step's transaction. */
	after(): Promise<StatementEffects>;
	/** Leaves out of what is told next what somebody else has read in between. Must be called inside the step's transaction. */
	passOver(): Promise<void>;
}
