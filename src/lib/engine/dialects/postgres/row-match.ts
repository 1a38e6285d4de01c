import type { Database } from '../../database.ts';
import type { RowFate, RowsPage } from '../../rows/rows.ts';
import type { Rename } from '../../schema/change.ts';
import { identifier } from './identifier.ts';
import { allJoined } from './joined-sides.ts';
import type { Joined, JoinedSides } from './joined-sides.ts';
import { plainCell } from './row-source.ts';
import type { RowColumn, RowSource } from './row-source.ts';
import { writtenSince } from './written-since.ts';
import type { KeptMoment, WrittenSince } from './written-since.ts';

/** A cell of the matched rows, with what its column says of it. */
export interface Cell {
	readonly sql: string;
	readonly column: RowColumn;
}

/** A column that both sides have: its positions, and its cells. */
export interface SharedColumn {
	readonly beforeAt: number;
	readonly afterAt: number;
	readonly before: RowColumn;
	readonly after: RowColumn;
}

/** Both sides of a table as one relation: a row for each row of either, with its fate and the cells of both. */
export interface Match {
	readonly columns: RowsPage['columns'];
	readonly shared: readonly SharedColumn[];
	/** The columns that tell a row that is on both sides: its key or, where it has none, all that both sides have. */
	readonly tellers: readonly SharedColumn[];
	/** Those of the shared columns that hold the same on both sides of every row. */
	readonly known: readonly SharedColumn[];
	/** What a query reads the rows from, and expressions by which every row has its place there. */
	readonly all: Joined;
	/** Both sides, where there are two to be joined. */
	readonly sides?: JoinedSides;
	/** The expression that gives a row's fate. */
	readonly fate: string;
	/** What tells the same as conditions: that a row is new, that it is gone, and that it is as it was. */
	readonly told: readonly [isNew: string, isGone: string, same: string];
	/** The cells of either side, `[]` where there is no such side. */
	readonly after: readonly Cell[];
	readonly before: readonly Cell[];
	readonly identity: string;
	/** How many more rows there are that are kept. */
	readonly untouched: number;
}

/** The same, counted. */
export interface Matched extends Match {
	/** How many rows have each fate. */
	readonly fates: Readonly<Record<RowFate, number>>;
}

/** How the sides of a table are called. */
interface Naming {
	readonly renames: readonly Rename[];
	readonly table: string;
}

/**
 * Matches the rows of the two sides: by the primary key where both have the same one, and otherwise by value, as
 * many as are equal on both. With `moment`, rows that nobody has written since may be counted and no more; the first are
 * there all the same.
 */
export async function matchRows(
	database: Database,
	before: RowSource | undefined,
	after: RowSource | undefined,
	naming: Naming,
	moment?: KeptMoment
): Promise<Match> {
	if (before && after) return bothSides(database, { before, after }, naming, moment);
	const identity = after ? 'the table is new' : 'the table is gone';
	return oneSide({ before, after }, after ? 'added' : 'lost', identity);
}

/** Every row of a table of which none was written: it has stayed as it was, but for columns that the table has got. */
export function allKept(source: RowSource, added: readonly RowColumn[] = []): Match {
	if (added.length === 0) {
		return oneSide({ before: undefined, after: source }, 'kept', 'nothing has touched the table');
	}
	const after = { ...source, columns: [...source.columns, ...added] };
	const cells = source.columns.map(({ name }) => `a.${identifier(name)}`);
	const naming = { renames: [], table: source.from };
	const { sides: _, ...match } = matchSides({ before: source, after, untouched: 0 }, naming);
	return {
		...match,
		all: {
			from: `${source.from} AS a CROSS JOIN LATERAL (SELECT ${cells.join(', ')}) AS b`,
			keys: (source.key.length > 0 ? source.key.map(identifier) : source.place).map((name) => `a.${name}`)
		},
		fate: `'kept'::text`,
		told: ['FALSE', 'FALSE', 'TRUE']
	};
}

function oneSide(
	{ before, after }: Readonly<Record<'before' | 'after', RowSource | undefined>>,
	fate: RowFate,
	identity: string
): Match {
	const alias = after ? 'a' : 'b';
	const only = after ?? before;
	const from = `${only?.from ?? ''} AS ${alias}`;
	const key = only && only.key.length > 0 ? only.key.map(identifier) : (only?.place ?? []);
	return {
		columns: (only?.columns ?? []).map(({ name }) => ({ name, fate: 'kept' })),
		shared: [],
		tellers: [],
		known: [],
		all: { from, keys: key.map((name) => `${alias}.${name}`) },
		fate: `'${fate}'::text`,
		told: [`${fate === 'added'}`, `${fate === 'lost'}`, 'TRUE'],
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		identity,
		untouched: 0
	};
}

