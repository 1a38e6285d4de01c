import type { Value } from '../../engine/database.ts';
import type { EngineClient, FatedRow, RowsPage, RowsRequest } from '../../worker/protocol.ts';
import { wholeText } from './value-text.ts';

/** Rows in a file, at the most. */
export const mostRows = 200_000;
const atOnce = 5000;

/** A file of rows, and how many of them there are in all: more than in the file where there are too many. */
export interface CsvExport {
	readonly text: string;
	readonly rows: number;
	readonly total: number;
}

/** All the rows that a request means, not just its page, as CSV with what became of each. */
export async function exportCsv(
	client: Pick<EngineClient, 'rows'>,
	request: Omit<RowsRequest, 'offset' | 'limit'>
): Promise<CsvExport> {
	const rows: FatedRow[] = [];
	let page: RowsPage;
	do {
		page = await client.rows({ ...request, offset: rows.length, limit: atOnce });
		rows.push(...page.rows);
	} while (page.rows.length > 0 && rows.length < Math.min(page.total, mostRows));
	return { text: csvOf(page.columns, rows), rows: rows.length, total: page.total };
}

/**
 * Rows as CSV (RFC 4180). NULL is an empty field and an empty text is `""`. Beside the values come, where there are any: the
 * fate first, what a value was before the step, and which values of a row that stayed are restored.
 */
export function csvOf(columns: RowsPage['columns'], rows: readonly FatedRow[]): string {
	const hasFates = rows.some(({ fate }) => fate !== undefined);
	const before = columns.flatMap((_, at) => (rows.some(({ old }) => old && at in old) ? [at] : []));
	const hasRestored = rows.some(({ restored }) => Array.isArray(restored));
	const now = columns.flatMap(({ fate }, at) =>
		// A column that is gone holds values only in rows that are gone with it.
		fate === 'lost' && !rows.some((row) => row.fate === 'lost') ? [] : [at]
	);
	const names = (places: readonly number[]) => places.map((at) => columns[at]?.name ?? '');
	const header = [
		...(hasFates ? ['fate'] : []),
		...names(now),
		...names(before).map((name) => `${name} before`),
		...(hasRestored ? ['restored'] : [])
	];
	const lines = rows.map(({ values, fate, old = {}, restored }) => [
		...(hasFates ? [(restored === true ? 'restored' : fate) ?? null] : []),
		...now.map((at) => values[at] ?? null),
		...before.map((at) => old[at] ?? null),
		...(hasRestored ? [Array.isArray(restored) ? names(restored as number[]).join(' ') : null] : [])
	]);
	return [header, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

function field(value: Value): string {
	if (value === null) return '';
	const text = wholeText(value);
	return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What the file is called: that it is not all is in its name. */
export function csvName(table: string, { rows, total }: CsvExport): string {
	const base = table.replace(/[^\p{L}\p{N}_.-]+/gu, '_') || 'rows';
	return rows < total ? `${base}-first-${rows}-of-${total}.csv` : `${base}.csv`;
}
