import type { Database } from '../../database.ts';
import type { ColumnFates } from '../../rows/rows.ts';
import { identifier } from './identifier.ts';
import type { Matched } from './row-match.ts';

/** A query gives 2,000 columns at most, and each column here is counted twice. */
const atOnce = 500;

/** What became of every column's values in the rows that both sides have; columns as they were are left out. */
export async function columnFates(database: Database, matched: Matched): Promise<readonly ColumnFates[]> {
	const { after, before, shared, fates, both, differing } = matched;
	if (!both || after.length === 0 || before.length === 0 || fates.kept + fates.changed === 0) return [];
	const names = matched.columns.map(({ name }) => name);
	const stayed = new Set(shared.map(({ beforeAt }) => beforeAt));
	const come = new Set(shared.map(({ afterAt }) => afterAt));
	const other = [...differing].map(([column, count]): Column => ({
		name: column.after,
		fate: 'kept',
		differs: count,
		now: `a.${identifier(column.after)}`,
		then: `b.${identifier(column.before)}`
	}));
	const added = after.flatMap((now, at): Column | [] =>
		come.has(at) ? [] : { name: names[at] ?? '', fate: 'added', differs: 0, now }
	);
	const gone = before
		.filter((_, at) => !stayed.has(at))
		.map((then, at): Column => ({ name: names[after.length + at] ?? '', fate: 'lost', differs: 0, then }));
	const wanted = [...(await withGaps(database, other, both)), ...added, ...gone];
	const counted = new Map<Column, Gaps>();
	for (let start = 0; start < wanted.length; start += atOnce) {
		const columns = wanted.slice(start, start + atOnce);
		for (const [at, gaps] of (await countGaps(database, both.from, columns)).entries()) {
			const column = columns[at];
			if (column) counted.set(column, gaps);
		}
	}
	return [...other, ...added, ...gone].map((column) => {
		const { lost, gained } = counted.get(column) ?? { lost: 0, gained: 0 };
		const { name, fate, differs } = column;
		return { name, fate, changed: fate === 'kept' ? differs - lost - gained : 0, lost, gained };
	});
}

/** A column whose values are not all as they were. */
interface Column extends Pick<ColumnFates, 'name' | 'fate'> {
	/** In how many rows it holds something else. */
	readonly differs: number;
	/** Its cell on either side, where that has it. */
	readonly now?: string;
	readonly then?: string;
}

type Gaps = Pick<ColumnFates, 'lost' | 'gained'>;

/** Those of the columns that hold NULL on a side: matching the rows again costs more than looking for a NULL. */
async function withGaps(
	database: Database,
	columns: readonly Column[],
	{ before, after }: { readonly before: string; readonly after: string }
): Promise<readonly Column[]> {
	const found: Column[] = [];
	for (const column of columns) {
		const { now = '', then = '' } = column;
		const { rows } = await database.query(
			`SELECT EXISTS (SELECT 1 FROM ${before} WHERE ${then} IS NULL)
				OR EXISTS (SELECT 1 FROM ${after} WHERE ${now} IS NULL)`
		);
		if (rows[0]?.[0] === 1) found.push(column);
	}
	return found;
}

async function countGaps(
	database: Database,
	both: string,
	columns: readonly Column[]
): Promise<readonly Gaps[]> {
	const counts = columns.flatMap(({ now = 'NULL', then = 'NULL' }) => [
		`count(*) FILTER (WHERE ${then} IS NOT NULL AND ${now} IS NULL)`,
		`count(*) FILTER (WHERE ${now} IS NOT NULL AND ${then} IS NULL)`
	]);
	const { rows } = await database.query(`SELECT ${counts.join(', ')} FROM ${both}`);
	const numbers = (rows[0] ?? []).map(Number);
	return columns.map((_, at) => ({ lost: numbers[at * 2] ?? 0, gained: numbers[at * 2 + 1] ?? 0 }));
}
