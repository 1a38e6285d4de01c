import type { ProjectFiles } from '../python/project-files.ts';
import type { Python } from '../python/python.ts';

/** A database file and what SQLite keeps beside it while it writes. */
export type LeftFiles = ReadonlyMap<string, Uint8Array>;

/** What lies on the disk of a database at this moment; nothing where it has no file. */
export function leftFiles(files: ProjectFiles, name: string | undefined): LeftFiles {
	const names = name === undefined ? [] : [name, `${name}-journal`, `${name}-wal`];
	return new Map(
		names.flatMap((each): [string, Uint8Array][] => {
			const bytes = files.read(each);
			return bytes === undefined || (each !== name && bytes.length === 0) ? [] : [[each, bytes]];
		})
	);
}

/**
 * The database as the next program finds it that opens these files: by what lies beside it, SQLite puts it in order. They are
 * all that there is in Python's file system afterwards.
 */
export function reopened(python: Python, left: LeftFiles, name: string): Uint8Array {
	if (left.size > 1) {
		python.files.replace(left);
		python.run({ words: ['python', '-c', openIt, name] }, () => undefined);
		return python.files.read(name) ?? new Uint8Array();
	}
	return left.get(name) ?? new Uint8Array();
}

const openIt = `
import sqlite3, sys

database = sqlite3.connect(sys.argv[1])
database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
database.close()
`;
