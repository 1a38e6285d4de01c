import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

const kinds: readonly (string | undefined)[] = [
	'InsertStmt',
	'UpdateStmt',
	'DeleteStmt',
	'MergeStmt',
	'SelectStmt'
];

/** Whether every statement of `sql` reads or writes rows of tables that are there, and is nothing else. */
export function onlyWritesRows(sql: string): boolean {
	// What is set may keep triggers from firing.
	return !/\bset_config\b/i.test(sql) && statementsIn(sql).every(isPlain);
}

function isPlain({ parsed }: Statement): boolean {
	// SELECT INTO makes a table.
	return kinds.includes(parsed?.kind) && parsed?.node.intoClause === undefined;
}
