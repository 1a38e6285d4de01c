import type { TransactionConflict } from '../dialect.ts';
import { savepointConflict } from '../savepoint-conflict.ts';
import { enumConflicts } from './enum-conflicts.ts';
import type { ParsedStatement, ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';

/** What is wrong with a statement inside a transaction. */
export type Finding = Omit<TransactionConflict, 'start' | 'end'>;

/**
 * Statements of a section that cannot do their work inside the step's own transaction, each explained. They are
 * told by PostgreSQL's own parser, so strings, comments and bodies of functions never count.
 */
export function transactionConflicts(sql: string): readonly TransactionConflict[] {
	if (!suspicious.test(sql)) return [];
	const statements = statementsIn(sql);
	const found = statements.flatMap(({ start, end, parsed }) => {
		const finding = parsed && findingFor(parsed);
		return finding ? [{ start, end, ...finding }] : [];
	});
	return [...found, ...enumConflicts(statements)].toSorted((a, b) => a.start - b.start);
}

/** Words one of which every conflict holds: most sections have none and need not be taken apart. */
const suspicious =
	/\b(?:begin|start|commit|end|rollback|abort|savepoint|release|prepare|concurrently|vacuum|database|tablespace|system|subscription|cluster|reindex|value)\b/i;

function findingFor({ kind, node }: ParsedStatement): Finding | undefined {
	if (kind === 'TransactionStmt') return transactionFinding(String(node.kind));
	const words = refusedInTransaction(kind, node);
	if (words === undefined) return undefined;
	return {
		severity: 'error',
		code: `${words.toLowerCase().replaceAll(/[ …]+/g, '-')}-in-transaction`,
		message: `${words} cannot run inside a transaction, and the step runs in one.`,
		hint: concurrently.test(words)
			? 'Put the statement into a migration of its own, with transaction:false after the migrate directive. Or leave CONCURRENTLY out: the table is then locked while the statement runs.'
			: 'Put the statement into a migration of its own, with transaction:false after the migrate directive.'
	};
}

const concurrently = /CONCURRENTLY/;

/** The statement by name, where PostgreSQL refuses it inside a transaction. */
function refusedInTransaction(kind: string, node: ParseNode): string | undefined {
	switch (kind) {
		case 'IndexStmt':
			return node.concurrent === true ? 'CREATE INDEX CONCURRENTLY' : undefined;
		case 'DropStmt':
			return node.concurrent === true ? 'DROP INDEX CONCURRENTLY' : undefined;
		case 'ReindexStmt':
			if (hasOption(node.params, 'concurrently')) return 'REINDEX CONCURRENTLY';
			if (node.kind === 'REINDEX_OBJECT_SCHEMA') return 'REINDEX SCHEMA';
			if (node.kind === 'REINDEX_OBJECT_DATABASE') return 'REINDEX DATABASE';
			return node.kind === 'REINDEX_OBJECT_SYSTEM' ? 'REINDEX SYSTEM' : undefined;
		case 'AlterTableStmt':
			return detachesConcurrently(node) ? 'DETACH PARTITION … CONCURRENTLY' : undefined;
		case 'VacuumStmt':
			return node.is_vacuumcmd === true ? 'VACUUM' : undefined;
		case 'ClusterStmt':
			return node.relation === undefined ? 'CLUSTER of all tables' : undefined;
		case 'CreatedbStmt':
			return 'CREATE DATABASE';
		case 'DropdbStmt':
			return 'DROP DATABASE';
		case 'CreateTableSpaceStmt':
			return 'CREATE TABLESPACE';
		case 'DropTableSpaceStmt':
			return 'DROP TABLESPACE';
		case 'AlterDatabaseStmt':
			return hasOption(node.options, 'tablespace') ? 'ALTER DATABASE … SET TABLESPACE' : undefined;
		case 'AlterSystemStmt':
			return 'ALTER SYSTEM';
		case 'CreateSubscriptionStmt':
			return isOff(node.options, ['connect', 'create_slot']) ? undefined : 'CREATE SUBSCRIPTION';
		case 'DropSubscriptionStmt':
			return 'DROP SUBSCRIPTION';
		default:
			return undefined;
	}
}

interface Option {
	readonly DefElem?: { readonly defname?: string; readonly arg?: unknown };
}

function hasOption(options: unknown, name: string): boolean {
	return ((options ?? []) as readonly Option[]).some(({ DefElem }) => DefElem?.defname === name);
}

function isOff(options: unknown, names: readonly string[]): boolean {
	return ((options ?? []) as readonly Option[]).some(
		({ DefElem }) =>
			names.includes(DefElem?.defname ?? '') &&
			/"(?:false|off|0)"|"boolval":\{\}/.test(JSON.stringify(DefElem))
	);
}

interface TableCommand {
	readonly AlterTableCmd?: {
		readonly subtype?: string;
		readonly def?: { readonly PartitionCmd?: { readonly concurrent?: boolean } };
	};
}

function detachesConcurrently({ cmds }: ParseNode): boolean {
	return ((cmds ?? []) as readonly TableCommand[]).some(
		({ AlterTableCmd: command }) =>
			command?.subtype === 'AT_DetachPartition' && command.def?.PartitionCmd?.concurrent === true
	);
}

/** Statements that handle transactions, and what each does. */
const transactionWords: Readonly<Record<string, readonly [string, string]>> = {
	TRANS_STMT_BEGIN: ['BEGIN', 'starts a transaction'],
	TRANS_STMT_START: ['START TRANSACTION', 'starts a transaction'],
	TRANS_STMT_COMMIT: ['COMMIT', 'ends a transaction'],
	TRANS_STMT_ROLLBACK: ['ROLLBACK', 'undoes a transaction'],
	TRANS_STMT_PREPARE: ['PREPARE TRANSACTION', 'sets a transaction aside'],
	TRANS_STMT_COMMIT_PREPARED: ['COMMIT PREPARED', 'ends a transaction set aside'],
	TRANS_STMT_ROLLBACK_PREPARED: ['ROLLBACK PREPARED', 'undoes a transaction set aside']
};

/** Statements that handle savepoints. */
const savepointWords = {
	TRANS_STMT_SAVEPOINT: 'SAVEPOINT',
	TRANS_STMT_RELEASE: 'RELEASE',
	TRANS_STMT_ROLLBACK_TO: 'ROLLBACK TO'
} as const;

function transactionFinding(kind: string): Finding {
	if (kind in savepointWords) return savepointConflict(savepointWords[kind as keyof typeof savepointWords]);
	const [name, effect] = transactionWords[kind] ?? ['The statement', 'handles a transaction'];
	return {
		severity: 'error',
		code: 'transaction-in-section',
		message: `${name} ${effect}, but the step already runs in a transaction of its own.`,
		hint: 'Remove the statement: if anything in the step fails, all of it is undone anyway. To handle transactions in the file yourself, write transaction:false after the migrate directive.'
	};
}
