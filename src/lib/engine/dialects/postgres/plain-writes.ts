import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

const kinds: readonly string[] = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt'];

/** Whether every statement of `sql` reads rows of tables that are there, or writes those of one, and is nothing else. */
export function onlyWritesRows(sql: string): boolean {
	// What is set may keep triggers from firing.
	return !/\bset_config\b/i.test(sql) && statementsIn(sql).every(isPlain);
}

function isPlain({ parsed }: Statement): boolean {
	if (!parsed || !kinds.includes(parsed.kind)) return false;
	return !makesTable(parsed.node) && !alsoWrites(parsed.node);
}

/** SELECT INTO makes a table; of several SELECTs it is said in the first. */
function makesTable({ intoClause, larg }: ParseNode): boolean {
	return intoClause !== undefined || (larg !== undefined && makesTable(larg as ParseNode));
}

/** Where one statement writes in several places, triggers may see what it wrote last before what it wrote first. */
function alsoWrites({ withClause }: ParseNode): boolean {
	const { ctes = [] } = (withClause ?? {}) as { readonly ctes?: readonly ParseNode[] };
	return ctes.some(({ CommonTableExpr: named }) => !('SelectStmt' in (named as With).ctequery));
}

interface With {
	readonly ctequery: ParseNode;
}
