import type { FolderReader } from './folder-reader.ts';
import type { FolderFile, Migration, RevisionGraph } from './migration.ts';

/** What a file of mine is from now on. */
export interface NewPlace {
	readonly revision: string;
	/** The number that its file's name begins with, where names begin with one. */
	readonly version?: string | undefined;
	/** Undefined where the file does not say what it follows, and is not to. */
	readonly revises: readonly string[] | undefined;
	readonly dependsOn: readonly string[];
}

/** The revision that joins heads: its file, or what the project's own tools are told to write it by. */
export type Joining =
	{ readonly kind: 'file'; readonly file: FolderFile } | { readonly kind: 'tool'; readonly message: string };

/** How files are rewritten that only one of two developers has, in whatever they are written. */
export interface FolderWriter extends FolderReader {
	/**
	 * The id that a migration of mine has in `graph`, where it does not lie yet: another one where its own is taken. Where the
	 * number is the order it is a later one, too, if the other's have come past; with `last`, in any case.
	 */
	idIn(graph: RevisionGraph, migration: Migration, last: boolean): Pick<NewPlace, 'revision' | 'version'>;
	/** The file in its new place. What it says to the database stays to the byte. */
	moved(file: FolderFile, migration: Migration, to: NewPlace): FolderFile;
	/** What joins the heads of a folder; undefined where nothing is to be joined, or cannot be. */
	joining(files: readonly FolderFile[], message: string): Joining | undefined;
	/**
	 * Why what is applied cannot stay so where its files follow others from now on; without it the ledger names each migration
	 * that was run, and learns what it is called.
	 */
	readonly whyNotKept?: string;
}
