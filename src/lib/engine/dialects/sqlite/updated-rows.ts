import type { Database } from '../../database.ts';
import { identifier, stringLiteral } from './identifier.ts';
import { TokenReader } from './token-reader.ts';

/** A plain UPDATE of one table: the expressions by column, in lower case, and when a row gets them. */
interface Update {
	readonly table: string;
	readonly values: ReadonlyMap<string, string>;
	readonly where?: string;
}

/** What may follow the values of an UPDATE but a WHERE. */
const otherClauses = new Set(['FROM', 'RETURNING', 'ORDER', 'LIMIT', 'INDEXED']);

/** A query of the rows as an UPDATE would have made them; undefined where the statement is something else or says more. */
export async function updatedRows(
	database: Database,
	sql: string
): Promise<{ readonly table: string; readonly query: string } | undefined> {
	const update = readUpdate(sql);
	if (update === undefined) return undefined;
	const { table, values, where } = update;
	const { rows } = await database.query(
		`SELECT name, hidden FROM pragma_table_xinfo(${stringLiteral(table)}) ORDER BY cid`
	);
	if (rows.length === 0) return undefined;
	const columns = rows
		.filter(([, hidden]) => hidden === 0)
		.map(([column]) => {
			const name = identifier(String(column));
			const value = values.get(String(column).toLowerCase());
			if (value === undefined) return name;
			return `${where === undefined ? value : `CASE WHEN ${where} THEN ${value} ELSE ${name} END`} AS ${name}`;
		});
	return { table, query: `SELECT ${columns.join(', ')} FROM ${identifier(table)}` };
}

function readUpdate(sql: string): Update | undefined {
	const reader = new TokenReader(sql);
	if (!reader.accept('UPDATE')) return undefined;
	if (reader.accept('OR')) reader.at++;
	const table = reader.lastName();
	if (!reader.accept('SET')) return undefined;
	const values = new Map<string, string>();
	do {
		const column = reader.name();
		if (column === '' || !reader.acceptOperator('=')) return undefined;
		const value = expressionAt(reader);
		if (value === undefined) return undefined;
		values.set(column.toLowerCase(), value);
	} while (reader.acceptOperator(','));
	const where = reader.accept('WHERE') ? expressionAt(reader) : undefined;
	reader.acceptOperator(';');
	return reader.done ? { table, values, ...(where !== undefined && { where }) } : undefined;
}

/** Steps over an expression up to the next one or a clause. */
function expressionAt(reader: TokenReader): string | undefined {
	const { start } = reader;
	while (!reader.done && !reader.isOperator(',') && !reader.isOperator(';') && reader.word() !== 'WHERE') {
		if (otherClauses.has(reader.word())) return undefined;
		if (reader.isOperator('(')) reader.parentheses();
		else reader.at++;
	}
	return reader.sql.slice(start, reader.end);
}
