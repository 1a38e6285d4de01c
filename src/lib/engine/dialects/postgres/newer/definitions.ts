import type { ParseNode } from '../parser.ts';
import { has, says, type Syntax } from './syntax.ts';

const unnamed = 'Write NOT NULL after the column’s type, or `ALTER COLUMN … SET NOT NULL`.';
const unchecked = 'Leave the constraint out, or keep the rule with a trigger.';
const periods = 'Write `EXCLUDE USING gist (… WITH =, … WITH &&)`.';

function isKind(...kinds: readonly string[]) {
	return (node: ParseNode) => kinds.some((kind) => node.contype === `CONSTR_${kind}`);
}

/** What not every version knows of tables and what stands on them: the release notes of PostgreSQL, appendix E. */
export const definitions: readonly Syntax[] = [
	{
		node: 'Constraint',
		what: '`NULLS NOT DISTINCT`',
		since: 15,
		instead: 'Make a unique index over `coalesce(…)`.',
		when: (node) => node.nulls_not_distinct === true,
		words: ['NULLS', 'NOT', 'DISTINCT']
	},
	{
		node: 'IndexStmt',
		what: '`NULLS NOT DISTINCT`',
		since: 15,
		instead: 'Make the index over `coalesce(…)`.',
		when: (node) => node.nulls_not_distinct === true,
		words: ['NULLS', 'NOT', 'DISTINCT']
	},
	{
		node: 'Constraint',
		what: 'A list of columns after `ON DELETE SET`',
		since: 15,
		instead: 'Set the columns in a trigger.',
		when: (node) => has(node, 'fk_del_set_cols'),
		words: ['ON', 'DELETE', 'SET']
	},
	{
		node: 'CreateSeqStmt',
		what: 'An unlogged sequence',
		since: 15,
		instead: 'Leave out UNLOGGED.',
		when: ({ sequence }) => (sequence as ParseNode | undefined)?.relpersistence === 'u',
		words: ['UNLOGGED']
	},
	{
		node: 'AlterTableStmt',
		what: '`SET LOGGED` of a sequence',
		since: 15,
		instead: 'Leave it out: every sequence is logged.',
		when: (node) =>
			node.objtype === 'OBJECT_SEQUENCE' &&
			commandsOf(node).some(({ subtype }) => subtype === 'AT_SetLogged'),
		words: ['SET', 'LOGGED']
	},
	{
		node: 'AlterTableStmt',
		what: '`SET UNLOGGED` of a sequence',
		since: 15,
		instead: 'Leave it out: every sequence is logged.',
		when: (node) =>
			node.objtype === 'OBJECT_SEQUENCE' &&
			commandsOf(node).some(({ subtype }) => subtype === 'AT_SetUnLogged'),
		words: ['SET', 'UNLOGGED']
	},
	{
		node: 'AlterTableCmd',
		what: '`SET ACCESS METHOD`',
		since: 15,
		instead: 'Make the table anew with USING.',
		when: ({ subtype }) => subtype === 'AT_SetAccessMethod',
		words: ['SET', 'ACCESS', 'METHOD']
	},
	{
		node: 'TypeName',
		what: 'A numeric with a negative scale, or with one above its precision',
		since: 15,
		instead: 'Round the values before they are stored.',
		when: isWideNumeric
	},
	{
		node: 'PublicationObjSpec',
		what: '`TABLES IN SCHEMA`',
		since: 15,
		instead: 'Name the tables one by one.',
		when: ({ pubobjtype }) => String(pubobjtype).startsWith('PUBLICATIONOBJ_TABLES_IN'),
		words: ['TABLES', 'IN', 'SCHEMA']
	},
	{
		node: 'PublicationTable',
		what: 'A list of columns of a published table',
		since: 15,
		instead: 'Publish the whole table.',
		when: (node) => has(node, 'columns')
	},
	{
		node: 'PublicationTable',
		what: '`WHERE` of a published table',
		since: 15,
		instead: 'Publish the whole table.',
		when: (node) => has(node, 'whereClause'),
		words: ['WHERE']
	},
	{
		node: 'GrantStmt',
		what: 'Rights on a parameter',
		since: 15,
		instead: 'Let a superuser set it.',
		when: ({ objtype }) => objtype === 'OBJECT_PARAMETER_ACL',
		words: ['PARAMETER']
	},
	{
		node: 'ColumnDef',
		what: '`STORAGE` of a new column',
		since: 16,
		instead: 'Write `ALTER COLUMN … SET STORAGE` after it.',
		when: (node) => has(node, 'storage_name'),
		words: ['STORAGE']
	},
	{
		node: 'AlterTableCmd',
		what: '`SET STORAGE DEFAULT`',
		since: 16,
		instead: 'Name the usual way of the type, such as `EXTENDED`.',
		when: ({ subtype, def }) => subtype === 'AT_SetStorage' && /"sval":"default"/i.test(JSON.stringify(def)),
		words: ['STORAGE', 'DEFAULT']
	},
	{
		node: 'CreateStatsStmt',
		what: '`CREATE STATISTICS` without a name',
		since: 16,
		instead: 'Give them a name.',
		when: (node) => !has(node, 'defnames')
	},
	{
		node: 'AlterTableCmd',
		what: '`SET EXPRESSION`',
		since: 17,
		instead: 'Drop the column and add it with the new expression.',
		when: ({ subtype }) => subtype === 'AT_SetExpression',
		words: ['SET', 'EXPRESSION']
	},
	{
		node: 'AlterTableCmd',
		what: '`SET STATISTICS DEFAULT`',
		since: 17,
		instead: 'Write `SET STATISTICS -1`.',
		when: (node) => node.subtype === 'AT_SetStatistics' && node.def === undefined,
		words: ['SET', 'STATISTICS', 'DEFAULT']
	},
	{
		node: 'CreateStmt',
		what: 'An exclusion constraint of a partitioned table',
		since: 17,
		instead: 'Give each partition the constraint.',
		when: (node) =>
			node.partspec !== undefined &&
			nodesIn(node.tableElts, 'Constraint').some(({ contype }) => contype === 'CONSTR_EXCLUSION'),
		words: ['EXCLUDE']
	},
	{
		node: 'CreateEventTrigStmt',
		what: 'An event trigger on login',
		since: 17,
		instead: 'Leave it out.',
		when: (node) => says(node, 'eventname', 'login'),
		words: ['LOGIN']
	},
	{
		node: 'Constraint',
		what: 'A generated column that is not stored',
		since: 18,
		instead: 'Add STORED, or compute the value in a view.',
		when: (node) => node.contype === 'CONSTR_GENERATED' && node.generated_kind === 'v'
	},
	{
		node: 'Constraint',
		what: '`NOT NULL` as a constraint of the table',
		since: 18,
		instead: unnamed,
		when: (node) => node.contype === 'CONSTR_NOTNULL' && has(node, 'keys')
	},
	{
		node: 'Constraint',
		what: '`NOT NULL` with `NO INHERIT`',
		since: 18,
		instead: unnamed,
		when: (node) => node.contype === 'CONSTR_NOTNULL' && !has(node, 'keys') && node.is_no_inherit === true,
		words: ['NO', 'INHERIT']
	},
	{
		node: 'Constraint',
		what: '`NOT ENFORCED`',
		since: 18,
		instead: unchecked,
		when: (node) => isKind('CHECK', 'FOREIGN')(node) && node.is_enforced !== true,
		words: ['NOT', 'ENFORCED']
	},
	{
		node: 'Constraint',
		what: '`NOT ENFORCED`',
		since: 18,
		instead: unchecked,
		when: isKind('ATTR_NOT_ENFORCED')
	},
	{
		node: 'Constraint',
		what: '`WITHOUT OVERLAPS`',
		since: 18,
		instead: periods,
		when: (node) => node.without_overlaps === true,
		words: ['WITHOUT', 'OVERLAPS']
	},
	{
		node: 'Constraint',
		what: '`PERIOD` in a foreign key',
		since: 18,
		instead: 'Check it in a trigger.',
		when: (node) => node.fk_with_period === true,
		words: ['PERIOD']
	},
	{
		node: 'ATAlterConstraint',
		what: '`INHERIT` or `NO INHERIT` of a constraint',
		since: 18,
		instead: 'Drop the constraint and add it anew.',
		when: (node) => node.alterInheritability === true
	},
	{
		node: 'ATAlterConstraint',
		what: '`ENFORCED` or `NOT ENFORCED`',
		since: 18,
		instead: 'Drop the constraint, and add it anew where it is to hold.',
		when: (node) => node.alterEnforceability === true,
		words: ['ENFORCED']
	},
	{
		node: 'CreateForeignTableStmt',
		what: '`LIKE` in a foreign table',
		since: 18,
		instead: 'Write the columns out.',
		when: ({ base }) => nodesIn((base as ParseNode | undefined)?.tableElts, 'TableLikeClause').length > 0,
		words: ['LIKE']
	}
];

function commandsOf({ cmds }: ParseNode): readonly ParseNode[] {
	return nodesIn(cmds, 'AlterTableCmd');
}

/** The nodes of a kind that stand in a list. */
function nodesIn(list: unknown, kind: string): readonly ParseNode[] {
	const entries = (list ?? []) as readonly Readonly<Record<string, ParseNode>>[];
	return entries.flatMap((entry) => (entry[kind] === undefined ? [] : [entry[kind]]));
}

function isWideNumeric({ names, typmods }: ParseNode): boolean {
	const name = nodesIn(names, 'String').at(-1)?.sval;
	const [precision, scale] = nodesIn(typmods, 'A_Const').map(({ ival }) =>
		Number((ival as ParseNode).ival ?? 0)
	);
	return (
		name === 'numeric' && precision !== undefined && scale !== undefined && (scale < 0 || scale > precision)
	);
}
