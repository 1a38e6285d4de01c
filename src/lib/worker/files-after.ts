import type { FolderFile } from '../engine/migration/migration.ts';
import type { Wheel } from '../python/python.ts';
import type { ToolRun } from './tools.ts';

/** The files of a project as a command has left them. */
export function filesAfter(
	files: readonly FolderFile[],
	{ written, removed }: Pick<ToolRun, 'written' | 'removed'>
): readonly FolderFile[] {
	const gone = new Set([...removed, ...written.map(({ name }) => name)]);
	return [...files.filter(({ name }) => !gone.has(name)), ...written];
}

/** The packages of a project as a command has left them. The same array where none is gone. */
export function wheelsAfter(
	wheels: readonly Wheel[],
	{ removed }: Pick<ToolRun, 'removed'>
): readonly Wheel[] {
	const gone = new Set(removed);
	return wheels.some(({ file }) => gone.has(file)) ? wheels.filter(({ file }) => !gone.has(file)) : wheels;
}
