import { DatabaseError } from '../../database.ts';
import type { Database, StatementFailure, Value } from '../../database.ts';
import { culpritSentence, culpritsShown } from '../../rows/culprits.ts';
import type { Culprits } from '../../rows/culprits.ts';
import { keyIn } from './errors.ts';
import { identifier, literal } from './identifier.ts';
import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';

/**
 * The rows because of which `failure` came about, where a statement asks of a table's rows what they do not hold (ALTER
 * TABLE, CREATE UNIQUE INDEX); undefined for all else. Must be called before the transaction is undone, and outside of
 * what the failure has spoiled.
 */
export async function culprits(database: Database, failure: StatementFailure): Promise<Culprits | undefined> {
	const [statement] = statementsIn(failure.sql);
	if (!statement?.parsed) return undefined;
	const { kind, node } = statement.parsed;
	if (kind !== 'AlterTableStmt' && kind !== 'IndexStmt') return undefined;
	const table = relationIn(node.relation);
	if (table === undefined) return undefined;
	const wrong = wrongIn(failure, node, table);
	if (!wrong) return undefined;
	const mayBeSpoiled = await isMarked(database);
	try {
		return await read(database, table, wrong);
	} catch (error) {
		// The condition is taken from a text that was refused: it may not stand on its own.
		if (!(error instanceof DatabaseError)) throw error;
		return undefined;
	} finally {
		if (mayBeSpoiled) {
			await database.query('ROLLBACK TO SAVEPOINT updown_culprits');
			await database.query('RELEASE SAVEPOINT updown_culprits');
		}
	}
}

/** Marks where to go back to; false where no transaction is under way, which a refused question could spoil. */
async function isMarked(database: Database): Promise<boolean> {
	try {
		await database.query('SAVEPOINT updown_culprits');
		return true;
	} catch (error) {
		if (error instanceof DatabaseError && error.failure.code === '25P01') return false;
		throw error;
	}
}

/** When a row is at fault, and what is to be said of such rows. */
interface Wrong {
	readonly where: string;
	readonly one: string;
	readonly several: string;
}

interface Table {
	readonly sql: string;
	readonly name: string;
}

async function read(
	database: Database,
	{ sql, name }: Table,
	{ where, one, several }: Wrong
): Promise<Culprits | undefined> {
	const counted = await database.query(`SELECT count(*), count(*) FILTER (WHERE ${where}) FROM ${sql} AS t`);
	const [total, count] = (counted.rows[0] ?? []).map(Number);
	if (total === undefined || count === undefined || count === 0) return undefined;
	const { columns, rows } = await database.query(
		`SELECT * FROM ${sql} AS t WHERE ${where} LIMIT ${culpritsShown}`
	);
	return {
		sentence: culpritSentence({ count, total }, `of ${name}`, { one, several }),
		count,
		total,
		rows: {
			columns: columns.map((column) => ({ name: column })),
			rows: rows.map((values: readonly Value[]) => ({ values })),
			total: count
		}
	};
}

function relationIn(node: unknown): Table | undefined {
	const { schemaname, relname } = (node ?? {}) as ParseNode;
	if (typeof relname !== 'string') return undefined;
	const schema = typeof schemaname === 'string' ? `${identifier(schemaname)}.` : '';
	return { sql: `${schema}${identifier(relname)}`, name: `${schema}${relname}` };
}

function wrongIn(failure: StatementFailure, node: ParseNode, table: Table): Wrong | undefined {
	const { code, message, detail } = failure;
	switch (code) {
		case '23502': {
			const [, column] = /^column "([^]+)" of relation "[^]+" contains null values$/.exec(message) ?? [];
			if (column === undefined) return undefined;
			if (commandsOf(node).some(({ subtype, name }) => subtype === 'AT_AddColumn' && name === column)) {
				return { where: 'true', one: 'would have no value in it', several: 'would have no value in it' };
			}
			return {
				where: `t.${identifier(column)} IS NULL`,
				one: `has no ${column}`,
				several: `have no ${column}`
			};
		}
		case '23505': {
			const { columns } = keyIn(detail);
			if (columns === 'the key') return undefined;
			return {
				where: `(${columns}) IN (SELECT ${columns} FROM ${table.sql} GROUP BY ${columns} HAVING count(*) > 1)`,
				one: `shares its ${columns} with another`,
				several: `share their ${columns} with others`
			};
		}
		case '23503':
			return pointsNowhere(node);
		case '23514': {
			const expression = checkIn(failure.sql);
			if (expression === undefined) return undefined;
			const rule = expression.replace(/\s+/g, ' ');
			return { where: `NOT (${expression})`, one: `breaks ${rule}`, several: `break ${rule}` };
		}
		default:
			return code?.startsWith('22') ? cannotConvert(failure.sql, node) : undefined;
	}
}

