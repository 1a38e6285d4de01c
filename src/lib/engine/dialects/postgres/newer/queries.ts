import type { ParseNode } from '../parser.ts';
import { has, type Syntax } from './syntax.ts';

const builtJson = 'Write `jsonb_build_object(…)`, `jsonb_build_array(…)` or `jsonb_agg(…)`.';
const foundJson = 'Write `jsonb_path_query_first(…)`, `jsonb_path_exists(…)` or `->`.';

/** What not every version knows of queries and of statements that write rows. */
export const queries: readonly Syntax[] = [
	{
		node: 'MergeStmt',
		what: '`MERGE`',
		since: 15,
		instead: 'Write `INSERT … ON CONFLICT …`, or an UPDATE and an INSERT.',
		words: ['MERGE']
	},
	{
		node: 'MergeStmt',
		what: '`RETURNING` of a `MERGE`',
		since: 17,
		instead: 'Read the rows with a query of their own.',
		when: (node) => has(node, 'returningClause'),
		words: ['RETURNING']
	},
	{
		node: 'MergeWhenClause',
		what: '`WHEN NOT MATCHED BY SOURCE`',
		since: 17,
		instead: 'Change those rows with a statement of their own.',
		when: ({ matchKind }) => matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE',
		words: ['NOT', 'MATCHED', 'BY', 'SOURCE']
	},
	{
		node: 'JsonIsPredicate',
		what: '`IS JSON`',
		since: 16,
		instead: 'Try the cast in a function of PL/pgSQL.',
		words: ['IS']
	},
	...['JsonObjectConstructor', 'JsonArrayConstructor', 'JsonArrayQueryConstructor'].map((node) => ({
		node,
		what: node === 'JsonObjectConstructor' ? '`JSON_OBJECT`' : '`JSON_ARRAY`',
		since: 16,
		instead: builtJson
	})),
	...['JsonObjectAgg', 'JsonArrayAgg'].map((node) => ({
		node,
		what: node === 'JsonObjectAgg' ? '`JSON_OBJECTAGG`' : '`JSON_ARRAYAGG`',
		since: 16,
		instead: builtJson
	})),
	{
		node: 'RangeSubselect',
		what: 'A query in `FROM` without a name',
		since: 16,
		instead: 'Give it a name: `(SELECT …) AS found`.',
		when: (node) => !has(node, 'alias')
	},
	{ node: 'JsonTable', what: '`JSON_TABLE`', since: 17, instead: 'Write `jsonb_to_recordset(…)`.' },
	{
		node: 'JsonFuncExpr',
		what: '`JSON_VALUE`, `JSON_QUERY` or `JSON_EXISTS`',
		since: 17,
		instead: foundJson
	},
	{
		node: 'JsonParseExpr',
		what: '`JSON()` with `UNIQUE KEYS`',
		since: 17,
		instead: 'Write a cast: `…::json`.',
		// Without, older versions take it for a cast.
		when: (node) => node.unique_keys === true
	},
	{ node: 'JsonScalarExpr', what: '`JSON_SCALAR`', since: 17, instead: 'Write `to_json(…)`.' },
	{ node: 'JsonSerializeExpr', what: '`JSON_SERIALIZE`', since: 17, instead: 'Write a cast: `…::text`.' },
	{
		node: 'MergeSupportFunc',
		what: '`merge_action()`',
		since: 17,
		instead: 'Write the statements of the MERGE one by one.'
	},
	{
		node: 'FuncCall',
		what: '`AT LOCAL`',
		since: 17,
		instead: "Write `AT TIME ZONE current_setting('timezone')`.",
		when: ({ funcname, funcformat, args }) =>
			funcformat === 'COERCE_SQL_SYNTAX' &&
			JSON.stringify(funcname).includes('"timezone"') &&
			Array.isArray(args) &&
			args.length === 1,
		words: ['AT', 'LOCAL']
	},
	...['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].map((node): Syntax => ({
		node,
		what: '`OLD` or `NEW` in `RETURNING`',
		since: 18,
		instead: 'Read the rows before with a query of their own: `WITH before AS (SELECT …)`.',
		when: returnsOldOrNew,
		words: ['RETURNING']
	}))
];

/** Whether a statement returns rows as they were before or after it, by these names; not where a table is called so. */
function returnsOldOrNew(node: ParseNode, { kinds }: { readonly kinds: readonly string[] }): boolean {
	const { returningClause, ...rest } = node;
	if (returningClause === undefined || kinds.includes('RuleStmt')) return false;
	if (has(returningClause as ParseNode, 'options')) return true;
	const elsewhere = JSON.stringify(rest);
	const returned = JSON.stringify((returningClause as ParseNode).exprs ?? []);
	return ['old', 'new'].some((name) => {
		const isTable = ['relname', 'aliasname'].some((field) => elsewhere.includes(`"${field}":"${name}"`));
		return !isTable && returned.includes(`"fields":[{"String":{"sval":"${name}"}},`);
	});
}
