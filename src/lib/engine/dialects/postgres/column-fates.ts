import type { Database } from '../../database.ts';
import type { ColumnFates } from '../../rows/rows.ts';
import { holdSame, nowCell, thenCell } from './row-match.ts';
import type { Matched } from './row-match.ts';

/** A query gives 1,664 columns at most, and each column here is counted three times. */
const atOnce = 500;

/** What became of every column's values in the rows that both sides have; columns as they were are left out. */
export async function columnFates(database: Database, matched: Matched): Promise<readonly ColumnFates[]> {
	const { after, before, shared, fates } = matched;
	if (after.length === 0 || before.length === 0 || fates.kept + fates.changed === 0) return [];
	const stayed = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	const wanted: Wanted[] = [
		...shared.map((column) => ({
			name: column.after.name,
			fate: 'kept' as const,
			now: nowCell(column),
			then: thenCell(column),
			same: holdSame(column)
		})),
		...after
			.filter((_, at) => !come.has(at))
			.map(({ sql, column }) => ({
				name: column.name,
				fate: 'added' as const,
				now: sql,
				then: 'NULL',
				same: 'false'
			})),
		...before
			.filter((_, at) => !stayed.has(at))
			.map(({ sql, column }) => ({
				name: column.name,
				fate: 'lost' as const,
				now: 'NULL',
				then: sql,
				same: 'false'
			}))
	];
	const found: ColumnFates[] = [];
	for (let start = 0; start < wanted.length; start += atOnce) {
		found.push(...(await count(database, matched, wanted.slice(start, start + atOnce))));
	}
	return found.filter(({ fate, changed, lost, gained }) => fate !== 'kept' || changed + lost + gained > 0);
}

interface Wanted extends Pick<ColumnFates, 'name' | 'fate'> {
	readonly now: string;
	readonly then: string;
	/** When both cells hold the same. */
	readonly same: string;
}

async function count(
	database: Database,
	matched: Matched,
	wanted: readonly Wanted[]
): Promise<ColumnFates[]> {
	// A row of NULLs is itself said to be NULL, so the cells are counted and not asked.
	const counts = wanted.flatMap(({ now, then, same }) => {
		const [isNow, wasThen] = [`num_nonnulls(${now}) = 1`, `num_nonnulls(${then}) = 1`];
		return [
			`count(*) FILTER (WHERE ${isNow} AND ${wasThen} AND NOT (${same}))`,
			`count(*) FILTER (WHERE ${wasThen} AND NOT ${isNow})`,
			`count(*) FILTER (WHERE ${isNow} AND NOT ${wasThen})`
		];
	});
	const { rows } = await database.query(
		`SELECT ${counts.join(', ')} FROM ${matched.from} WHERE ${matched.fate} IN ('kept', 'changed')`
	);
	const at = (column: number, which: number) => Number(rows[0]?.[column * 3 + which]);
	return wanted.map(({ name, fate }, column) => ({
		name,
		fate,
		changed: at(column, 0),
		lost: at(column, 1),
		gained: at(column, 2)
	}));
}
