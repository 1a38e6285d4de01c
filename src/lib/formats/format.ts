import type { DialectName } from '../engine/dialects/dialect.ts';
import type { FolderFile } from '../engine/migration/migration.ts';
import type { Outcome } from '../engine/problem.ts';
import type { SaidPast } from './past.ts';
import type { SourceFolder } from './source-folder.ts';

/** What an import is told from outside. */
export interface ImportOptions {
	/** The dialect wanted where the folder does not say it. */
	readonly dialect: DialectName;
	/** The project's name where the folder has none, e.g. the name of the zip without its ending. */
	readonly fallbackName: string;
	/** The folder to take where there are several; found by itself where left out. */
	readonly folder?: string;
}

/** What a format makes of a folder. Settings it does not know are left out. */
export interface ImportedFiles {
	readonly files: readonly FolderFile[];
	/** What the user should know first, in whole sentences. */
	readonly notes: readonly string[];
	readonly schemaSql?: string;
	readonly name?: string;
	readonly dialect?: DialectName;
	readonly foreignKeys?: boolean;
	/** The oldest version of the database that the folder must run on. */
	readonly target?: string;
	/** Extensions that the database must have before the first migration. */
	readonly extensions?: readonly string[];
	/** What the folder says of its past; nobody has looked at it yet. */
	readonly saidPast?: SaidPast;
}

/** How one tool keeps its migrations. A format is a folder beside this file and a line in the registry. */
export interface FolderFormat {
	/** Stable id. */
	readonly name: string;
	/** For people. */
	readonly title: string;
	/** What its folders look like, as the end of a sentence: for the message that nothing fits. */
	readonly looksLike: string;
	/** How many files of the folder are migrations of this format. Looks at this folder only. */
	claims(folder: SourceFolder): number;
	read(folder: SourceFolder, options: ImportOptions): Outcome<ImportedFiles>;
}
