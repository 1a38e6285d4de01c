import type { Constraint, Schema, Table } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import { childrenOf, columnIn, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { hasOwnNotNull } from './locality.ts';
import { notNullName } from './not-null-name.ts';

/**
 * The tables, from this one down, whose own NOT NULL of a column comes to a table below that has one by itself too, under another
 * name: PostgreSQL cannot change the type of both as long as the upper one is there.
 */
export function namedOtherwiseBelow(column: string, table: Table, schema: Schema): readonly Table[] {
	const further = childrenOf(schema, table.name).flatMap((child) =>
		namedOtherwiseBelow(column, child, schema)
	);
	const own = columnIn(table, column);
	const isInTheWay = own !== undefined && hasOwnNotNull(own) && isOtherBelow(column, table, schema);
	return [...new Set([...(isInTheWay ? [table] : []), ...further])];
}

/** Whether the NOT NULL of a column meets another one where it comes to, be it by way of tables in between. */
function isOtherBelow(column: string, table: Table, schema: Schema): boolean {
	const above = columnIn(table, column);
	if (above?.nullable !== false || above.options.notNullNoInherit === true) return false;
	return childrenOf(schema, table.name).some((child) => {
		const below = columnIn(child, column);
		if (below?.nullable !== false) return false;
		return hasOwnNotNull(below)
			? notNullName(below, child) !== notNullName(above, table)
			: isOtherBelow(column, child, schema);
	});
}

/** Whether a primary key holds a NOT NULL that has to go while the type of its column changes. */
export function holdsNotNull(
	key: Constraint,
	name: string,
	{ from: schema, to, forced }: PlanContext
): boolean {
	const [table, later] = [tableIn(schema, name), tableIn(to, name)];
	if (key.kind !== 'primaryKey' || table === undefined) return false;
	return key.parts.some(({ column = '' }) => {
		const [old, now] = [columnIn(table, column), columnIn(later, column)];
		const isRetyped =
			old?.type !== now?.type || old?.collation !== now?.collation || forced.has(columnNode(name, column));
		return isRetyped && namedOtherwiseBelow(column, table, schema)[0] === table;
	});
}
