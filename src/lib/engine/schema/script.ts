/** A generated migration body: what it runs, and what the reader must know first. */
export interface Script {
	/** SQL text, one statement a line group, ending with a newline; empty where nothing is to be done. */
	readonly sql: string;
	/** False where the script needs foreign keys off before its transaction starts (`foreign_keys:false`). */
	readonly foreignKeys: boolean;
}

/** Both directions of a generated migration. */
export interface RenderedMigration {
	readonly upgrade: Script;
	readonly downgrade: Script;
	/** What will be lost or may fail, in sentences. */
	readonly warnings: readonly string[];
}
