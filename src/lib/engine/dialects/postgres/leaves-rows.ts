import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

const kinds: readonly string[] = [
	...['IndexStmt', 'CommentStmt', 'ViewStmt', 'CreateSchemaStmt', 'CreateSeqStmt', 'AlterSeqStmt'],
	...['CreateEnumStmt', 'CompositeTypeStmt', 'CreateDomainStmt', 'CreateStatsStmt'],
	...['CreatePolicyStmt', 'AlterPolicyStmt'],
	...['CreateFunctionStmt', 'CreateTrigStmt', 'CreateRoleStmt', 'GrantStmt', 'GrantRoleStmt']
];

/** What ALTER TABLE may do of it. */
const commands: readonly unknown[] = [
	...['AT_AddConstraint', 'AT_ValidateConstraint', 'AT_DropConstraint', 'AT_ColumnDefault', 'AT_SetNotNull'],
	...['AT_DropNotNull', 'AT_SetStatistics', 'AT_SetRelOptions', 'AT_ResetRelOptions', 'AT_ChangeOwner'],
	...['AT_EnableRowSecurity', 'AT_DisableRowSecurity', 'AT_EnableTrig', 'AT_DisableTrig']
];

/** Types of columns that a table gets without being built anew. */
const types: readonly unknown[] = [
	...['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'bool'],
	...['text', 'varchar', 'bpchar', 'bytea', 'uuid'],
	...['date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'json', 'jsonb']
];

/** Whether no statement of `sql` writes a row of a table that is there or makes another value of one. */
export function leavesRows(sql: string): boolean {
	return statementsIn(sql).every(isQuiet);
}

function isQuiet({ parsed }: Statement): boolean {
	if (!parsed) return false;
	const { kind, node } = parsed;
	switch (kind) {
		case 'CreateStmt':
			// A part or a child comes to a table that is there.
			return node.inhRelations === undefined;
		case 'DropStmt':
			return node.removeType === 'OBJECT_INDEX' || node.removeType === 'OBJECT_VIEW';
		case 'AlterTableStmt':
			return (node.cmds as readonly { readonly AlterTableCmd: ParseNode }[]).every(
				({ AlterTableCmd: { subtype, def } }) =>
					commands.includes(subtype) || (subtype === 'AT_AddColumn' && isPlainColumn(def))
			);
		default:
			return kinds.includes(kind);
	}
}

/** A column of a built-in type that is NULL everywhere, or the same everywhere. */
function isPlainColumn(def: unknown): boolean {
	const { typeName, constraints = [] } = (def as { readonly ColumnDef: ColumnDef }).ColumnDef;
	const names = (typeName?.names ?? []).map(({ String: { sval } }) => sval);
	return (
		types.includes(names.at(-1)) &&
		(names.length === 1 || names[0] === 'pg_catalog') &&
		typeName?.arrayBounds === undefined &&
		constraints.every(({ Constraint: { contype, raw_expr: value } }) => {
			if (contype === 'CONSTR_DEFAULT') return value !== undefined && 'A_Const' in value;
			return contype === 'CONSTR_NOTNULL' || contype === 'CONSTR_NULL' || contype === 'CONSTR_CHECK';
		})
	);
}

interface ColumnDef {
	readonly typeName?: {
		readonly names?: readonly { readonly String: { readonly sval: string } }[];
		readonly arrayBounds?: unknown;
	};
	readonly constraints?: readonly {
		readonly Constraint: { readonly contype: string; readonly raw_expr?: ParseNode };
	}[];
}
