import type { Column, Definition, Schema } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import { rankOf, type Step } from '../step.ts';
import type { Place } from './column-place.ts';
import { columnIn, tableIn } from './family.ts';
import type { PlanContext } from './kind.ts';
import { filledNulls, needsValue } from './missing-values.ts';
import { text } from './records.ts';
import { domainIn, isOfStrictDomain } from './type-names.ts';

/** Whether a column gets a domain for its type that takes no NULL, while it may hold some. */
export function becomesStrict(
	old: Column,
	column: Column,
	{ from, to }: { readonly from: Schema; readonly to: Schema }
): boolean {
	if (old.type === column.type || !old.nullable || old.generated !== undefined || column.generated)
		return false;
	return isOfStrictDomain(column, to) && !isOfStrictDomain(old, from);
}

/** Whether NULLs of a column that gets such a type get a value before. */
export function fillsForType(
	{ table, from: old, to: column }: { readonly table: string; readonly from: Column; readonly to: Column },
	schemas: { readonly from: Schema; readonly to: Schema; readonly given: PlanContext['given'] }
): boolean {
	if (!becomesStrict(old, column, schemas)) return false;
	return schemas.given(table, column.name) !== undefined || !needsValue(column, schemas.to);
}

/**
 * How a column comes to a domain that takes no NULL by way of the type below it, in which NULLs get a value meanwhile; undefined
 * where it does not, or where nothing says the value.
 */
export function nullsFilledBelow(old: Column, column: Column, place: Place) {
	const { context } = place;
	if (!becomesStrict(old, column, context)) return undefined;
	const type = typeBelow(column.type, context.to);
	const value = defaultOf(column, context.to);
	const [fill] = filledNulls(old, column, place, value);
	return fill && { type, fill };
}

/** What a column is filled with by itself, be it by its domain. */
export function defaultOf({ default: value, type }: Column, schema: Schema): string | undefined {
	const domain = domainIn(schema, type);
	return value ?? (domain && text(domain, 'default'));
}

/** The type below a domain, and below those that this is one over. */
export function typeBelow(type: string, schema: Schema): string {
	const below = domainIn(schema, type)?.properties.type;
	return typeof below === 'string' ? typeBelow(below, schema) : type;
}

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
