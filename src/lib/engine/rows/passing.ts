import type { RowCounts, RowSides } from './rows.ts';
import { mostMarked, type PassedValues } from './value-marks.ts';

/** What of a table is to be read to be recognised later, or because it was lost earlier. */
export interface Passing {
	readonly which: 'went' | 'came';
	readonly rows: boolean;
	/** Whether rows that have changed are read as they are now: what one has become may have been lost. */
	readonly changed: boolean;
	/** Columns of which a value went from, or came to, a row that stays. */
	readonly columns: readonly string[];
	readonly tooMany: boolean;
}

/** What of a table's rows is to be read, as `sides.lost` asks for it. */
export function passingsOf(
	{ lost }: RowSides,
	table: string,
	{ counts, columns }: Pick<RowCounts, 'counts' | 'columns'>
): readonly Passing[] {
	if (!lost) return [];
	const passing = (which: Passing['which']): Passing => {
		const rows = which === 'went' ? counts.lost : counts.added;
		const values = columns.map(({ name, lost, gained }) => ({
			name,
			count: which === 'went' ? lost : gained
		}));
		const some = values.filter(({ count }) => count > 0);
		return {
			which,
			rows: rows > 0 && rows <= mostMarked,
			changed: which === 'came' && counts.changed > 0 && counts.changed <= mostMarked,
			columns: some.filter(({ count }) => count <= mostMarked).map(({ name }) => name),
			tooMany: rows > mostMarked || some.some(({ count }) => count > mostMarked)
		};
	};
	const went = passing('went');
	const isLost = went.rows || went.columns.length > 0 || went.tooMany;
	const isExpected = lost.some((marks) => marks.table === table);
	return [...(isLost ? [went] : []), ...(isExpected ? [passing('came')] : [])];
}

/** Reads each of the passings by `read`, as the two fields of `RowCounts`. */
export async function passed(
	passings: readonly Passing[],
	read: (passing: Passing) => Promise<PassedValues>
): Promise<Pick<RowCounts, 'went' | 'came'>> {
	const found: { went?: PassedValues; came?: PassedValues } = {};
	for (const passing of passings) found[passing.which] = await read(passing);
	return found;
}
