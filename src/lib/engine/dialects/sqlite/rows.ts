import type { Database } from '../../database.ts';
import { passed, passingsOf } from '../../rows/passing.ts';
import { exampleRequest } from '../../rows/rows.ts';
import type { RowCounts, RowReader, RowSides, RowsPage, RowsRequest } from '../../rows/rows.ts';
import { earlierNames } from '../../schema/earlier-names.ts';
import { attachedTo } from './connection.ts';
import { identifier } from './identifier.ts';
import { passedValues } from './passed-values.ts';
import { fatedPage, matchedTable, readPage } from './row-fates.ts';
import { contains } from './row-search.ts';
import { rowSource } from './row-source.ts';
import { mostInside, withTableInside } from './rows-inside.ts';
import type { RowSource } from './row-source.ts';

/** Rows of SQLite tables. Both sides are files of one SQLite, so it does the matching itself. */
export const rows: RowReader = { page, fates };

/** Does `work`, which reads the rows of both sides again and again, while they are within reach of each other. */
export function sideBySide<Value>(
	{ before, after }: { readonly before: Database; readonly after: Database },
	work: () => Promise<Value>
): Promise<Value> {
	// The database from before the step is nobody's to work on, so the other is attached to it.
	return attachedTo(before, after, 'now', work);
}

async function page(sides: RowSides, request: RowsRequest): Promise<RowsPage> {
	const { before, after } = sides;
	if (request.side === 'both' && before && sides.isInside) return pageInside(before, sides, request);
	if (request.side === 'both' && before) {
		return sideBySide({ before, after }, () => fatedPage(before, sides.renames ?? [], request));
	}
	const database = request.side === 'before' ? before : after;
	const name =
		request.side === 'before' ? earlierNames(sides.renames ?? []).table(request.table) : request.table;
	const source = database && (await rowSource(database, 'main', name));
	return source ? plainPage(database, source, request) : { columns: [], rows: [], total: 0 };
}

/** The same in the middle of a step: the table is copied, so that it can be laid beside what it was. */
async function pageInside(
	before: Database,
	{ after, renames = [] }: RowSides,
	request: RowsRequest
): Promise<RowsPage> {
	const page = await withTableInside(after, request.table, (copy) =>
		sideBySide({ before, after: copy }, () => fatedPage(before, renames, request))
	);
	const most = mostInside.toLocaleString('en');
	return (
		page ?? {
			columns: [],
			rows: [],
			total: 0,
			notKept: `In the middle of a step, only tables with up to ${most} rows are compared with what they were. Look at the table as it is now.`
		}
	);
}

async function fates(sides: RowSides, table: string): Promise<RowCounts> {
	const { before, after, renames } = sides;
	if (!before) throw new Error('Fates need a moment before.');
	return sideBySide({ before, after }, async () => {
		const counted = await matchedTable(before, renames ?? [], table, async (matched) => ({
			counts: matched.fates,
			columns: matched.columnFates,
			identity: matched.identity,
			examples: await readPage(before, matched, exampleRequest(table, matched.fates)),
			...(await passed(
				passingsOf(sides, table, { counts: matched.fates, columns: matched.columnFates }),
				(passing) => passedValues(before, matched, passing)
			))
		}));
		const counts = { kept: 0, changed: 0, added: 0, lost: 0 };
		return counted ?? { counts, columns: [], identity: '', examples: { columns: [], rows: [], total: 0 } };
	});
}

async function plainPage(
	database: Database,
	source: RowSource,
	{ search, orderBy, offset, limit }: RowsRequest
): Promise<RowsPage> {
	const cells = source.columns.map(identifier);
	const where = search ? `WHERE ${contains(cells)}` : '';
	const params = search ? [search] : [];
	const order = orderOf(source, orderBy);
	const count = await database.query(`SELECT count(*) FROM ${source.from} ${where}`, params);
	const { rows } = await database.query(
		`SELECT ${cells.join(', ') || 'NULL'} FROM ${source.from} ${where} ${order} LIMIT ${limit} OFFSET ${offset}`,
		params
	);
	return {
		columns: source.columns.map((name) => ({ name })),
		rows: rows.map((values) => ({ values })),
		total: Number(count.rows[0]?.[0])
	};
}

/** The order asked for, and below it the order of the key, so that pages neither overlap nor leave gaps. */
function orderOf(source: RowSource, orderBy: RowsRequest['orderBy']): string {
	const terms = orderBy && source.columns.includes(orderBy.column) ? [orderTerm(orderBy)] : [];
	if (source.rowid) terms.push(source.rowid);
	else terms.push(...source.key.map(identifier));
	return terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '';
}

function orderTerm({ column, descending }: NonNullable<RowsRequest['orderBy']>): string {
	return `${identifier(column)} ${descending ? 'DESC' : 'ASC'}`;
}
