import type { Column, Table } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import type { Step } from '../step.ts';
import { addColumn } from './column-add.ts';
import { columnSteps } from './column-alter.ts';
import { dropColumn } from './column-drop.ts';
import { constraintSteps } from './constraint-changes.ts';
import { columnIn } from './family.ts';
import { inheritanceSteps, releasedNode } from './inheritance.ts';
import type { PlanContext } from './kind.ts';
import { remadeColumns } from './remade.ts';
import { isTyped, type Change } from './table-change.ts';
import { tableSettings } from './table-settings.ts';
import { isReleased, lastingParents } from './ties.ts';

/** Steps that turn one table into the other where it is; undefined where that cannot be. */
export function alterTable(from: Table, to: Table, context: PlanContext): readonly Step[] {
	const change: Change = { from, to, context, parents: lastingParents(from, to, context) };
	const anew = remadeColumns(from, to, context);
	const gone = from.columns.filter(({ name }) => anew.has(name) || columnIn(to, name) === undefined);
	const come = to.columns.filter(({ name }) => anew.has(name) || columnIn(from, name) === undefined);
	const stay = to.columns.filter((column) => !come.includes(column));
	const steps = [
		...constraintSteps(change, anew),
		...gone.flatMap((column) => dropColumn(column, change, anew)),
		...come.flatMap((column) => addColumn(column, change)),
		...stay.flatMap((column) => alterColumn(column, change)),
		...tableSettings(from, to, context)
	];
	const [out, into] = inheritanceSteps(from, to, context);
	const released = isReleased(from, to, context)
		? steps.map((step) => ({ ...step, after: [...(step.after ?? []), releasedNode(to.name)] }))
		: steps;
	return [...out, ...released, ...into];
}

function alterColumn(column: Column, { from, to, context, parents }: Change): readonly Step[] {
	const old = columnIn(from, column.name);
	if (old === undefined) return [];
	const above = parents.flatMap((pair) => {
		const [before, later] = [columnIn(pair.from, column.name), columnIn(pair.to, column.name)];
		return later ? [{ parent: pair.to.name, before, later }] : [];
	});
	return columnSteps(old, column, {
		from,
		to,
		context,
		covered: {
			type:
				isTyped(from, to) ||
				above.some(
					({ parent, before, later }) =>
						context.forced.has(columnNode(parent, column.name)) ||
						(before !== undefined &&
							(before.type !== later.type || before.collation !== later.collation) &&
							later.type === column.type)
				),
			expression: above.some(
				({ before, later }) =>
					before?.generated !== undefined &&
					before.generated.expression !== later.generated?.expression &&
					later.generated?.expression === column.generated?.expression
			),
			notNull: above.some(
				({ before, later }) =>
					(before?.nullable ?? true) !== later.nullable && later.nullable === column.nullable
			)
		}
	});
}
