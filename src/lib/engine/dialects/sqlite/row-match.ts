import type { Database } from '../../database.ts';
import type { RowFate, RowsPage } from '../../rows/rows.ts';
import type { Rename } from '../../schema/change.ts';
import { identifier } from './identifier.ts';
import { numberedRows } from './row-fingerprint.ts';
import { byKey, byRowid, byValue, holdSame } from './row-identity.ts';
import type { RowIdentity, SharedColumn } from './row-identity.ts';
import type { RowSource } from './row-source.ts';

/** Both sides of a table as one relation: a row for each row of either, with its fate and the cells of both. */
export interface Matched {
	readonly columns: RowsPage['columns'];
	readonly shared: readonly SharedColumn[];
	/** What a query reads the rows from. */
	readonly from: string;
	/** The same for the rows that are on both sides, where there can be any, which costs a third; and either side alone. */
	readonly both?: {
		readonly from: string;
		readonly keys: readonly string[];
		readonly before: string;
		readonly after: string;
	};
	/** The expression that gives a row's fate. */
	readonly fate: string;
	/** The expressions for the cells of either side, `[]` where there is no such side. */
	readonly after: readonly string[];
	readonly before: readonly string[];
	/** Expressions by which every row has its place. */
	readonly keys: readonly string[];
	readonly identity: string;
	/** How many rows have each fate. */
	readonly fates: Readonly<Record<RowFate, number>>;
	/** In how many of the rows on both sides a shared column holds something else; those that hold the same are left out. */
	readonly differing: ReadonlyMap<SharedColumn, number>;
}

/** The two sides of one table, and which of their columns are the same. */
interface Sides {
	readonly before: RowSource;
	readonly after: RowSource;
	readonly shared: readonly SharedColumn[];
}

/**
 * Matches the rows of the two sides and does `work` with that: by the primary key where both have the same one, and
 * otherwise by the rowid or by value, whichever leaves more rows unchanged. A table that was dropped and made again,
 * or vacuumed, may begin on the page it began on, and then its rowids mean other rows.
 */
export async function withMatched<Result>(
	database: Database,
	before: RowSource | undefined,
	after: RowSource | undefined,
	naming: { readonly renames: readonly Rename[]; readonly table: string },
	work: (matched: Matched) => Promise<Result>
): Promise<Result> {
	if (!before || !after) return work(await oneSide(database, before, after));
	const sides = { before, after, shared: sharedColumns(before.columns, after.columns, naming) };
	const key = await byKey(database, before, after, sides.shared);
	if (key) return work(await bothSides(database, sides, key));
	const rowid = byRowid(before, after);
	const byNumber = rowid && (await bothSides(database, sides, rowid));
	if (byNumber && !mayKeepMore(byNumber.fates)) return work(byNumber);
	await database.execute(prepareNumbered(sides));
	try {
		const byContent = await bothSides(database, sides, byValue);
		return await work(byNumber && byNumber.fates.kept >= byContent.fates.kept ? byNumber : byContent);
	} finally {
		await database.execute(`DROP TABLE temp.${numberedBefore}`);
	}
}

function mayKeepMore({ kept, changed, added, lost }: Matched['fates']): boolean {
	return kept < Math.min(kept + changed + lost, kept + changed + added);
}

/** Columns with one name on both sides; a renamed one counts under both of its names. */
function sharedColumns(
	before: readonly string[],
	after: readonly string[],
	{ renames, table }: { readonly renames: readonly Rename[]; readonly table: string }
): readonly SharedColumn[] {
	return after.flatMap((name, afterAt) => {
		const renamed = renames.find(
			(rename) => rename.kind === 'column' && rename.table === table && rename.to === name
		);
		const old = (renamed?.from ?? name).toLowerCase();
		const beforeAt = before.findIndex((column) => column.toLowerCase() === old);
		const oldName = before[beforeAt];
		return oldName === undefined ? [] : [{ before: oldName, after: name, beforeAt, afterAt }];
	});
}

async function oneSide(
	database: Database,
	before: RowSource | undefined,
	after: RowSource | undefined
): Promise<Matched> {
	const [alias, fate] = after ? ['a', `'added'`] : ['b', `'lost'`];
	const only = after ?? before;
	const from = `${only?.from ?? ''} AS ${alias}`;
	const key = only?.rowid ? [only.rowid] : (only?.key.map(identifier) ?? []);
	return {
		columns: (only?.columns ?? []).map((name) => ({ name, fate: 'kept' })),
		shared: [],
		from,
		fate,
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		keys: key.map((name) => `${alias}.${name}`),
		identity: after ? 'the table is new' : 'the table is gone',
		fates: {
			kept: 0,
			changed: 0,
			added: 0,
			lost: 0,
			[after ? 'added' : 'lost']: await countAll(database, only?.from ?? '')
		},
		differing: new Map()
	};
}

