import type { Database } from '../../database.ts';
import type { ColumnFates } from '../../rows/rows.ts';
import { bothJoined } from './joined-sides.ts';
import { changedIn, countCells, countStayed, stayed, where, withChanged } from './count-matched.ts';
import { holdSame, nowCell, thenCell } from './row-match.ts';
import type { Match, Matched, SharedColumn } from './row-match.ts';

/** A query gives 1,664 columns at most, and each column here is counted twice. */
const atOnce = 800;

/**
 * Counts what became of every row and, in the rows that both sides have, of every column's values; columns as they were are
 * left out.
 */
export async function countColumnFates(
	database: Database,
	match: Match
): Promise<{ readonly matched: Matched; readonly columns: readonly ColumnFates[] }> {
	const wanted = wantedOf(match);
	const numbers: number[] = [];
	let rows: Matched | undefined;
	for (let start = 0; rows === undefined || start < wanted.length; start += atOnce) {
		const cells = wanted.slice(start, start + atOnce).map(({ cell }) => cell);
		const counted = await countStayed(database, match, cells);
		rows ??= { ...match, fates: counted.fates };
		numbers.push(...counted.counts);
	}
	const found: ColumnFates[] = [];
	const differing: (readonly [SharedColumn, number])[] = [];
	for (const [at, { name, fate, shared }] of wanted.entries()) {
		const many = numbers[at] ?? 0;
		if (!shared) found.push({ name, fate, changed: 0, lost: 0, gained: 0, [gainsOrLoses[fate]]: many });
		else if (many > 0) differing.push([shared, many]);
	}
	if (rows.fates.kept === 0) return { matched: rows, columns: [] };
	const { changed, columns } = await valueFates(database, match, differing);
	return { matched: withChanged(rows, changed), columns: [...columns, ...found] };
}

/** A column of both sides that may hold something else, or one of one side, and what is counted of it in rows that stayed. */
interface Wanted extends Pick<ColumnFates, 'name'> {
	readonly fate: keyof typeof gainsOrLoses;
	readonly shared?: SharedColumn;
	/** What is not NULL there. */
	readonly cell: string;
}

const gainsOrLoses = { kept: 'changed', added: 'gained', lost: 'lost' } as const;

function wantedOf(match: Match): readonly Wanted[] {
	const { after, before, shared, known } = match;
	if (after.length === 0 || before.length === 0) return [];
	const there = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	const alone = (cells: Match['after'], others: ReadonlySet<number>, fate: 'added' | 'lost') =>
		cells
			.filter((_, at) => !others.has(at))
			.map(({ sql, column }): Wanted => ({ name: column.name, fate, cell: where(stayed(match), sql) }));
	return [
		...shared
			.filter((column) => !known.includes(column))
			.map((column): Wanted => ({
				name: column.after.name,
				fate: 'kept',
				shared: column,
				cell: where([...stayed(match), `NOT (${holdSame(column)})`])
			})),
		...alone(after, come, 'added'),
		...alone(before, there, 'lost')
	];
}

const gone = (cell: string, other: string) =>
	where([`num_nonnulls(${cell}) = 1`, `num_nonnulls(${other}) = 0`]);

/**
 * What became of the values of columns of which so many hold something else, and how many rows have changed by that. A row of
 * NULLs is itself said to be NULL.
 */
async function valueFates(
	database: Database,
	match: Match,
	differing: readonly (readonly [SharedColumn, number])[]
): Promise<{ readonly changed: number; readonly columns: readonly ColumnFates[] }> {
	const columns: ColumnFates[] = [];
	let changed: number | undefined;
	const { from } = match.sides ? bothJoined(match.sides) : match.all;
	for (let start = 0; start < differing.length; start += atOnce) {
		const some = differing.slice(start, start + atOnce);
		const cells = some.flatMap(([column]) => {
			const [now, then] = [nowCell(column), thenCell(column)];
			return [gone(then, now), gone(now, then)];
		});
		const [all = 0, ...numbers] = await countCells(database, from, [changedIn(match), ...cells]);
		changed ??= all;
		for (const [at, [{ after }, many]] of some.entries()) {
			const [lost = 0, gained = 0] = numbers.slice(2 * at);
			columns.push({ name: after.name, fate: 'kept', changed: many - lost - gained, lost, gained });
		}
	}
	return { changed: changed ?? 0, columns };
}
