import type { Column, Table } from '../../../schema/model.ts';
import { columnNode, defaultNode } from '../nodes.ts';
import { suffixed } from '../object-names.ts';
import { columnIn } from './family.ts';
import type { PlanContext } from './kind.ts';

/** The names of the columns that go and come back. */
export function remadeColumns(from: Table, to: Table, context: PlanContext): ReadonlySet<string> {
	const names = to.columns.flatMap((column) => {
		const old = columnIn(from, column.name);
		return old !== undefined && isMadeAnew(old, column, to, context) ? [column.name] : [];
	});
	return new Set(names);
}

/** Whether a column has to go and come back, as its values are computed otherwise. */
export function isMadeAnew(from: Column, to: Column, table: Table, context: PlanContext): boolean {
	if (to.generated === undefined) return isWrittenDown(from, to);
	if (from.generated === undefined || from.generated.stored !== to.generated.stored) return true;
	if (
		context.forced.has(defaultNode(table.name, to.name)) ||
		context.forced.has(columnNode(table.name, to.name))
	)
		return true;
	if (from.generated.expression === to.generated.expression) return false;
	return context.target < 17 || from.type !== to.type;
}

/** Whether the values of a column that was computed when read are written down, as it is an ordinary one from now on. */
export function isWrittenDown(from: Column | undefined, to: Column): boolean {
	return from?.generated?.stored === false && to.generated === undefined;
}

/** The name of the column that keeps values meanwhile. */
export function spareName(table: Table, column: string): string {
	const names = new Set(table.columns.map(({ name }) => name));
	for (let count = 1; ; count++) {
		const name = suffixed(column, `_kept${count === 1 ? '' : String(count)}`);
		if (!names.has(name)) return name;
	}
}
