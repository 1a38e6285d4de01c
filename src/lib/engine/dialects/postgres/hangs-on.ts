import type { Column, Table } from '../../schema/model.ts';
import { columnNode } from './nodes.ts';

/** Whether what needs these nodes hangs on a column, perhaps through one that is computed from it. */
export function hangsOn(nodes: readonly string[], column: Column, table: Table): boolean {
	if (nodes.includes(columnNode(table.name, column.name))) return true;
	return table.columns.some(
		({ name, generated, defaultNeeds = [] }) =>
			generated !== undefined &&
			nodes.includes(columnNode(table.name, name)) &&
			defaultNeeds.includes(columnNode(table.name, column.name))
	);
}
