import type { Database, Value } from '../../database.ts';
import { openConnection } from './connection.ts';
import { identifier } from './identifier.ts';
import { rowSource } from './row-source.ts';

/** With more rows, copying a table at every look would be felt. */
export const mostInside = 20_000;

/** How many values one INSERT binds. */
const mostBound = 20_000;

/**
 * Does `work` with a database that holds one table as it is in the middle of a transaction, which no other connection
 * sees; returns undefined where it has more rows than are copied.
 */
export async function withTableInside<Result>(
	database: Database,
	table: string,
	work: (copy: Database) => Promise<Result>
): Promise<Result | undefined> {
	const copy = await openConnection(database.dialect, {});
	try {
		return (await copyTable(database, copy, table)) ? await work(copy) : undefined;
	} finally {
		await copy.close();
	}
}

async function copyTable(from: Database, to: Database, table: string): Promise<boolean> {
	const source = await rowSource(from, 'main', table);
	if (!source) return true;
	const { rows: found } = await from.query(
		`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE`,
		[table]
	);
	const sql = found[0]?.[0];
	// A view's rows are made of other tables, and are compared by value anyway.
	if (typeof sql !== 'string') return false;
	const { rows: columns } = await from.query(
		'SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid',
		[table]
	);
	const cells = [
		...(source.rowid ? [source.rowid] : []),
		...columns.map(([name]) => identifier(String(name)))
	];
	const { rows } = await from.query(`SELECT ${cells.join(', ')} FROM ${source.from} LIMIT ${mostInside + 1}`);
	if (rows.length > mostInside) return false;
	// What is there is there, whether it holds to the table's rules or not.
	await to.execute(`PRAGMA ignore_check_constraints = ON; ${sql}`);
	const into = `INSERT INTO main.${identifier(table)} (${cells.join(', ')}) VALUES`;
	const row = `(${cells.map(() => '?').join(', ')})`;
	const atOnce = Math.max(1, Math.floor(mostBound / cells.length));
	for (let at = 0; at < rows.length; at += atOnce) {
		const some = rows.slice(at, at + atOnce);
		const values: readonly Value[] = some.flat();
		await to.query(`${into} ${some.map(() => row).join(', ')}`, values);
	}
	return true;
}
