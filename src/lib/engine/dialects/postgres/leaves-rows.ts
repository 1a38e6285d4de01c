import type { ParseNode } from './parser.ts';
import { statementsIn } from './split.ts';
import type { Statement } from './split.ts';

const kinds: readonly string[] = [
	...[
		'IndexStmt',
		'CommentStmt',
		'ViewStmt',
		'CreateSchemaStmt',
		'CreateSeqStmt',
		'AlterSeqStmt',
		'CreateEnumStmt'
	],
	...['CompositeTypeStmt', 'CreateDomainStmt', 'CreateStatsStmt', 'CreatePolicyStmt', 'AlterPolicyStmt'],
	...['CreateFunctionStmt', 'CreateTrigStmt', 'CreateRoleStmt', 'GrantStmt', 'GrantRoleStmt']
];

/** What ALTER TABLE may do of it. */
const commands: readonly unknown[] = [
	...['AT_AddConstraint', 'AT_ValidateConstraint', 'AT_DropConstraint', 'AT_ColumnDefault', 'AT_SetNotNull'],
	...['AT_DropNotNull', 'AT_SetStatistics', 'AT_SetRelOptions', 'AT_ResetRelOptions', 'AT_ChangeOwner'],
	...['AT_EnableRowSecurity', 'AT_DisableRowSecurity', 'AT_EnableTrig', 'AT_DisableTrig']
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
			return (node.cmds as readonly { readonly AlterTableCmd: ParseNode }[]).every(({ AlterTableCmd }) =>
				commands.includes(AlterTableCmd.subtype)
			);
		default:
			return kinds.includes(kind);
	}
}