async function bothSides(
	database: Database,
	whole: Pick<WrittenSince, 'before' | 'after'>,
	naming: Naming,
	moment: KeptMoment | undefined
): Promise<Match> {
	const shared = sharedColumns(whole.before, whole.after, naming);
	const key = sharedKey(whole.before, whole.after, shared);
	const written =
		moment && key?.every(sameType) ? await fewWritten(database, whole, { shared, key }, moment) : undefined;
	return matchSides(written ?? { ...whole, untouched: 0 }, naming);
}

/** Matches rows of two sides of which it is known how many more are the same on both. */
export function matchSides({ before, after, untouched }: WrittenSince, naming: Naming): Match {
	const shared = sharedColumns(before, after, naming);
	const key = sharedKey(before, after, shared);
	const identity = key?.every(sameType)
		? byEqualKey(before, after, key)
		: byPrint(before, after, key ?? shared);
	const known = key?.every(sameType) ? key : [];
	const others = shared.filter((column) => !known.includes(column));
	const same = key && others.length > 0 ? others.map(holdSame).join(' AND ') : 'TRUE';
	const fate = `CASE WHEN ${identity.isNew} THEN 'added' WHEN ${identity.isGone} THEN 'lost'
		WHEN ${same} THEN 'kept' ELSE 'changed' END`;
	const [kept, stillThere] = [
		new Set(shared.map(({ afterAt }) => afterAt)),
		new Set(shared.map(({ beforeAt }) => beforeAt))
	];
	return {
		columns: [
			...after.columns.map(({ name }, at) => ({ name, fate: kept.has(at) ? 'kept' : 'added' }) as const),
			...before.columns.flatMap(({ name }, at) =>
				stillThere.has(at) ? [] : [{ name, fate: 'lost' } as const]
			)
		],
		shared,
		tellers: key ?? shared,
		known,
		all: allJoined(identity),
		sides: identity,
		fate,
		told: [identity.isNew, identity.isGone, same],
		after: cellsOf('a', after),
		before: cellsOf('b', before),
		identity: key
			? `by primary key (${after.key.join(', ')})`
			: 'by value, as there is no key to go by: a changed row counts as one lost and one added',
		untouched
	};
}

/** Both sides without the rows that nobody has written, where these have the same columns with the same values. */
async function fewWritten(
	database: Database,
	{ before, after }: Pick<WrittenSince, 'before' | 'after'>,
	{ shared, key }: { readonly shared: readonly SharedColumn[]; readonly key: readonly SharedColumn[] },
	moment: KeptMoment
): Promise<WrittenSince | undefined> {
	const same = shared.filter(({ before: then, after: now }) => then.name === now.name && !now.ofUsers);
	if (same.length < after.columns.length || same.length < before.columns.length) return undefined;
	const { on, isGone, now } = byEqualKey(before, after, key);
	return writtenSince(database, { before, after, on, isGone, order: now.keys }, moment);
}

/** Columns with one name on both sides; a renamed one counts under both of its names. */
function sharedColumns(
	before: RowSource,
	after: RowSource,
	{ renames, table }: Naming
): readonly SharedColumn[] {
	// Renames name columns as the schema does, which is as they are.
	return after.columns.flatMap((column, afterAt) => {
		const renamed = renames.find(
			(rename) => rename.kind === 'column' && rename.table === table && rename.to === column.name
		);
		const old = renamed?.from ?? column.name;
		const beforeAt = before.columns.findIndex(({ name }) => name === old);
		const then = before.columns[beforeAt];
		// A column that took the name of one that was renamed away is another column.
		const taken =
			!renamed &&
			renames.some((rename) => rename.kind === 'column' && rename.table === table && rename.from === old);
		return then === undefined || taken ? [] : [{ beforeAt, afterAt, before: then, after: column }];
	});
}

/** The columns of the primary key, where both sides have the same one. */
function sharedKey(
	before: RowSource,
	after: RowSource,
	shared: readonly SharedColumn[]
): readonly SharedColumn[] | undefined {
	const key = after.key.flatMap((name) =>
		shared.filter((column) => column.after.name === name && before.key.includes(column.before.name))
	);
	return key.length > 0 && key.length === after.key.length && key.length === before.key.length
		? key
		: undefined;
}

/** How rows of the two sides are joined, and the conditions that one is new or gone. */
interface Identity extends JoinedSides {
	readonly isNew: string;
	readonly isGone: string;
}

