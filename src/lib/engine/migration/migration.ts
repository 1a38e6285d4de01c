import type { Span } from '../text/place.ts';

/** A file of the folder, as it is. */
export interface FolderFile {
	/** The name inside the folder, e.g. `20261123054700_add_email_to_users.sql`. */
	readonly name: string;
	readonly text: string;
}

export type Direction = 'upgrade' | 'downgrade';

/** One direction of a migration: the SQL between its directive and the next one. */
export interface Section {
	/** The body exactly as written. */
	readonly sql: string;
	/** Where the body stands in the file. */
	readonly span: Span;
	/** False after `transaction:false`: statements are applied one by one and stay. */
	readonly transaction: boolean;
	/** False after `foreign_keys:false`: enforcement is off for the step and the keys are checked before commit. */
	readonly foreignKeys: boolean;
}

/** A migration: one file of the folder, read. */
export interface Migration {
	readonly revision: string;
	/** The first comment line, or the words of the file name. */
	readonly message: string;
	readonly file: string;
	/** Parents as the file names them; undefined where it names none and the order is by version. */
	readonly revises: readonly string[] | undefined;
	readonly labels: readonly string[];
	readonly dependsOn: readonly string[];
	readonly up: Section;
	/** Undefined where the file has no `migrate:down`: it cannot be downgraded. */
	readonly down: Section | undefined;
	/** SHA-256 of the file's text, in hex. */
	readonly checksum: string;
}

/** The folder as a graph: every migration and how they follow one another. Plain values, no cycles. */
export interface RevisionGraph {
	/** Parents before children; ties by version, then by file name. */
	readonly migrations: readonly Migration[];
	/** The parents of each revision after the order by version is filled in. */
	readonly parents: Readonly<Record<string, readonly string[]>>;
	readonly children: Readonly<Record<string, readonly string[]>>;
	readonly heads: readonly string[];
	readonly bases: readonly string[];
	/** Label → the revision that carries it. */
	readonly labels: Readonly<Record<string, string>>;
}
