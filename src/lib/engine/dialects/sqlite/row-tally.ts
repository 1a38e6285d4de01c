import type { Database, Value } from '../../database.ts';
import type { ColumnFates, RowFate } from '../../rows/rows.ts';
import { identifier } from './identifier.ts';
import { holdSame } from './row-identity.ts';
import type { RowIdentity, SharedColumn } from './row-identity.ts';
import type { RowSource } from './row-source.ts';

/** The two sides of one table, and which of their columns are the same. */
export interface Sides {
	readonly before: RowSource;
	readonly after: RowSource;
	readonly shared: readonly SharedColumn[];
}

/** How many rows met which fate, and what became of the values of the columns that are not as they were. */
export interface RowTally {
	readonly fates: Readonly<Record<RowFate, number>>;
	readonly columnFates: readonly ColumnFates[];
}

/**
 * Counts the rows of two sides, matched by `identity` as `both` joins them. Each has one at most on the other side, so
 * only those that are on both are matched, and that once: it costs most of all.
 */
export async function tallyRows(
	database: Database,
	sides: Sides,
	both: string,
	identity: RowIdentity
): Promise<RowTally> {
	const now = await countAll(database, sides.after.from);
	const then = await countAll(database, sides.before.from);
	const most = Math.min(now, then);
	const expected = most < many ? undefined : await expectedIn(database, sides, both, identity);
	// To count the rows as well costs as much as a column.
	let matched =
		now === then && identity.byNumber && (await haveAllNumbers(database, sides, now)) ? now : undefined;
	const found: (ColumnTally | undefined)[] = [];
	const waiting = countsOf(sides, identity, { most, expected }).map((count, at) => ({ count, at }));
	while (waiting.length > 0 || matched === undefined) {
		const some = waiting.splice(0, atOnce);
		const cells = [
			...(matched === undefined ? ['count(*)'] : []),
			...some.flatMap(({ count }) => count.cells)
		];
		const { rows } = await database.query(`SELECT ${cells.join(', ')} FROM ${both}`);
		const numbers = [...(rows[0] ?? [])];
		matched ??= Number(numbers.shift());
		for (const { count, at } of some) {
			const told = count.read(numbers.splice(0, count.cells.length), matched);
			if ('cells' in told) {
				waiting.push({ count: told, at });
				continue;
			}
			const { changed, lost, gained } = told;
			if (count.shared && changed + lost + gained === 0) continue;
			found[at] = { ...count.column, changed, lost, gained, ...(count.shared && { shared: count.shared }) };
		}
	}
	const columns = found.flatMap((column) => column ?? []);
	const changed = await countChanged(database, both, columns);
	return {
		fates: { kept: matched - changed, changed, added: now - matched, lost: then - matched },
		columnFates: matched === 0 ? [] : columns.map(({ shared: _, ...fates }) => fates)
	};
}

/** Whether both sides have a row for each number from the same first to the same last, where each has as many rows as that. */
async function haveAllNumbers(database: Database, { before, after }: Sides, count: number): Promise<boolean> {
	if (count === 0 || after.rowid === undefined || before.rowid === undefined) return false;
	const ends = [after, before].flatMap(({ from, rowid }) =>
		['min', 'max'].map((end) => `(SELECT ${end}(${rowid}) FROM ${from})`)
	);
	const { rows } = await database.query(`SELECT ${ends.join(', ')}`);
	const [first = 0n, last = 0n, firstThen, lastThen] = (rows[0] ?? []).map((end) => BigInt(end as number));
	return first === firstThen && last === lastThen && last - first + 1n === BigInt(count);
}

/** How many rows there are. */
export async function countAll(database: Database, from: string): Promise<number> {
	const { rows } = await database.query(`SELECT count(*) FROM ${from}`);
	return Number(rows[0]?.[0]);
}

/** A query gives 2,000 columns at most, and one that counts over two sides of a wide table holds both, thrice. */
const atOnce = 500;

interface ColumnTally extends ColumnFates {
	readonly shared?: SharedColumn;
}

type Values = Pick<ColumnFates, 'changed' | 'lost' | 'gained'>;

/** Expressions that count what became of a column's values over the matched rows, and how to read what they give. */
interface ColumnCount {
	readonly column: Pick<ColumnFates, 'name' | 'fate'>;
	readonly shared?: SharedColumn;
	readonly cells: readonly string[];
	/** What they tell of so many rows or, where they do not tell, how it is to be counted instead. */
	readonly read: (numbers: readonly Value[], rows: number) => Values | ColumnCount;
}

/** Below, it does not matter how rows are counted. */
const many = 50_000;

/** Of how many rows it is seen which columns mostly hold something else. */
const sampled = 200;

/** That most rows hold something else in a column, or all of them, and none has a NULL in it. */
type Expected = ReadonlyMap<SharedColumn, 'most' | 'all'>;

/** What the first rows lead to expect. */
async function expectedIn(
	database: Database,
	sides: Sides,
	both: string,
	identity: RowIdentity
): Promise<Expected> {
	const found = new Map<SharedColumn, 'most' | 'all'>();
	const compared = comparedIn(sides, identity);
	for (let start = 0; start < compared.length; start += atOnce) {
		const some = compared.slice(start, start + atOnce);
		const cells = some.flatMap((column) => [cellsOf(column).differ, cellsOf(column).differWithoutNull]);
		const { rows } = await database.query(`SELECT ${cells.join(', ')} FROM ${both} LIMIT ${sampled}`);
		for (const [at, column] of some.entries()) {
			if (rows.length > 0 && rows.every((row) => row[2 * at + 1] === 1)) found.set(column, 'all');
			else if (rows.filter((row) => row[2 * at] === 1).length > rows.length / 2) found.set(column, 'most');
		}
	}
	return found;
}