/** By key columns that are of one type on both sides: what is unique on each is matched once. */
function byEqualKey(before: RowSource, after: RowSource, key: readonly SharedColumn[]): Identity {
	const sides = key.map((column) => ({ now: nowCell(column), then: thenCell(column), column }));
	const [first] = sides;
	const places = (place: (side: (typeof sides)[number], type: string) => string) =>
		sides.map((side) => place(side, side.column.before.sortable ? '' : '::text'));
	return {
		now: { from: after.from, keys: places(({ now }, type) => `${now}${type}`) },
		then: { from: before.from, keys: places(({ then }, type) => `${then}${type}`) },
		keys: places(({ now, then }, type) => `coalesce(${now}${type}, ${then}${type})`),
		inPlace: true,
		on: sides
			.map(({ now, then, column }) =>
				column.after.exact ? `${now} = ${then}` : `${textOf(now)} = ${textOf(then)}`
			)
			.join(' AND '),
		isNew: `${first?.then ?? ''} IS NULL`,
		isGone: `${first?.now ?? ''} IS NULL`
	};
}

/**
 * By what these columns hold, written as one text; where several rows of a side hold the same, the first goes with
 * the first and so on.
 */
function byPrint(before: RowSource, after: RowSource, columns: readonly SharedColumn[]): Identity {
	const print = (cells: readonly string[]) => textOf(`ROW(${cells.join(', ')})`);
	const now = columns.map((column) =>
		written(column, plainCell(column.after, identifier(column.after.name)))
	);
	const then = columns.map((column) =>
		written(column, plainCell(column.before, identifier(column.before.name)))
	);
	return {
		now: { from: printed(after, print(now)), keys: ['a.updown_place'] },
		then: { from: printed(before, print(then)), keys: ['b.updown_place'] },
		keys: ['coalesce(a.updown_place, b.updown_place)', '(a.updown_place IS NULL)'],
		inPlace: false,
		on: 'a.updown_print = b.updown_print AND a.updown_copy = b.updown_copy',
		isNew: 'b.updown_print IS NULL',
		isGone: 'a.updown_print IS NULL'
	};
}

/** A row of these columns, written as one text: equal rows are written alike. */
export function printOf(columns: readonly RowColumn[]): string {
	const cells = columns.map((column) => {
		const cell = plainCell(column, identifier(column.name));
		return column.numeric ? asNumber(cell) : cell;
	});
	return textOf(`ROW(${cells.join(', ')})`);
}

function printed(source: RowSource, print: string): string {
	const terms = source.key.length > 0 ? source.key.map(identifier) : source.place;
	const order = terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '';
	return `(SELECT *, row_number() OVER (PARTITION BY updown_print ORDER BY updown_place) AS updown_copy
		FROM (SELECT *, ${print} AS updown_print, row_number() OVER (${order}) AS updown_place FROM ${source.from}) AS s)`;
}

/** A value so that equal ones of either side are written alike. */
function written({ before, after }: SharedColumn, cell: string): string {
	return before.numeric && after.numeric ? asNumber(cell) : cell;
}

/** A text says a number exactly where a cast from one number to another would round. */
function asNumber(cell: string): string {
	return `trim_scale(${cell}::text::numeric)`;
}

function textOf(cell: string): string {
	return `${cell}::text COLLATE "C"`;
}

/** Whether the values of a column may be compared as they are. */
function sameType({ before, after }: SharedColumn): boolean {
	return (after.ofUsers ? textType : after.type) === before.type;
}

const textType = 25;

/** Whether a column holds whole numbers or decimals, of which any two are compared exactly. */
function isWhole({ type }: RowColumn): boolean {
	return [smallint, integer, bigint, numeric].includes(type);
}

const [smallint, integer, bigint, numeric] = [21, 23, 20, 1700];

/** The condition that a column holds the same on both sides. */
export function holdSame(column: SharedColumn): string {
	const { before, after } = column;
	const [now, then] = [nowCell(column), thenCell(column)];
	const exact = sameType(column) ? after.exact && before.exact : isWhole(before) && isWhole(after);
	if (exact) return `${now} IS NOT DISTINCT FROM ${then}`;
	if (before.numeric && after.numeric) return `${asNumber(now)} IS NOT DISTINCT FROM ${asNumber(then)}`;
	return `${textOf(now)} IS NOT DISTINCT FROM ${textOf(then)}`;
}

/** The cell of a column now, as it would have been kept. */
export function nowCell({ after }: Pick<SharedColumn, 'after'>): string {
	return plainCell(after, `a.${identifier(after.name)}`);
}

/** What a column that both sides have held before the step, as it is shown. */
export function thenCell({ before }: Pick<SharedColumn, 'before'>): string {
	return plainCell(before, `b.${identifier(before.name)}`);
}

function cellsOf(alias: 'a' | 'b', source: RowSource | undefined): readonly Cell[] {
	return (source?.columns ?? []).map((column) => ({ sql: `${alias}.${identifier(column.name)}`, column }));
}
