import { DatabaseError } from '../../database.ts';
import type { Database, StatementFailure, Value } from '../../database.ts';
import { culpritSentence, culpritsShown } from '../../rows/culprits.ts';
import type { Culprits } from '../../rows/culprits.ts';
import { identifier, stringLiteral } from './identifier.ts';
import { newRuleIn } from './new-rule.ts';
import { parseTable } from './parse-table.ts';
import { TokenReader } from './token-reader.ts';
import { updatedRows } from './updated-rows.ts';

/** Rows that a refused statement would have made or met. */
interface Suspects {
	/** What comes before a query that reads them, e.g. a WITH clause. */
	readonly before: string;
	readonly from: string;
	/** As in "of users". */
	readonly words: string;
	/** The table that is written or altered. */
	readonly table: string;
}

/**
 * The rows because of which `failure` came about, found where the statement makes rows of others (INSERT … SELECT, UPDATE), or
 * asks of a table's rows what they do not hold (ALTER TABLE, CREATE UNIQUE INDEX); undefined for all else. Must be called
 * before the transaction is undone.
 */
export async function culprits(database: Database, failure: StatementFailure): Promise<Culprits | undefined> {
	const suspects = suspectsOf(failure.sql) ?? (await updated(database, failure.sql));
	if (!suspects) return undefined;
	const wrong = await wrongIn(database, failure, suspects);
	if (!wrong) return undefined;
	try {
		return await read(database, suspects, wrong);
	} catch (error) {
		// The condition is taken from a text that was refused: it may not stand on its own.
		if (error instanceof DatabaseError) return undefined;
		throw error;
	}
}

/** When a row is at fault, and what is to be said of such rows. */
interface Wrong {
	readonly where: string;
	readonly one: string;
	readonly several: string;
}

async function read(
	database: Database,
	{ before, from, words }: Suspects,
	{ where, one, several }: Wrong
): Promise<Culprits | undefined> {
	const counted = await database.query(`${before} SELECT count(*), total(${where}) FROM ${from}`);
	const [total, count] = (counted.rows[0] ?? []).map(Number);
	if (total === undefined || count === undefined || count === 0) return undefined;
	const { columns, rows } = await database.query(
		`${before} SELECT * FROM ${from} WHERE ${where} LIMIT ${culpritsShown}`
	);
	return {
		sentence: culpritSentence({ count, total }, words, { one, several }),
		count,
		total,
		rows: {
			columns: columns.map((name) => ({ name })),
			rows: rows.map((values: readonly Value[]) => ({ values })),
			total: count
		}
	};
}

const madeRows = 'updown_made';

function suspectsOf(sql: string): Suspects | undefined {
	const reader = new TokenReader(sql);
	if (reader.accept('INSERT')) {
		if (reader.accept('OR')) reader.at++;
		if (!reader.accept('INTO')) return undefined;
		const table = reader.lastName();
		const columns: string[] = [];
		if (reader.acceptOperator('(')) {
			while (!reader.done && !reader.acceptOperator(')')) {
				const name = reader.name();
				if (name === '') reader.at++;
				else columns.push(name);
			}
		}
		if (!['SELECT', 'WITH'].includes(reader.word())) return undefined;
		const select = sql.slice(reader.start).replace(/;\s*$/, '');
		const names = columns.length > 0 ? `(${columns.map(identifier).join(', ')})` : '';
		return {
			before: `WITH ${madeRows}${names} AS (${select})`,
			from: madeRows,
			words: `to be copied into ${table}`,
			table
		};
	}
	if (reader.accept('CREATE', 'UNIQUE', 'INDEX')) {
		reader.accept('IF', 'NOT', 'EXISTS');
		reader.lastName();
		reader.accept('ON');
		const table = reader.name();
		return { before: '', from: identifier(table), words: `of ${table}`, table };
	}
	if (reader.accept('ALTER', 'TABLE')) {
		const table = reader.lastName();
		return { before: '', from: identifier(table), words: `of ${table}`, table };
	}
	return undefined;
}

/** The rows that an UPDATE would have made. */
async function updated(database: Database, sql: string): Promise<Suspects | undefined> {
	const made = await updatedRows(database, sql);
	if (made === undefined) return undefined;
	const { table, query } = made;
	return { before: `WITH ${madeRows} AS (${query})`, from: madeRows, words: `of ${table}`, table };
}

async function wrongIn(
	database: Database,
	{ message, sql }: StatementFailure,
	{ before, from, table }: Suspects
): Promise<Wrong | undefined> {
	const [, missing] = /^NOT NULL constraint failed: [^]*?\.([^.]*)$/.exec(message) ?? [];
	if (missing !== undefined) return hasNone(missing);
	const [, doubled] = /^UNIQUE constraint failed: ([^]*)$/.exec(message) ?? [];
	if (doubled !== undefined && !doubled.startsWith('index ')) {
		const names = doubled.split(', ').map((each) => each.slice(each.lastIndexOf('.') + 1));
		const cells = names.map(identifier).join(', ');
		const source = before === '' ? from : madeRows;
		return {
			where: `(${cells}) IN (SELECT ${cells} FROM ${source} GROUP BY ${cells} HAVING count(*) > 1)`,
			one: `shares its ${names.join(' and ')} with another`,
			several: `share their ${names.join(' and ')} with others`
		};
	}
	if (/^Cannot add a NOT NULL column/.test(message)) {
		return { where: 'TRUE', one: 'would have no value in it', several: 'would have no value in it' };
	}
	if (message === 'constraint failed') return askedBy(sql);
	const [, check] = /^CHECK constraint failed: ([^]*)$/.exec(message) ?? [];
	if (check === undefined) return undefined;
	const expression = (await checkNamed(database, table, check)) ?? checkIn(sql);
	return expression === undefined ? undefined : breaks(expression);
}

function hasNone(column: string): Wrong {
	return { where: `${identifier(column)} IS NULL`, one: `has no ${column}`, several: `have no ${column}` };
}

function breaks(expression: string): Wrong {
	const rule = expression.replace(/\s+/g, ' ');
	return { where: `NOT (${expression})`, one: `breaks ${rule}`, several: `break ${rule}` };
}

/** What ALTER TABLE asks of the rows that are there. */
function askedBy(sql: string): Wrong | undefined {
	const rule = newRuleIn(sql);
	if (rule?.kind === 'notNull') return hasNone(rule.column);
	const expression = rule?.expression ?? checkIn(sql);
	return expression === undefined ? undefined : breaks(expression);
}

function checkIn(sql: string): string | undefined {
	const reader = new TokenReader(sql);
	while (!reader.done && reader.word() !== 'CHECK') reader.at++;
	if (reader.done) return undefined;
	reader.at++;
	return reader.parentheses();
}

/** The expression of the check that SQLite names, by its own name or by its text, in this table. */
async function checkNamed(database: Database, table: string, check: string): Promise<string | undefined> {
	const { rows } = await database.query(
		`SELECT sql FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower(${stringLiteral(table)})`
	);
	const text = rows[0]?.[0];
	if (typeof text !== 'string') return undefined;
	const { columns, constraints } = parseTable(text);
	for (const constraint of [...constraints, ...columns.flatMap((column) => column.constraints)]) {
		if (constraint.kind !== 'check') continue;
		const { expression } = constraint;
		if (constraint.name === check || expression.trim() === check.trim()) return expression;
	}
	return undefined;
}
