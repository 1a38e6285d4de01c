import type { Database } from '../../database.ts';
import type { ColumnFates } from '../../rows/rows.ts';
import { countRows, fatesIn, holdSame, nowCell, thenCell } from './row-match.ts';
import type { Match, Matched, SharedColumn } from './row-match.ts';

/** A query gives 1,664 columns at most, and each column here is counted four times. */
const atOnce = 400;

/**
 * Counts what became of every row and, in the rows that both sides have, of every column's values; columns as they were are
 * left out.
 */
export async function countColumnFates(
	database: Database,
	match: Match
): Promise<{ readonly matched: Matched; readonly columns: readonly ColumnFates[] }> {
	const wanted = wantedOf(match);
	const found: ColumnFates[] = [];
	let matched: Matched | undefined;
	for (let start = 0; matched === undefined || start < wanted.length; start += atOnce) {
		const part = wanted.slice(start, start + atOnce);
		const counted = await countRows(
			database,
			match,
			part.flatMap(({ counts }) => counts)
		);
		matched ??= { ...match, fates: fatesIn(match, counted) };
		const stayed = counted.filter(({ fate }) => fate === 'kept' || fate === 'changed');
		let place = 0;
		for (const { name, fate, counts, tell } of part) {
			const sums = counts.map((_, at) => sum(stayed.map((one) => one.counts[place + at] ?? 0)));
			place += counts.length;
			found.push({ name, fate, ...tell(...sums) });
		}
	}
	const { kept, changed } = matched.fates;
	const columns = found.filter((one) => one.fate !== 'kept' || one.changed + one.lost + one.gained > 0);
	return { matched, columns: kept + changed > 0 ? columns : [] };
}

/** A column, what is to be counted of its values, and what these counts say. */
interface Wanted extends Pick<ColumnFates, 'name' | 'fate'> {
	readonly counts: readonly string[];
	readonly tell: (...counts: readonly number[]) => Pick<ColumnFates, 'changed' | 'lost' | 'gained'>;
}

function wantedOf({ after, before, shared }: Match): readonly Wanted[] {
	if (after.length === 0 || before.length === 0) return [];
	const stayed = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	return [
		...shared.map(sharedCounts),
		...after
			.filter((_, at) => !come.has(at))
			.map(({ sql, column }): Wanted => ({
				name: column.name,
				fate: 'added',
				counts: [`count(${sql})`],
				tell: (gained = 0) => ({ changed: 0, lost: 0, gained })
			})),
		...before
			.filter((_, at) => !stayed.has(at))
			.map(({ sql, column }): Wanted => ({
				name: column.name,
				fate: 'lost',
				counts: [`count(${sql})`],
				tell: (lost = 0) => ({ changed: 0, lost, gained: 0 })
			}))
	];
}

/** A row of NULLs is itself said to be NULL, so the cells are counted and not asked. */
function sharedCounts(column: SharedColumn): Wanted {
	const [now, then] = [nowCell(column), thenCell(column)];
	return {
		name: column.after.name,
		fate: 'kept',
		counts: [
			`count(${now})`,
			`count(${then})`,
			`count(*) FILTER (WHERE num_nonnulls(${now}, ${then}) = 2)`,
			`count(*) FILTER (WHERE NOT (${holdSame(column)}))`
		],
		tell(isNow = 0, wasThen = 0, both = 0, other = 0) {
			const [lost, gained] = [wasThen - both, isNow - both];
			return { changed: other - lost - gained, lost, gained };
		}
	};
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}
