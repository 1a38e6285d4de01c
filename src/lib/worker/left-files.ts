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
		openDatabases(python, [name]);
		return python.files.read(name) ?? new Uint8Array();
	}
	return left.get(name) ?? new Uint8Array();
}

/** Gives `python` all files that another one has left whose program has ended on the spot; databases are put in order. */
export function takeOver(python: Python, left: LeftFiles): void {
	python.files.replace(left);
	const names = [...left.keys()].filter((name) => left.has(`${name}-journal`) || left.has(`${name}-wal`));
	if (names.length > 0) openDatabases(python, names);
}

function openDatabases(python: Python, names: readonly string[]): void {
	python.run({ words: ['python', '-c', openThem, ...names] }, () => undefined);
}

const openThem = `
import os, sqlite3, sys

for name in sys.argv[1:]:
    database = sqlite3.connect(name)
    database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    database.close()
    # One that had nothing in it yet is not taken away by SQLite.
    if os.path.exists(f"{name}-journal"):
        os.remove(f"{name}-journal")
`;
