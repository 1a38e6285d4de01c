import type { FolderReader } from '../engine/migration/folder-reader.ts';
import { alembicMigrations, readAlembicFolder } from './alembic-folder.ts';

/** Reads the revision files of a Python project. */
export const alembicReader: FolderReader = {
	read: readAlembicFolder,
	migrationsIn: alembicMigrations,
	idsIn: (files) => new Map(alembicMigrations(files).map(({ file, revision }) => [file, revision]))
};
