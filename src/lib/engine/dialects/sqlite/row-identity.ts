import type { Database } from '../../database.ts';
import { identifier } from './identifier.ts';
import { balanced } from './row-fingerprint.ts';
import type { RowSource } from './row-source.ts';

/** How a row is found again on the other side. */
export interface RowIdentity {
	/** Expressions that name a row, one list for each side, of equal length; `before` and `after` are the aliases. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	/** When a row of `a` is a row of `b`; never true of one row with two. */
	readonly on: string;
	/** True where only equal values make rows the same, however many there are of them. */
	readonly byValue: boolean;
	/** The columns by which rows are matched and which therefore hold the very same. */
	readonly key: readonly SharedColumn[];
	/** The columns of the key, where there is one; every other column may hold something else on the other side. */
	readonly tellers?: readonly SharedColumn[];
	/** Whether a row is known by its number alone. */
	readonly byNumber: boolean;
	readonly words: string;
}

/** A column that both sides have: its name before, its name now, and its position on each side. */
export interface SharedColumn {
	readonly before: string;
	readonly after: string;
	readonly beforeAt: number;
	readonly afterAt: number;
	/** Whether the column's type is one that makes other values of what is written into it, e.g. a number of a text. */
	readonly converts: boolean;
}

/**
 * Where a row of `a` and one of `b` hold the very same in these columns. The plus takes a column's affinity away and the
 * collation is fixed, so that a number is not its text and 'A' is not 'a' whatever the columns say. 1 and 1.0 are
 * the same, as they are to whoever looks.
 */
function holdVerySame(columns: readonly Pick<SharedColumn, 'before' | 'after'>[]): string {
	return all(columns.map(({ before, after }) => verySame(before, after)));
}

/** The same, but that a value which only its column's new type writes otherwise is still the value that it was. */
export function holdSame(columns: readonly Omit<SharedColumn, 'beforeAt' | 'afterAt'>[]): string {
	return all(
		columns.map(({ before, after, converts }) =>
			converts ? `(${verySame(before, after)} OR ${readsSame(before, after)})` : verySame(before, after)
		)
	);
}

function all(same: readonly string[]): string {
	return same.length > 0 ? balanced(same, 'AND') : 'TRUE';
}

function verySame(before: string, after: string): string {
	return `+a.${identifier(after)} COLLATE BINARY IS +b.${identifier(before)}`;
}

/**
 * Whether one is the text of the other, or the number that the text of the other writes in the shortest way. To SQLite's order
 * numbers come before texts, and blobs after them.
 */
function readsSame(before: string, after: string): string {
	const [now, then] = [`a.${identifier(after)}`, `b.${identifier(before)}`];
	const number = `CAST(${then} AS NUMERIC)`;
	return `(((+${now} < '') <> (+${then} < '') AND +${now} < x'' AND +${then} < x''
		AND (CAST(${now} AS TEXT) = CAST(${then} AS TEXT) COLLATE BINARY
			OR (${number} = +${now} AND CAST(${number} AS TEXT) = CAST(${then} AS TEXT) COLLATE BINARY))) IS TRUE)`;
}

/** Rows are the same where they hold the same; sources are numbered rows. */
export const byValue: RowIdentity = {
	before: ['b.fingerprint', 'b.copy'],
	after: ['a.fingerprint', 'a.copy'],
	on: 'a.fingerprint = b.fingerprint AND a.copy = b.copy',
	byValue: true,
	byNumber: false,
	key: [],
	words: 'by value, as there is no key to go by: a changed row counts as one lost and one added'
};

export const keyWords = (key: readonly string[]): string => `by primary key (${key.join(', ')})`;

export const rowidWords = 'by rowid, as there is no primary key to go by';

/** By the primary key, where both sides have the same one without NULLs (which SQLite allows in some). */
export async function byKey(
	database: Database,
	before: RowSource,
	after: RowSource,
	shared: readonly SharedColumn[]
): Promise<RowIdentity | undefined> {
	const keys = after.key.flatMap((name, at) =>
		shared.filter((column) => column.after === name && column.before === before.key[at])
	);
	if (keys.length === 0 || keys.length !== after.key.length || keys.length !== before.key.length)
		return undefined;
	for (const side of [before, after]) {
		if (!side.keyIsRowid && (await holdsNull(database, side))) return undefined;
	}
	const then = keys.map((column) => `b.${identifier(column.before)}`);
	const now = keys.map((column) => `a.${identifier(column.after)}`);
	const equal = now.map((cell, at) => `${cell} = ${then[at] ?? ''}`).join(' AND ');
	const sides = `${after.from} AS a JOIN ${before.from} AS b ON ${equal}`;
	// Where the key's type or collation has changed, one row can equal two; then only the very same key counts.
	const isLoose = !(before.keyIsRowid && after.keyIsRowid);
	const exact =
		isLoose && (await matchesTwice(database, sides, holdVerySame(keys), now, then))
			? ` AND ${holdVerySame(keys)}`
			: '';
	return {
		before: then,
		after: now,
		on: `${equal}${exact}`,
		byValue: false,
		byNumber: !isLoose,
		key: isLoose && exact === '' ? [] : keys,
		tellers: keys,
		words: keyWords(after.key)
	};
}

/** By the rowid, where the table may still be the one it was: its rows begin on the same page. */
export function byRowid(before: RowSource, after: RowSource): RowIdentity | undefined {
	if (!before.rowid || !after.rowid || before.rootPage !== after.rootPage) return undefined;
	return {
		before: [`b.${before.rowid}`],
		after: [`a.${after.rowid}`],
		on: `a.${after.rowid} = b.${before.rowid}`,
		byValue: false,
		byNumber: true,
		key: [],
		words: rowidWords
	};
}

async function matchesTwice(
	database: Database,
	sides: string,
	exact: string,
	now: readonly string[],
	then: readonly string[]
): Promise<boolean> {
	const loose = await database.query(`SELECT EXISTS (SELECT 1 FROM ${sides} WHERE NOT ${exact})`);
	if (loose.rows[0]?.[0] !== 1) return false;
	const twice = [now, then].map(
		(key) => `EXISTS (SELECT 1 FROM ${sides} GROUP BY ${key.join(', ')} HAVING count(*) > 1)`
	);
	const { rows } = await database.query(`SELECT ${twice.join(' OR ')}`);
	return rows[0]?.[0] === 1;
}

/** Whether the key of a row is NULL in part; of those rows alone whose rowids `among` lists as JSON. */
export async function holdsNull(database: Database, source: RowSource, among?: string): Promise<boolean> {
	const isNull = balanced(
		source.key.map((name) => `${identifier(name)} IS NULL`),
		'OR'
	);
	const isMeant = among === undefined ? '' : `${source.rowid ?? ''} IN (SELECT value FROM json_each(?)) AND`;
	const { rows } = await database.query(
		`SELECT EXISTS (SELECT 1 FROM ${source.from} WHERE ${isMeant} ${isNull})`,
		among === undefined ? [] : [among]
	);
	return rows[0]?.[0] === 1;
}
