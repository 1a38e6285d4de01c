import type { FolderReader } from '../engine/migration/folder-reader.ts';
import { alembicMigrations, readAlembicFolder } from './alembic-folder.ts';
import type { ScriptFolder } from './alembic-settings.ts';

/** Reads the revision files of a Python project, also where only Alembic's own runs have `told` that it looks. */
export function alembicReader(told: readonly ScriptFolder[]): FolderReader {
	const migrationsIn: FolderReader['migrationsIn'] = (files) => alembicMigrations(files, told);
	return {
		read: (files) => readAlembicFolder(files, told),
		migrationsIn,
		idsIn: (files) => new Map(migrationsIn(files).map(({ file, revision }) => [file, revision]))
	};
}