interface Command {
	readonly subtype: unknown;
	readonly name: string;
	readonly def: ParseNode | undefined;
}

/** The actions of an ALTER TABLE. */
function commandsOf(node: ParseNode): readonly Command[] {
	return list(node.cmds).map(({ AlterTableCmd }) => {
		const { subtype, name, def } = (AlterTableCmd ?? {}) as ParseNode;
		const definition = inner(def);
		const named = subtype === 'AT_AddColumn' ? definition?.colname : name;
		return { subtype, name: typeof named === 'string' ? named : '', def: definition };
	});
}

function list(value: unknown): readonly ParseNode[] {
	return Array.isArray(value) ? (value as readonly ParseNode[]) : [];
}

/** What stands in a node that names its own kind. */
function inner(node: unknown): ParseNode | undefined {
	const [value] = Object.values((node ?? {}) as ParseNode);
	return value as ParseNode | undefined;
}

function strings(value: unknown): readonly string[] {
	return list(value).flatMap(({ String: text }) => {
		const { sval } = (text ?? {}) as ParseNode;
		return typeof sval === 'string' ? [sval] : [];
	});
}

/** Rows that point at what is not there, as a new foreign key sees them. */
function pointsNowhere(node: ParseNode): Wrong | undefined {
	for (const { def } of commandsOf(node)) {
		if (def?.contype !== 'CONSTR_FOREIGN') continue;
		const parent = relationIn(def.pktable);
		const [from, to] = [strings(def.fk_attrs), strings(def.pk_attrs)];
		if (!parent || from.length === 0) continue;
		const columns = to.length > 0 ? to : ['id'];
		const equal = from.map((name, at) => `p.${identifier(columns[at] ?? name)} = t.${identifier(name)}`);
		const filled = from.map((name) => `t.${identifier(name)} IS NOT NULL`);
		return {
			where: `${filled.join(' AND ')} AND NOT EXISTS (SELECT FROM ${parent.sql} AS p WHERE ${equal.join(' AND ')})`,
			one: `points at a row of ${parent.name} that is not there`,
			several: `point at rows of ${parent.name} that are not there`
		};
	}
	return undefined;
}

/** The values that a new type cannot take, where the text of each decides. */
function cannotConvert(sql: string, node: ParseNode): Wrong | undefined {
	const command = commandsOf(node).find(({ subtype }) => subtype === 'AT_AlterColumnType');
	const names = strings(((command?.def?.typeName ?? {}) as ParseNode).names);
	if (!command || names.length === 0) return undefined;
	const [, type] = /\btype\s+([^]+?)\s*(?:\busing\b|\bcollate\b|,|;|$)/i.exec(sql) ?? [];
	if (type === undefined) return undefined;
	const { name } = command;
	return {
		where: `t.${identifier(name)} IS NOT NULL AND NOT pg_catalog.pg_input_is_valid(t.${identifier(name)}::text, ${literal(type)})`,
		one: `has a ${name} that is no ${type}`,
		several: `have a ${name} that is no ${type}`
	};
}

function checkIn(sql: string): string | undefined {
	const [opening] = /\bcheck\s*\(/i.exec(sql) ?? [];
	if (opening === undefined) return undefined;
	const start = sql.indexOf(opening) + opening.length;
	let depth = 1;
	for (let at = start; at < sql.length; at++) {
		if (sql[at] === "'") at = sql.indexOf("'", at + 1);
		if (at < 0) return undefined;
		if (sql[at] === '(') depth++;
		if (sql[at] === ')' && --depth === 0) return sql.slice(start, at);
	}
	return undefined;
}
