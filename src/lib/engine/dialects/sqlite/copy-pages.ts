import type { RawDatabase, SqlJs } from './sql-js.ts';

const allPages = -1;
const done = 101;

/**
 * Makes one database a copy of another, page by page, so that tables begin on the same pages:
 * https://sqlite.org/c3ref/backup_finish.html
 */
export function copyPages(
	sqlJs: SqlJs,
	{ from, schema, to }: { readonly from: RawDatabase; readonly schema: string; readonly to: RawDatabase }
): void {
	const names = ['main', schema].map((name) => sqlJs.stringToNewUTF8(name));
	const [main = 0, source = 0] = names;
	try {
		const backup = sqlJs._sqlite3_backup_init(to.db, main, from.db, source);
		const outcome = sqlJs._sqlite3_backup_step(backup, allPages);
		sqlJs._sqlite3_backup_finish(backup);
		if (outcome !== done) throw new Error(`SQLite could not copy the database (code ${outcome}).`);
	} finally {
		for (const name of names) sqlJs._free(name);
	}
}