function comparedIn({ shared }: Sides, { byValue, key }: RowIdentity): readonly SharedColumn[] {
	const keys = new Set(key);
	return byValue ? [] : shared.filter((column) => !keys.has(column));
}

function countsOf(
	sides: Sides,
	identity: RowIdentity,
	{ most, expected }: { readonly most: number; readonly expected: Expected | undefined }
): readonly ColumnCount[] {
	const { before, after, shared } = sides;
	const stayed = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	return [
		...comparedIn(sides, identity).map((column): ColumnCount => {
			const count = {
				column: { name: column.after, fate: 'kept' },
				shared: column,
				...(most < base ? packed(column) : apart(column))
			} as const;
			const other = expected?.get(column);
			if (other === 'all') return { ...count, ...allOther(column, count) };
			return other === 'most' ? { ...count, ...withoutNull(column, count) } : count;
		}),
		...after.columns.flatMap((name, at): ColumnCount | [] =>
			come.has(at)
				? []
				: {
						column: { name, fate: 'added' },
						cells: [`count(a.${identifier(name)})`],
						read: ([gained]) => ({ changed: 0, lost: 0, gained: Number(gained) })
					}
		),
		...before.columns.flatMap((name, at): ColumnCount | [] =>
			stayed.has(at)
				? []
				: {
						column: { name, fate: 'lost' },
						cells: [`count(b.${identifier(name)})`],
						read: ([lost]) => ({ changed: 0, lost: Number(lost), gained: 0 })
					}
		)
	];
}

/** Three counts below this fit into one integer of SQLite. */
const base = 2 ** 21;

/** All three in one sum, so that the two cells are compared once: three sums take twice as long. */
function packed(column: SharedColumn): Pick<ColumnCount, 'cells' | 'read'> {
	const { now, then, differ } = cellsOf(column);
	const weight = `CASE WHEN ${now} IS NULL THEN ${base} WHEN ${then} IS NULL THEN ${base ** 2} ELSE 1 END`;
	return {
		cells: [`sum(${weight}) FILTER (WHERE ${differ})`],
		read: ([sum]) => {
			const all = BigInt(sum === null || sum === undefined ? 0 : (sum as number | bigint));
			const size = BigInt(base);
			return {
				changed: Number(all % size),
				lost: Number((all / size) % size),
				gained: Number(all / size / size)
			};
		}
	};
}

/** Where most rows differ and neither side has a NULL, to count is enough, and takes half the time of a sum. */
function withoutNull(column: SharedColumn, otherwise: ColumnCount): Pick<ColumnCount, 'cells' | 'read'> {
	const { now, then, differ } = cellsOf(column);
	return {
		cells: [`count(*) FILTER (WHERE ${differ})`, `count(*) FILTER (WHERE ${now} IS NULL OR ${then} IS NULL)`],
		read: ([differing, nulls]) =>
			Number(nulls) === 0 ? { changed: Number(differing), lost: 0, gained: 0 } : otherwise
	};
}

/** Where all rows differ and neither side has a NULL, one count is enough. */
function allOther(column: SharedColumn, otherwise: ColumnCount): Pick<ColumnCount, 'cells' | 'read'> {
	return {
		cells: [`count(*) FILTER (WHERE ${cellsOf(column).differWithoutNull})`],
		read: ([differing], rows) =>
			Number(differing) === rows ? { changed: rows, lost: 0, gained: 0 } : otherwise
	};
}

function apart(column: SharedColumn): Pick<ColumnCount, 'cells' | 'read'> {
	const { now, then, differ } = cellsOf(column);
	return {
		cells: [
			`count(*) FILTER (WHERE ${differ})`,
			`count(*) FILTER (WHERE ${then} IS NOT NULL AND ${now} IS NULL)`,
			`count(*) FILTER (WHERE ${now} IS NOT NULL AND ${then} IS NULL)`
		],
		read: (numbers) => {
			const [differing = 0, lost = 0, gained = 0] = numbers.map(Number);
			return { changed: differing - lost - gained, lost, gained };
		}
	};
}

function cellsOf(column: SharedColumn) {
	const [now, then] = [`a.${identifier(column.after)}`, `b.${identifier(column.before)}`];
	const differ = `NOT ${holdSame([column])}`;
	return {
		now,
		then,
		differ,
		/** Not true where either is NULL. */
		differWithoutNull: column.converts
			? `(${differ} AND ${now} IS NOT NULL AND ${then} IS NOT NULL)`
			: `+${now} COLLATE BINARY <> +${then}`
	};
}

/** Where one column alone differs, its rows are the changed ones. */
async function countChanged(
	database: Database,
	both: string,
	columns: readonly ColumnTally[]
): Promise<number> {
	const differing = columns.flatMap(({ shared }) => shared ?? []);
	if (differing.length < 2) {
		return columns.reduce(
			(sum, { shared, changed, lost, gained }) => (shared ? changed + lost + gained : sum),
			0
		);
	}
	const { rows } = await database.query(`SELECT count(*) FROM ${both} WHERE NOT ${holdSame(differing)}`);
	return Number(rows[0]?.[0]);
}
