import type { Database } from '../../database.ts';
import type { RowFate, RowsPage } from '../../rows/rows.ts';
import type { Rename } from '../../schema/change.ts';
import { sideOf } from '../fated-side.ts';
import { affinityOf } from './affinity.ts';
import { identifier } from './identifier.ts';
import { numberedRows } from './row-fingerprint.ts';
import { byKey, byRowid, byValue, holdSame } from './row-identity.ts';
import type { RowIdentity, SharedColumn } from './row-identity.ts';
import type { RowSource } from './row-source.ts';
import { countAll, tallyRows } from './row-tally.ts';
import type { RowTally, Sides } from './row-tally.ts';

/** Both sides of a table as one relation: a row for each row of either, with its fate and the cells of both. */
export interface Matched extends RowTally {
	readonly columns: RowsPage['columns'];
	readonly shared: readonly SharedColumn[];
	/** The columns of either side. */
	readonly names: { readonly before: readonly string[]; readonly after: readonly string[] };
	/** The columns that tell a row that is on both sides: its key or, where it has none, all that both sides have. */
	readonly tellers: readonly SharedColumn[];
	/** What a query reads the rows from, and expressions by which every row has its place there. */
	readonly all: Joined;
	/** The same for the rows of one side alone, or those on both: they are in order by themselves. Absent where there is one side. */
	readonly some?: Readonly<Record<'now' | 'then' | 'both', Joined>>;
	/** The expression that gives a row's fate. */
	readonly fate: string;
	/** The expressions for the cells of either side, `[]` where there is no such side. */
	readonly after: readonly string[];
	readonly before: readonly string[];
	readonly identity: string;
}

/** Rows of one side or both, each with what it is on the other. */
interface Joined {
	readonly from: string;
	readonly keys: readonly string[];
}

/** What holds all rows of a fate, or of any, and as few others as can be. */
export function rowsOf({ all, some, fates }: Matched, fate: RowFate | undefined): Joined {
	const side = sideOf(fates, fate);
	return !some || side === 'all' ? all : some[side];
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
	const sides = { before, after, shared: sharedColumns(before, after, naming) };
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

/** Columns with one name on both sides, or that were renamed. One that took the name of a renamed column is another. */
function sharedColumns(
	before: RowSource,
	after: RowSource,
	{ renames, table }: { readonly renames: readonly Rename[]; readonly table: string }
): readonly SharedColumn[] {
	const own = renames.filter((rename) => rename.kind === 'column' && rename.table === table);
	return after.columns.flatMap((name, afterAt) => {
		const renamed = own.find(({ to }) => to === name);
		if (!renamed && own.some(({ from }) => from.toLowerCase() === name.toLowerCase())) return [];
		const old = (renamed?.from ?? name).toLowerCase();
		const beforeAt = before.columns.findIndex((column) => column.toLowerCase() === old);
		const oldName = before.columns[beforeAt];
		if (oldName === undefined) return [];
		const [was = '', is = ''] = [before.types[beforeAt], after.types[afterAt]];
		const converts = affinityOf(was, false) !== affinityOf(is, false);
		return [{ before: oldName, after: name, beforeAt, afterAt, converts }];
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
		names: namesOf(before, after),
		tellers: [],
		all: { from, keys: key.map((name) => `${alias}.${name}`) },
		fate,
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		identity: after ? 'the table is new' : 'the table is gone',
		fates: {
			kept: 0,
			changed: 0,
			added: 0,
			lost: 0,
			[after ? 'added' : 'lost']: await countAll(database, only?.from ?? '')
		},
		columnFates: []
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
	const both = `${present} JOIN ${past} ON ${identity.on}`;
	const inOrder = identity.byValue
		? { now: ['a.place'], then: ['b.place'] }
		: { now: identity.after, then: identity.before };
	const fate = `CASE WHEN ${identity.before[0] ?? ''} IS NULL THEN 'added'
		WHEN ${identity.after[0] ?? ''} IS NULL THEN 'lost'
		WHEN ${identity.byValue ? 'TRUE' : holdSame(shared)} THEN 'kept' ELSE 'changed' END`;
	return {
		columns: [
			...after.columns.map((name, at) => ({ name, fate: kept.has(at) ? 'kept' : 'added' }) as const),
			...before.columns.flatMap((name, at) => (stillThere.has(at) ? [] : [{ name, fate: 'lost' } as const]))
		],
		shared,
		names: namesOf(before, after),
		tellers: identity.tellers ?? shared,
		all: {
			from: `${present} FULL JOIN ${past} ON ${identity.on}`,
			keys: identity.byValue
				? ['coalesce(a.place, b.place)', 'a.place IS NULL']
				: [
						...identity.after.map((cell, at) => `coalesce(${cell}, ${identity.before[at] ?? ''})`),
						// Two keys of other type may look alike to the order; then the lost row comes first.
						`${identity.after[0] ?? ''} IS NOT NULL`
					]
		},
		some: {
			now: { from: `${present} LEFT JOIN ${past} ON ${identity.on}`, keys: inOrder.now },
			then: { from: `${past} LEFT JOIN ${present} ON ${identity.on}`, keys: inOrder.then },
			both: { from: both, keys: inOrder.now }
		},
		fate,
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		identity: identity.words,
		...(await tallyRows(database, sides, both, identity))
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

function namesOf(before: RowSource | undefined, after: RowSource | undefined): Matched['names'] {
	return { before: before?.columns ?? [], after: after?.columns ?? [] };
}

function cellsOf(alias: 'a' | 'b', source: RowSource | undefined): readonly string[] {
	return (source?.columns ?? []).map((name) => `${alias}.${identifier(name)}`);
}
