import { readRows } from './read-rows.ts';
import type { FatedRow, RowSides, RowsPage, RowsRequest } from './rows.ts';
import { markCounts, rowMark, type ValueMarks } from './value-marks.ts';

/** A page of rows in which those that an earlier step had lost, and that are back as they were, say so. */
export async function readRestored(
	sides: RowSides,
	request: RowsRequest,
	back: readonly ValueMarks[]
): Promise<RowsPage> {
	const marks = request.side === 'both' ? back.find(({ table }) => table === request.table) : undefined;
	if (!marks) return readRows(sides, request);
	const found = request.fate === 'restored' ? await onlyRestored(sides, request, marks) : undefined;
	const page = found ?? marked(await readRows(sides, request), marks);
	const { rows, values } = markCounts(marks);
	return { ...page, restored: rows + values };
}

/** Rows that are read at once, and in all: no more than so many can be among the marks. */
const [atOnce, most] = [5000, 500_000];

async function onlyRestored(
	sides: RowSides,
	{ fate: _fate, offset, limit, ...request }: RowsRequest,
	marks: ValueMarks
): Promise<RowsPage> {
	const rows: FatedRow[] = [];
	let page: RowsPage | undefined;
	for (let at = 0; at < Math.min(most, page?.total ?? 1); at += atOnce) {
		page = marked(await readRows(sides, { ...request, offset: at, limit: atOnce }), marks);
		rows.push(...page.rows.filter(({ restored }) => restored !== undefined));
	}
	const { columns = [], ...rest } = page ?? {};
	return { ...rest, columns, rows: rows.slice(offset, offset + limit), total: rows.length };
}

function marked(page: RowsPage, { rows, cells }: ValueMarks): RowsPage {
	const back = new Set(rows);
	const values = new Map(cells.map(({ column, marks }) => [column, new Set(marks)]));
	const there = page.columns.flatMap(({ name, fate }, at) => (fate === 'lost' ? [] : [{ name, at }]));
	const tellers = there.filter(({ name }) => page.tellers?.includes(name));
	const mark = (row: FatedRow, columns: typeof there) =>
		rowMark(
			columns.map(({ name }) => name),
			columns.map(({ at }) => row.values[at] ?? null)
		);
	return {
		...page,
		rows: page.rows.map((row): FatedRow => {
			const isNew = row.fate === 'added' || row.fate === 'changed';
			if (isNew && back.has(mark(row, there))) return { ...row, restored: true };
			if (row.fate === 'added' || row.fate === 'lost' || values.size === 0) return row;
			const restored = there.flatMap((column) => {
				const known = values.get(column.name);
				const key = tellers.filter(({ name }) => name !== column.name);
				return known?.has(mark(row, [...key, column])) ? [column.at] : [];
			});
			return restored.length > 0 ? { ...row, restored } : row;
		})
	};
}
