import type { Schema } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import type { WrittenRows } from '../step.ts';
import { tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';

/**
 * What an UPDATE of a column needs after it: PostgreSQL alters no table while checks of its rows, or triggers, wait for the
 * end of the transaction.
 */
export function settling(
	{ table, column }: WrittenRows,
	{ from }: Pick<PlanContext, 'from'>
): readonly string[] {
	return isDeferred(from, table, column) || hasDeferredTrigger(from, table)
		? ['SET CONSTRAINTS ALL IMMEDIATE']
		: [];
}

const deferred = /INITIALLY DEFERRED/;

function isDeferred(schema: Schema, table: string, column: string): boolean {
	const rules = tableIn(schema, table)?.constraints ?? [];
	return rules.some(
		(rule) =>
			rule.needs?.includes(columnNode(table, column)) === true &&
			deferred.test(rule.kind === 'exclusion' ? rule.definition : String(rule.options.deferrable))
	);
}

function hasDeferredTrigger({ objects }: Schema, table: string): boolean {
	return objects.some(
		(object) => object.kind === 'trigger' && object.table === table && deferred.test(object.definition)
	);
}
