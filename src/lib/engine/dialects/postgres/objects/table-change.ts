import type { Table } from '../../../schema/model.ts';
import type { PlanContext } from './kind.ts';
import type { LastingParent } from './ties.ts';

/** A table that changes where it is. */
export interface Change {
	readonly from: Table;
	readonly to: Table;
	readonly context: PlanContext;
	/** The parents it had and keeps. */
	readonly parents: readonly LastingParent[];
}

/** Whether both are of one type, so that columns come and go with those of the type. */
export function isTyped(from: Table, to: Table): boolean {
	return to.options.ofType !== undefined && from.options.ofType === to.options.ofType;
}
