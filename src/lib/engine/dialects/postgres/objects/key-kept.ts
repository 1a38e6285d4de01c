import { constraintKey } from '../../../schema/compare.ts';
import type { Constraint } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import { tableIn } from './family.ts';
import { isPlaceKept } from './index-kept.ts';
import type { PlanContext } from './kind.ts';
import { holdsNotNull } from './not-null-apart.ts';
import { remadeColumns } from './remade.ts';

/** What a constraint says, whatever it is called and wherever it comes from. */
export function saying(constraint: Constraint): string {
	const { comment: _, ...rest } = constraint;
	const { inherited: __, indexComment: ___, partitionOf: ____, invalid: _____, ...options } = rest.options;
	return constraintKey({ ...rest, options });
}

/** Whether a key stays as it is, unless something that it needs goes. */
export function isKeyKept(from: Constraint, to: Constraint, table: string, context: PlanContext): boolean {
	return (
		saying(from) === saying(to) &&
		isPlaceKept(from, to, table, context) &&
		!standsOnRemade(from, table, context) &&
		!holdsNotNull(from, table, context)
	);
}

/** Whether it needs a column that goes and comes back. */
function standsOnRemade({ needs = [] }: Constraint, table: string, context: PlanContext): boolean {
	const [from, to] = [tableIn(context.from, table), tableIn(context.to, table)];
	if (from === undefined || to === undefined) return false;
	const columns = new Set([...remadeColumns(from, to, context)].map((name) => columnNode(table, name)));
	return needs.some((node) => columns.has(node));
}
