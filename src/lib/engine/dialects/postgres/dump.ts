import { DatabaseError } from '../../database.ts';
import type { ParsedStatement, ParseNode } from './parser.ts';
import { statementsIn, type Statement } from './split.ts';

/**
 * A whole schema as PostgreSQL's tools write it, without what cannot be done in the transaction in which it is tried:
 * rows to be copied in, the statements around a transaction, CONCURRENTLY, and two commands that pg_dump addresses to psql.
 * They become spaces, so that everything else stays in its place. Throws `DatabaseError` at a statement that would undo what was
 * done or end what is tried.
 */
export function runnableDump(sql: string): string {
	let text = withoutPsql(withoutRows(sql));
	if (!suspicious.test(text)) return text;
	const statements = statementsIn(text);
	for (const statement of statements) {
		if (statement.parsed && !marksIndex(statement.parsed, statements))
			text = withoutTransaction(text, statement, statement.parsed);
	}
	return text;
}

/** Whether CLUSTER leaves its mark at an index; that of a partitioned table runs in no transaction. */
function marksIndex({ kind, node }: ParsedStatement, statements: readonly Statement[]): boolean {
	if (kind !== 'ClusterStmt' || node.indexname === undefined) return false;
	const name = nameIn(node);
	return !statements.some(
		({ parsed }) => parsed?.node.partspec !== undefined && nameIn(parsed.node) === name
	);
}

function nameIn({ relation }: ParseNode): unknown {
	return (relation as ParseNode | undefined)?.relname;
}

function withoutPsql(sql: string): string {
	return sql.replace(/^\\(?:un)?restrict\b[^\n]*/gm, (line) => line.replace(/[^\r]/g, ' '));
}

const suspicious =
	/\b(?:begin|start|commit|end|rollback|abort|prepare|concurrently|vacuum|reindex|cluster|checkpoint|database|tablespace|system|subscription)\b/i;

/** COPY … FROM stdin with the rows after it, up to their `\.`: rows are no part of a schema. */
function withoutRows(sql: string): string {
	if (!/from\s+stdin/i.test(sql)) return sql;
	let text = sql;
	const copy = /^copy\s[^;]*\sfrom\s+stdin\b[^;]*;[^\n]*\n(?:[^\n]*\n)*?\\\.[^\S\n]*$/gim;
	for (const found of sql.matchAll(copy)) text = blanked(text, found.index, found.index + found[0].length);
	return text;
}

function blanked(text: string, start: number, end: number): string {
	return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
}

/** Statements whose whole effect is on how things are stored. */
const upkeep = new Set(['VacuumStmt', 'ReindexStmt', 'ClusterStmt', 'CheckPointStmt']);

/** Statements about more than the one database. */
const beyond = new Set([
	'CreatedbStmt',
	'DropdbStmt',
	'CreateTableSpaceStmt',
	'DropTableSpaceStmt',
	'AlterSystemStmt'
]);

function withoutTransaction(text: string, { sql, start, end }: Statement, parsed: ParsedStatement): string {
	if (upkeep.has(parsed.kind)) return blanked(text, start, end);
	if (beyond.has(parsed.kind))
		throw new DatabaseError({ message: reachesOut, code: '2D000', sql, start, end });
	if (parsed.kind === 'TransactionStmt') {
		const kind = String(parsed.node.kind);
		if (/_(?:BEGIN|START|COMMIT)$/.test(kind)) return blanked(text, start, end);
		if (/_(?:SAVEPOINT|RELEASE)$/.test(kind)) return text;
		throw new DatabaseError({ message: undoes, code: '2D000', sql, start, end });
	}
	if (!['IndexStmt', 'DropStmt', 'AlterTableStmt'].includes(parsed.kind)) return text;
	const word = wordOf(parsed)?.exec(sql);
	if (!word) return text;
	const from = start + word.index + word[0].length - 'concurrently'.length;
	return blanked(text, from, from + 'concurrently'.length);
}

/** Where CONCURRENTLY stands in the statement, if it does. */
function wordOf({ kind, node }: ParsedStatement): RegExp | undefined {
	if (kind === 'AlterTableStmt')
		return JSON.stringify(node).includes('"concurrent":true') ? /detach[^]*\bconcurrently/i : undefined;
	return node.concurrent === true ? /\bindex\s+(?:--[^\n]*\n\s*|\/\*[^]*?\*\/\s*)*concurrently/i : undefined;
}

/** What is said of statements that cannot be part of a schema. */
const undoes = 'the statement undoes others, but a schema is described by what is made';
const reachesOut = 'the statement is about more than this one database';
