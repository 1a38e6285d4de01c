import type { FolderFile } from '../engine/migration/migration.ts';
import type { ToolRun } from './tools.ts';

/** The files of a project as a command has left them. */
export function filesAfter(
	files: readonly FolderFile[],
	{ written, removed }: Pick<ToolRun, 'written' | 'removed'>
): readonly FolderFile[] {
	const gone = new Set([...removed, ...written.map(({ name }) => name)]);
	return [...files.filter(({ name }) => !gone.has(name)), ...written];
}
