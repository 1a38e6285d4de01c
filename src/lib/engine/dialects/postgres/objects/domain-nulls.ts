import type { Column, Definition } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import { columnIn, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { filledNulls, needsValue } from './missing-values.ts';
import { isOfStrictDomain } from './type-names.ts';

/** Whether NULLs of a column whose domain takes them no more get a value before. */
export function fillsForDomain(
	{ table, column }: { readonly table: string; readonly column: Column },
	{ given, to }: Pick<PlanContext, 'given' | 'to'>
): boolean {
	if (!column.nullable || !isOfStrictDomain(column, to)) return false;
	return given(table, column.name) !== undefined || !needsValue(column, to);
}

/** The steps that give NULLs a value that the domain will take no more; each says so by its node. */
export function nullsFilled(from: Definition, to: Definition, context: PlanContext): readonly Step[] {
	if (from.properties.notNull !== undefined || to.properties.notNull === undefined) return [];
	return context.to.objects.flatMap((table) => {
		const before = table.kind === 'table' ? tableIn(context.from, table.name) : undefined;
		if (table.kind !== 'table' || before === undefined) return [];
		return table.columns.flatMap((column): readonly Step[] => {
			const old = columnIn(before, column.name);
			if (old?.type !== column.type || !column.nullable || column.options.inherited === true) return [];
			if (!isOfStrictDomain(column, context.to) || isOfStrictDomain(old, context.from)) return [];
			const node = columnNode(table.name, column.name);
			return filledNulls(old, column, { from: before, to: table, context }).map((fill) => ({
				...fill,
				rank: rankOf.change,
				creates: [filledNode(to)],
				after: (column.defaultNeeds ?? []).filter((needed) => !needed.startsWith('domain ')),
				before: [...(fill.before ?? []), node]
			}));
		});
	});
}

/** Says that no column of a domain holds NULL any more. */
export function filledNode({ name }: Definition): string {
	return `filled for domain ${name}`;
}
