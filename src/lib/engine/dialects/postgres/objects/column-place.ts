import type { Table } from '../../../schema/model.ts';
import { identifier } from '../identifier.ts';
import type { Step } from '../step.ts';
import { childrenOf } from './family.ts';
import type { PlanContext } from './kind.ts';

/** Where a column is that changes. */
export interface Place {
	readonly from: Table;
	readonly to: Table;
	readonly context: PlanContext;
	/** The table has just been made, so nothing can be in it. */
	readonly fresh?: boolean;
	/** What a parent does for its children. */
	readonly covered?: { readonly type: boolean; readonly notNull: boolean; readonly expression: boolean };
}

/** A step without its rank, or none. */
export type Action = Omit<Step, 'rank'> | undefined;

/** ALTER COLUMN; `alone` leaves out the tables below. */
export function alterText(
	{ to: table, context }: Place,
	column: string,
	action: string,
	alone = false
): string {
	const only = alone && childrenOf(context.to, table.name).length > 0 ? 'ONLY ' : '';
	return `ALTER TABLE ${only}${table.name} ALTER COLUMN ${identifier(column)} ${action}`;
}
