import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

const kinds: readonly string[] = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt'];

/** Functions that set what keeps triggers from firing, or run a text, which may be put together of pieces. */
export const actingFunctions =
	'set_config|ts_stat|ts_rewrite|[a-z]+_to_xml[a-z_]*|crosstab[a-z0-9_]*|connectby';

/** Who reads the catalogs sees what catches rows, who writes them may switch it off, and U& hides any name. */
const unclear = new RegExp(`\\b(?:${actingFunctions}|pg_\\w+|information_schema)\\b|u&"`, 'i');

/** Whether every statement of `sql` reads rows of tables that are there, or writes those of one, and is nothing else. */
export function onlyWritesRows(sql: string): boolean {
	return !unclear.test(sql) && statementsIn(sql).every(isPlain);
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

/** Whether `sql`, which only writes rows, writes those of a table by one verb in one statement. */
export function writesInOneGo(sql: string): boolean {
	const [only, ...others] = statementsIn(sql);
	if (!only?.parsed || others.length > 0) return false;
	const { kind, node } = only.parsed;
	return kind !== 'MergeStmt' && node.onConflictClause === undefined;
}

/** The columns of any table to which a statement of `sql`, which only writes rows, gives a value in a row that is there. */
export function assignedColumns(sql: string): ReadonlySet<string> {
	return new Set(statementsIn(sql).flatMap(({ parsed }) => (parsed ? assigned(parsed.node) : [])));
}

function assigned(node: ParseNode): readonly string[] {
	const { targetList = [], onConflictClause, mergeWhenClauses = [] } = node as Assigning;
	const own = targetList.flatMap(({ ResTarget: { name } }) => name ?? []);
	const merged = mergeWhenClauses.flatMap(({ MergeWhenClause }) => assigned(MergeWhenClause));
	return [...own, ...merged, ...(onConflictClause ? assigned(onConflictClause) : [])];
}

interface Assigning {
	readonly targetList?: readonly { readonly ResTarget: { readonly name?: string } }[];
	readonly onConflictClause?: ParseNode;
	readonly mergeWhenClauses?: readonly { readonly MergeWhenClause: ParseNode }[];
}
