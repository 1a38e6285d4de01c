import { parseFolder, type ReadFolder } from './folder.ts';
import type { FolderFile, Migration } from './migration.ts';
import { readMigration } from './read.ts';

/** How the files of a folder are read, whatever they are written in. */
export interface FolderReader {
	/** The folder as a graph. Never throws. */
	read(files: readonly FolderFile[]): ReadFolder;
	/** Every file that can be read as a migration, also those that share an id. */
	migrationsIn(files: readonly FolderFile[]): readonly Migration[];
	/** The revision ids that files say, by the names of the files; also of those that cannot be used. */
	idsIn(files: readonly FolderFile[]): ReadonlyMap<string, string>;
}

/** Reads folders of SQL files. */
export const sqlReader: FolderReader = {
	read: parseFolder,
	migrationsIn: (files) => sqlFiles(files).flatMap((file) => readMigration(file).migration ?? []),
	idsIn: (files) =>
		new Map(
			sqlFiles(files).flatMap((file) => {
				const { revision } = readMigration(file);
				return revision === undefined ? [] : [[file.name, revision]];
			})
		)
};

const sqlFiles = (files: readonly FolderFile[]) => files.filter(({ name }) => name.endsWith('.sql'));
