import type { Database } from '../../database.ts';
import { identifier } from './identifier.ts';
import type { RowSource } from './row-source.ts';

/** How a row is found again on the other side. */
export interface RowIdentity {
	/** Expressions that name a row, one list for each side, of equal length; `before` and `after` are the aliases. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** True where only equal values make rows the same, however many there are of them. */
	readonly byValue: boolean;
	readonly words: string;
}

/** A column that both sides have: its name before, its name now, and its position on each side. */
export interface SharedColumn {
	readonly before: string;
	readonly after: string;
	readonly beforeAt: number;
	readonly afterAt: number;
}

/**
 * The surest identity two tables share: the primary key where both have the same one, without NULLs (which
 * SQLite allows in some); the rowid where the table is still the one it was; else the values themselves.
 */
export async function rowIdentity(
	database: Database,
	before: RowSource,
	after: RowSource,
	shared: readonly SharedColumn[]
): Promise<RowIdentity> {
	const keys = after.key.map((name) => shared.find((column) => column.after === name));
	const sameKey =
		keys.length > 0 &&
		keys.length === before.key.length &&
		keys.every((column, at) => column !== undefined && column.before === before.key[at]);
	if (sameKey && !(await holdsNull(database, before)) && !(await holdsNull(database, after))) {
		return {
			before: before.key.map((name) => `b.${identifier(name)}`),
			after: after.key.map((name) => `a.${identifier(name)}`),
			byValue: false,
			words: `by primary key (${after.key.join(', ')})`
		};
	}
	if (before.rowid && after.rowid && before.rootPage === after.rootPage) {
		return {
			before: [`b.${before.rowid}`],
			after: [`a.${after.rowid}`],
			byValue: false,
			words: 'by rowid, as there is no primary key to go by'
		};
	}
	return {
		before: ['b.fingerprint', 'b.copy'],
		after: ['a.fingerprint', 'a.copy'],
		byValue: true,
		words: 'by value, as there is no key to go by: a changed row counts as one lost and one added'
	};
}

async function holdsNull(database: Database, source: RowSource): Promise<boolean> {
	const isNull = source.key.map((name) => `${identifier(name)} IS NULL`).join(' OR ');
	const { rows } = await database.query(`SELECT EXISTS (SELECT 1 FROM ${source.from} WHERE ${isNull})`);
	return rows[0]?.[0] === 1;
}
