import type { Inspector } from '../dialect.ts';
import { observe } from './observe.ts';

/**
 * Reads the structure of an SQLite database from the statements in `sqlite_schema`, of which SQLite itself makes its
 * picture. Where a statement alone does not tell (the columns of a view, the indexes of keys), its catalog is asked: the
 * PRAGMA functions.
 */
export const inspector: Inspector = {
	async inspect(database) {
		return (await observe(database)).schema;
	},
	observe
};
