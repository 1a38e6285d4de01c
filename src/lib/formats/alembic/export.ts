import type { FolderFile } from '../../engine/migration/migration.ts';
import type { Wheel } from '../../python/python.ts';
import type { FolderEntry } from '../entry.ts';

/** The files of a Python project to take home: each as it is, and nothing else. */
export function exportPython(files: readonly FolderFile[], wheels: readonly Wheel[]): readonly FolderEntry[] {
	return [
		...files.map(({ name, text }) => ({ path: name, bytes: new TextEncoder().encode(text) })),
		...wheels.map(({ file, bytes }) => ({ path: file, bytes }))
	];
}
