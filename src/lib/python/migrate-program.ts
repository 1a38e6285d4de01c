import type { FolderFile } from '../engine/migration/migration.ts';

/** How a project calls its migrations: by Flask, or by Alembic alone where its settings lie at the top. */
export function migrateProgram(files: readonly FolderFile[]): readonly string[] {
	return files.some(({ name }) => name === 'alembic.ini') ? ['alembic'] : ['flask', 'db'];
}
