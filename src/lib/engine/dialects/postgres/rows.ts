import type { Database } from '../../database.ts';
import { passed, passingsOf } from '../../rows/passing.ts';
import { exampleRequest } from '../../rows/rows.ts';
import type { ColumnFates, RowCounts, RowReader, RowSides, RowsPage, RowsRequest } from '../../rows/rows.ts';
import { countColumnFates } from './column-fates.ts';
import { identifier } from './identifier.ts';
import { passedValues } from './passed-values.ts';
import { rowsBefore, type Before } from './row-before.ts';
import { fatedPage } from './row-fates.ts';
import { countFates, countStayed } from './count-matched.ts';
import { allKept, matchRows, type Matched } from './row-match.ts';
import { contains } from './row-search.ts';
import { rowSource } from './row-source.ts';
import type { RowSource } from './row-source.ts';

/** Rows of PostgreSQL tables. Those from before are kept in the same database, which does the matching itself. */
export const rows: RowReader = { page, fates };

const nothing: RowsPage = { columns: [], rows: [], total: 0 };

/** Where there is nothing to be counted. */
export const noRows: RowCounts = {
	counts: { kept: 0, changed: 0, added: 0, lost: 0 },
	columns: [],
	identity: '',
	examples: nothing
};

async function page(sides: RowSides, request: RowsRequest): Promise<RowsPage> {
	const { after, kept } = sides;
	const { table, side } = request;
	if (side === 'before' && kept === undefined) return nothing;
	if (side === 'after' || kept === undefined) {
		const source = await rowSource(after, table);
		return source ? plainPage(after, source, request) : nothing;
	}
	const before = await rowsBefore(sides, table);
	if (before.kind === 'notKept') return { ...nothing, notKept: before.why };
	const then = before.kind === 'absent' ? undefined : before.source;
	if (side === 'before') return then ? plainPage(after, then, request) : nothing;
	if (before.kind === 'untouched') {
		return fatedPage(after, await countFates(after, allKept(before.source, before.added)), request);
	}
	const now = await rowSource(after, table);
	if (!then && !now) return nothing;
	const match = await matchRows(after, then, now, { renames: sides.renames ?? [], table });
	return fatedPage(after, await countFates(after, match), request);
}

async function fates(sides: RowSides, table: string): Promise<RowCounts> {
	const { after, renames } = sides;
	const before = await rowsBefore(sides, table);
	if (before.kind === 'notKept') return { ...noRows, notKept: before.why };
	if (before.kind === 'untouched') return untouchedFates(sides, table, before);
	const then = before.kind === 'absent' ? undefined : before.source;
	const now = await rowSource(after, table);
	if (!then && !now) return noRows;
	const moment = before.kind === 'kept' ? before.moment : undefined;
	const match = await matchRows(after, then, now, { renames: renames ?? [], table }, moment);
	const { matched, columns } = await countColumnFates(after, match);
	const examples = await fatedPage(after, matched, exampleRequest(table, matched.fates));
	return rowCounts(sides, table, { matched, columns, examples });
}

async function untouchedFates(
	sides: RowSides,
	table: string,
	{ source, added }: Extract<Before, { readonly kind: 'untouched' }>
): Promise<RowCounts> {
	const { after } = sides;
	const match = allKept(source, added);
	const gained = added.map(({ name }) => `a.${identifier(name)}`);
	const { fates, counts } = await countStayed(after, match, gained);
	const matched = { ...match, fates };
	const columns = fates.kept === 0 ? [] : added.map(({ name }, at) => gains(name, counts[at]));
	const examples = await fatedPage(after, matched, exampleRequest(table, matched.fates));
	return rowCounts(sides, table, { matched, columns, examples });
}

function gains(name: string, gained = 0): ColumnFates {
	return { name, fate: 'added', changed: 0, lost: 0, gained };
}

/** What of a table's matched rows is told. */
export async function rowCounts(
	sides: RowSides,
	table: string,
	{ matched, columns, examples }: Pick<RowCounts, 'columns' | 'examples'> & { readonly matched: Matched }
): Promise<RowCounts> {
	const { fates: counts, identity } = matched;
	const passings = passingsOf(sides, table, { counts, columns });
	return {
		counts,
		columns,
		identity,
		examples,
		...(await passed(passings, (passing) => passedValues(sides.after, matched, passing)))
	};
}

async function plainPage(
	database: Database,
	source: RowSource,
	{ search, orderBy, offset, limit }: RowsRequest
): Promise<RowsPage> {
	const names = source.columns.map(({ name }) => name);
	const cells = source.columns.map(({ name, binary }) => ({ sql: identifier(name), binary }));
	const where = search ? `WHERE ${contains(cells)}` : '';
	const params = search ? [search] : [];
	const order = orderOf(source, orderBy);
	const count = await database.query(`SELECT count(*) FROM ${source.from} ${where}`, params);
	const { rows } = await database.query(
		`SELECT ${names.map(identifier).join(', ')} FROM ${source.from} ${where} ${order} LIMIT ${limit} OFFSET ${offset}`,
		params
	);
	return {
		columns: names.map((name) => ({ name })),
		rows: rows.map((values) => ({ values })),
		total: Number(count.rows[0]?.[0])
	};
}

/** The order asked for, and below it one that never leaves two rows alike, so that pages neither overlap nor leave gaps. */
function orderOf(source: RowSource, orderBy: RowsRequest['orderBy']): string {
	const asked = source.columns.find(({ name }) => name === orderBy?.column);
	const terms = asked && orderBy ? [`${orderTerm(asked)} ${orderBy.descending ? 'DESC' : 'ASC'}`] : [];
	terms.push(...(source.key.length > 0 ? source.key.map(identifier) : source.place));
	return terms.length > 0 ? `ORDER BY ${terms.join(', ')}` : '';
}

/** Some types (json, point, xml) have no order of their own. */
function orderTerm({ name, sortable }: RowSource['columns'][number]): string {
	return sortable ? identifier(name) : `${identifier(name)}::text`;
}