async function bothSides(database: Database, sides: Sides, identity: RowIdentity): Promise<Matched> {
	const { before, after, shared } = sides;
	const kept = new Set(shared.map(({ afterAt }) => afterAt));
	const stillThere = new Set(shared.map(({ beforeAt }) => beforeAt));
	const now = identity.byValue
		? numberedRows(
				after,
				shared.map((column) => column.after)
			)
		: after.from;
	const then = identity.byValue ? `temp.${numberedBefore}` : before.from;
	const [present, past] = [`${now} AS a`, `${then} AS b`];
	const from = `${present} FULL JOIN ${past} ON ${identity.on}`;
	const both = `${present} JOIN ${past} ON ${identity.on}`;
	const fate = `CASE WHEN ${identity.before[0] ?? ''} IS NULL THEN 'added'
		WHEN ${identity.after[0] ?? ''} IS NULL THEN 'lost'
		WHEN ${identity.byValue ? 'TRUE' : holdSame(shared)} THEN 'kept' ELSE 'changed' END`;
	return {
		columns: [
			...after.columns.map((name, at) => ({ name, fate: kept.has(at) ? 'kept' : 'added' }) as const),
			...before.columns.flatMap((name, at) => (stillThere.has(at) ? [] : [{ name, fate: 'lost' } as const]))
		],
		shared,
		from,
		both: {
			from: both,
			keys: identity.byValue ? ['a.place'] : identity.after,
			before: past,
			after: present
		},
		fate,
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		keys: identity.byValue
			? ['coalesce(a.place, b.place)', 'a.place IS NULL']
			: [
					...identity.after.map((cell, at) => `coalesce(${cell}, ${identity.before[at] ?? ''})`),
					// Two keys of other type may look alike to the order; then the lost row comes first.
					`${identity.after[0] ?? ''} IS NOT NULL`
				],
		identity: identity.words,
		...(await countFates(database, sides, both, identity))
	};
}

/** Holds the rows from before by what they hold, as no index of the table can find them so. */
const numberedBefore = 'updown_rows_before';

function prepareNumbered({ before, shared }: Sides): string {
	const rows = numberedRows(
		before,
		shared.map((column) => column.before)
	);
	return `CREATE TEMP TABLE ${numberedBefore} AS SELECT * FROM ${rows};
		CREATE UNIQUE INDEX temp.${numberedBefore}_index ON ${numberedBefore} (fingerprint, copy)`;
}

/** Each row has one at most on the other side, so only those that are on both have to be matched, and that once. */
async function countFates(
	database: Database,
	{ before, after, shared }: Sides,
	both: string,
	{ byValue: areSame, key }: RowIdentity
): Promise<Pick<Matched, 'fates' | 'differing'>> {
	const keys = new Set(key);
	const compared = areSame ? [] : shared.filter((column) => !keys.has(column));
	const { matched, differing } = await countDiffering(database, both, compared);
	const changed = await countChanged(database, both, differing);
	return {
		fates: {
			kept: matched - changed,
			changed,
			added: (await countAll(database, after.from)) - matched,
			lost: (await countAll(database, before.from)) - matched
		},
		differing
	};
}

/** A query gives 2,000 columns at most, and one that counts over two sides of a wide table holds both. */
const atOnce = 500;

async function countDiffering(
	database: Database,
	both: string,
	compared: readonly SharedColumn[]
): Promise<{ readonly matched: number; readonly differing: ReadonlyMap<SharedColumn, number> }> {
	const differing = new Map<SharedColumn, number>();
	let matched = 0;
	for (let start = 0; start === 0 || start < compared.length; start += atOnce) {
		const columns = compared.slice(start, start + atOnce);
		const counts = columns.map((column) => `, count(*) FILTER (WHERE NOT ${holdSame([column])})`);
		const { rows } = await database.query(`SELECT count(*)${counts.join('')} FROM ${both}`);
		const [count = 0, ...others] = (rows[0] ?? []).map(Number);
		matched = count;
		for (const [at, column] of columns.entries()) {
			const differences = others[at] ?? 0;
			if (differences > 0) differing.set(column, differences);
		}
	}
	return { matched, differing };
}

/** Where one column alone differs, its rows are the changed ones. */
async function countChanged(
	database: Database,
	both: string,
	differing: ReadonlyMap<SharedColumn, number>
): Promise<number> {
	const [only = 0] = differing.values();
	if (differing.size < 2) return only;
	const { rows } = await database.query(
		`SELECT count(*) FROM ${both} WHERE NOT ${holdSame([...differing.keys()])}`
	);
	return Number(rows[0]?.[0]);
}

async function countAll(database: Database, from: string): Promise<number> {
	const { rows } = await database.query(`SELECT count(*) FROM ${from}`);
	return Number(rows[0]?.[0]);
}

function cellsOf(alias: 'a' | 'b', source: RowSource | undefined): readonly string[] {
	return (source?.columns ?? []).map((name) => `${alias}.${identifier(name)}`);
}
