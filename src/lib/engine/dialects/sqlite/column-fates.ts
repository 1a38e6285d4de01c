import type { Database } from '../../database.ts';
import type { ColumnFates } from '../../rows/rows.ts';
import { identifier } from './identifier.ts';
import { holdSame } from './row-identity.ts';
import type { Matched } from './row-match.ts';

/** A query gives 2,000 columns at most, and each column here is counted three times. */
const atOnce = 500;

/** What became of every column's values in the rows that both sides have; columns as they were are left out. */
export async function columnFates(database: Database, matched: Matched): Promise<readonly ColumnFates[]> {
	const { after, before, shared, fates, both } = matched;
	if (!both || after.length === 0 || before.length === 0 || fates.kept + fates.changed === 0) return [];
	const stayed = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	const names = matched.columns.map(({ name }) => name);
	const wanted: Wanted[] = [
		...shared.map((column) => ({
			name: column.after,
			fate: 'kept' as const,
			now: `a.${identifier(column.after)}`,
			then: `b.${identifier(column.before)}`,
			same: holdSame([column])
		})),
		...after.flatMap((now, at) =>
			come.has(at)
				? []
				: [{ name: names[at] ?? '', fate: 'added' as const, now, then: 'NULL', same: 'FALSE' }]
		),
		...before
			.filter((_, at) => !stayed.has(at))
			.map((then, at) => ({
				name: names[after.length + at] ?? '',
				fate: 'lost' as const,
				now: 'NULL',
				then,
				same: 'FALSE'
			}))
	];
	const found: ColumnFates[] = [];
	for (let start = 0; start < wanted.length; start += atOnce) {
		found.push(...(await count(database, both.from, wanted.slice(start, start + atOnce))));
	}
	return found.filter(({ fate, changed, lost, gained }) => fate !== 'kept' || changed + lost + gained > 0);
}

interface Wanted extends Pick<ColumnFates, 'name' | 'fate'> {
	readonly now: string;
	readonly then: string;
	/** When both cells hold the same. */
	readonly same: string;
}

async function count(database: Database, both: string, wanted: readonly Wanted[]): Promise<ColumnFates[]> {
	const counts = wanted.flatMap(({ now, then, same }) => [
		`total(${now} IS NOT NULL AND ${then} IS NOT NULL AND NOT (${same}))`,
		`total(${then} IS NOT NULL AND ${now} IS NULL)`,
		`total(${now} IS NOT NULL AND ${then} IS NULL)`
	]);
	const { rows } = await database.query(`SELECT ${counts.join(', ')} FROM ${both}`);
	const at = (column: number, which: number) => Number(rows[0]?.[column * 3 + which]);
	return wanted.map(({ name, fate }, column) => ({
		name,
		fate,
		changed: at(column, 0),
		lost: at(column, 1),
		gained: at(column, 2)
	}));
}
