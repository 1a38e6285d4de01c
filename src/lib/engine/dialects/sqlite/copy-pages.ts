import type { RawDatabase, SqlJs } from './sql-js.ts';

const allPages = -1;
const done = 101;

/**
 * A copy of one of the databases within reach of `from`, `size` bytes long, made page by page, so that tables begin on
 * the same pages: https://sqlite.org/c3ref/backup_finish.html
 */
export function copyPages(
	sqlJs: SqlJs,
	{ from, schema, size }: { readonly from: RawDatabase; readonly schema: string; readonly size: number }
): RawDatabase {
	const copy = new sqlJs.Database(roomFor(sqlJs, size));
	const names = ['main', schema].map((name) => sqlJs.stringToNewUTF8(name));
	const [main = 0, source = 0] = names;
	try {
		copy.run('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
		const backup = sqlJs._sqlite3_backup_init(copy.db, main, from.db, source);
		if (backup === 0) throw new Error('SQLite could not begin to copy the database.');
		const outcome = sqlJs._sqlite3_backup_step(backup, allPages);
		sqlJs._sqlite3_backup_finish(backup);
		if (outcome !== done) throw new Error(`SQLite could not copy the database (code ${outcome}).`);
		return copy;
	} catch (error) {
		copy.close();
		throw error;
	} finally {
		for (const name of names) sqlJs._free(name);
	}
}

/** An empty database in a file that is long enough already: one that grows is copied again and again. */
function roomFor(sqlJs: SqlJs, size: number): Uint8Array {
	const empty = new sqlJs.Database();
	try {
		const image = empty.export();
		const room = new Uint8Array(Math.max(size, image.length));
		room.set(image);
		return room;
	} finally {
		empty.close();
	}
}
