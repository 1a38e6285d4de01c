import type { FolderFile } from '../engine/migration/migration.ts';

/** How a project calls its migrations: by Flask, or by Alembic alone where its settings lie at the top. */
export function migrateProgram(files: readonly FolderFile[]): readonly string[] {
	return files.some(({ name }) => name === 'alembic.ini') ? ['alembic'] : ['flask', 'db'];
}

/** The words that have a migration written from the models. */
export function autogenerateWords(files: readonly FolderFile[]): readonly string[] {
	const program = migrateProgram(files);
	return program[0] === 'flask' ? [...program, 'migrate'] : [...program, 'revision', '--autogenerate'];
}

/** How a project comes to its first migration, as the end of a sentence; commands are in backticks. */
export function firstMigration(files: readonly FolderFile[]): string {
	const writes = `\`${autogenerateWords(files).join(' ')}\` writes the first from the models.`;
	// Alembic makes its settings and its folder together.
	return migrateProgram(files)[0] === 'flask' ? `\`flask db init\` makes the folder, and ${writes}` : writes;
}
