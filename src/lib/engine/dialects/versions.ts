/** A stretch of SQL that databases of an older version do not know. Offsets count UTF-16 code units. */
export interface NewerSyntax {
	readonly start: number;
	readonly end: number;
	/** What it is, in words, with backticks around SQL; it begins a sentence. */
	readonly what: string;
	/** The first version that knows it. */
	readonly since: string;
	/** What to write for an older one, as a sentence. */
	readonly instead: string;
}

/** The versions of a database system that a folder may have to run on. */
export interface Versions {
	/** The oldest that a folder must run on where nobody says otherwise. */
	readonly usual: string;
	/** Those worth choosing from, the oldest first. */
	readonly choices: readonly string[];
	/** A version as `RenderOptions.target` has it; undefined where it is none, or older than generated scripts can run on. */
	read(version: string): number | undefined;
	/** What databases of the version `target` do not know in each of these texts, which belong together. */
	newerIn(texts: readonly string[], target: number): readonly (readonly NewerSyntax[])[];
}
