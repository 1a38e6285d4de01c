import type { Database } from '../database.ts';
import type { Dialect, DialectName } from './dialect.ts';
import type { OpenOptions } from './open-options.ts';
import { openPostgres, postgres } from './postgres/index.ts';
import { openSqlite, sqlite } from './sqlite/index.ts';

interface Entry {
	readonly dialect: Dialect;
	readonly open: (options: OpenOptions) => Promise<Database>;
}

/** The one list of dialects: a new one is a folder beside this file and a line here. */
const registry: Readonly<Record<DialectName, Entry>> = {
	sqlite: { dialect: sqlite, open: openSqlite },
	postgres: { dialect: postgres, open: openPostgres }
};

/** The dialect of that name, without opening a database. */
export function dialectOf(name: DialectName): Dialect {
	return registry[name].dialect;
}

/** Opens a database in memory. Throws `DatabaseError` where `image` is not one of this dialect. */
export function openDatabase(name: DialectName, options: OpenOptions = {}): Promise<Database> {
	return registry[name].open(options);
}
