import type { Database } from '../../database.ts';
import type { Passing } from '../../rows/passing.ts';
import type { PassedValues } from '../../rows/value-marks.ts';
import { identifier } from './identifier.ts';
import { rowsOf } from './row-match.ts';
import type { Matched } from './row-match.ts';

/** Reads the rows and values of matched rows that went or came. */
export async function passedValues(
	database: Database,
	matched: Matched,
	{ which, rows, changed, columns, tooMany }: Passing
): Promise<PassedValues> {
	const [cells, fate, own, other] =
		which === 'went'
			? ([matched.before, 'lost', 'b', 'a'] as const)
			: ([matched.after, 'added', 'a', 'b'] as const);
	const names = which === 'went' ? matched.names.before : matched.names.after;
	const nameOf = ({ before, after }: { readonly before: string; readonly after: string }) =>
		which === 'went' ? before : after;
	const read = async (list: readonly string[], from: string, where: string) =>
		(await database.query(`SELECT ${list.join(', ')} FROM ${from} WHERE ${where}`)).rows;
	const found: PassedValues['cells'][number][] = [];
	const { from } = matched.some?.both ?? matched.all;
	for (const name of columns) {
		// What became of a column is told by its name now, where it is still there.
		const shared = matched.shared.find(({ after }) => after === name);
		const column = shared ? nameOf(shared) : name;
		const key = matched.tellers.filter((teller) => teller !== shared).map(nameOf);
		const value = `${own}.${identifier(column)}`;
		const gone = shared
			? ` AND ${other}.${identifier(which === 'went' ? shared.after : shared.before)} IS NULL`
			: '';
		const list = [...key.map((one) => `${own}.${identifier(one)}`), value];
		found.push({ column, key, rows: await read(list, from, `${value} IS NOT NULL${gone}`) });
	}
	return {
		columns: names,
		rows: rows ? await read(cells, rowsOf(matched, fate).from, `${matched.fate} = '${fate}'`) : [],
		...(changed && {
			became: await read(cells, rowsOf(matched, 'changed').from, `${matched.fate} = 'changed'`)
		}),
		cells: found,
		tooMany
	};
}
