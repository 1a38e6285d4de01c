import type { Database } from '../../database.ts';
import type { RowFate } from '../../rows/rows.ts';
import type { Passing } from '../../rows/passing.ts';
import type { PassedValues } from '../../rows/value-marks.ts';
import { rowsOf } from './joined-sides.ts';
import { nowCell, thenCell, type Matched, type SharedColumn } from './row-match.ts';
import { plainCell } from './row-source.ts';

/** Reads the rows and values of matched rows that went or came, all as they would have been kept. */
export async function passedValues(
	database: Database,
	matched: Matched,
	{ which, rows, changed, columns, tooMany }: Passing
): Promise<PassedValues> {
	const isGone = which === 'went';
	const own = isGone ? matched.before : matched.after;
	const nameOf = (column: SharedColumn) => (isGone ? column.before : column.after).name;
	const ownCell = isGone ? thenCell : nowCell;
	const otherCell = isGone ? nowCell : thenCell;
	const cells = own.map(({ column, sql }) => plainCell(column, sql));
	const read = async (list: readonly string[], fate: RowFate, where: string) =>
		(await database.query(`SELECT ${list.join(', ')} FROM ${rowsOf(matched, fate).from} WHERE ${where}`))
			.rows;
	const rowsWith = (fate: RowFate) => read(cells, fate, `${matched.fate} = '${fate}'`);
	const found: PassedValues['cells'][number][] = [];
	for (const name of columns) {
		// What became of a column is told by its name now, where it is still there.
		const shared = matched.shared.find(({ after }) => after.name === name);
		const alone = own.find(({ column }) => column.name === name);
		const value = shared ? ownCell(shared) : alone && plainCell(alone.column, alone.sql);
		if (value === undefined) continue;
		const tellers = matched.tellers.filter((teller) => teller !== shared);
		const where = [
			`${matched.fate} IN ('kept', 'changed')`,
			`num_nonnulls(${value}) = 1`,
			...(shared ? [`num_nonnulls(${otherCell(shared)}) = 0`] : [])
		];
		found.push({
			column: shared ? nameOf(shared) : name,
			key: tellers.map(nameOf),
			rows: await read([...tellers.map(ownCell), value], 'kept', where.join(' AND '))
		});
	}
	return {
		columns: own.map(({ column }) => column.name),
		rows: rows ? await rowsWith(isGone ? 'lost' : 'added') : [],
		...(changed && { became: await rowsWith('changed') }),
		cells: found,
		tooMany
	};
}
