import type { Direction, FolderFile } from '../../engine/migration/migration.ts';
import { readMigration, printDocument, withSection } from '../../engine/migration/index.ts';

type Files = readonly FolderFile[];

/** The files with `file` in them, in place of one of the same name. */
export function withFile(files: Files, file: FolderFile): Files {
	const at = files.findIndex(({ name }) => name === file.name);
	return at < 0 ? [...files, file] : files.with(at, file);
}

/** The files without the one of that name. */
export function withoutFile(files: Files, name: string): Files {
	return files.filter((file) => file.name !== name);
}

/** The files with one of them called otherwise. */
export function renamed(files: Files, from: string, to: string): Files {
	return files.map((file) => (file.name === from ? { ...file, name: to } : file));
}

/** A file's text with one direction's body replaced; every other byte stays. */
export function withBody(file: FolderFile, direction: Direction, sql: string): FolderFile {
	return { ...file, text: printDocument(withSection(readMigration(file).document, direction, sql)) };
}

/** Why `path` cannot be that of a file of a Python project; undefined where it can. `others` are the paths taken. */
export function whyNotPath(path: string, others: readonly string[]): string | undefined {
	if (path === '') return 'A file needs a name, e.g. models.py.';
	if (/^\/|(^|\/)\.\.?(\/|$)|\/\/|\/$|[\\\0]/.test(path))
		return 'Write a path in the project, e.g. app/models.py.';
	return others.includes(path) ? 'There is a file of that name.' : undefined;
}

/** Why `name` cannot be the name of a migration's file; undefined where it can. `others` are the names taken. */
export function whyNotName(name: string, others: readonly string[]): string | undefined {
	if (!/^[0-9A-Za-z_.-]+$/.test(name)) return 'Use letters, digits, `_`, `-` and `.` only.';
	if (!name.endsWith('.sql')) return 'A migration’s file ends in `.sql`.';
	if (name.startsWith('.')) return 'A name that starts with a dot is hidden; begin with the version.';
	const same = others.find((other) => other.toLowerCase() === name.toLowerCase());
	if (same) return `There is ${same} already; two files cannot share a name.`;
	return undefined;
}
