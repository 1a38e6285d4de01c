/** How a new database is opened. */
export interface OpenOptions {
	/** A snapshot to start from; an empty database without it. */
	readonly image?: Uint8Array;
	/** Whether foreign keys are enforced outside of steps that switch them off, where the dialect can switch them. Off without it. */
	readonly foreignKeys?: boolean;
	/** Says where the database engine's own files are; without it they are looked for beside its script. */
	readonly locateFile?: (name: string) => string;
}
