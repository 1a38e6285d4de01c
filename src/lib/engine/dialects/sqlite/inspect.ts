import type { Inspector } from '../dialect.ts';
import { observe } from './observe.ts';

/**
 * Reads the structure of an SQLite database. SQLite's own catalog (the PRAGMA functions) is what counts; the
 * statements in `sqlite_schema` add what it does not tell: checks, names of constraints, collations.
 */
export const inspector: Inspector = {
	async inspect(database) {
		return (await observe(database)).schema;
	},
	observe
};
