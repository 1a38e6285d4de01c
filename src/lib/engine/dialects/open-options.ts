/** Reads one of the database engine's own files by its name, e.g. `sql-wasm-browser.wasm`. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** How a new database is opened. */
export interface OpenOptions {
	/** A snapshot to start from; an empty database without it. */
	readonly image?: Uint8Array;
	/** Whether foreign keys are enforced outside of steps that switch them off, where the dialect can switch them. Off without it. */
	readonly foreignKeys?: boolean;
	/** Extensions that are there from the beginning; made where they are missing, as far as the dialect has them. */
	readonly extensions?: readonly string[];
	/** Says where the database engine's own files are; without it they are looked for beside its script. */
	readonly locateFile?: (name: string) => string;
	/** Reads the files that the dialect needs beside its engine, each when it is first needed; Node finds them by itself. */
	readonly readFile?: ReadFile;
	/** Compiles a program that the dialect needs, e.g. `pglite.wasm`; without it the engine gets it by itself. */
	readonly compileFile?: (name: string) => Promise<object>;
}
