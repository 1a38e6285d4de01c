import type { Direction } from '../../migration/migration.ts';
import type { Gap } from '../../schema/fill.ts';
import type { Column, Schema, Table } from '../../schema/model.ts';
import { columnIn, tableIn } from './objects/family.ts';
import { isInKey, needsValue, placeholder } from './objects/missing-values.ts';
import { isOfStrictDomain } from './objects/type-names.ts';

/** The columns of tables that stay which must have values and whose rows come without them; both sides name alike what is renamed. */
export function gapsBetween(from: Schema, to: Schema, direction: Direction): readonly Gap[] {
	return to.objects.flatMap((table) => {
		const old = table.kind === 'table' ? tableIn(from, table.name) : undefined;
		if (table.kind !== 'table' || old === undefined || table.options.server !== undefined) return [];
		return table.columns.flatMap((column): readonly Gap[] => {
			const why = whyMissing(columnIn(old, column.name), column, { table, from, to });
			if (why === undefined) return [];
			const { sql, numbered } = placeholder(table, column, to);
			const { name, type } = column;
			const isFilled = why === 'added' || direction === 'downgrade';
			return [
				{
					direction,
					table: table.name,
					column: name,
					type,
					why,
					leftOpen: !isFilled ? 'refused' : numbered ? 'numbered' : 'filled',
					...(!numbered && { placeholder: sql })
				}
			];
		});
	});
}

function whyMissing(
	old: Column | undefined,
	column: Column,
	{ table, from, to }: { readonly table: Table; readonly from: Schema; readonly to: Schema }
): Gap['why'] | undefined {
	if (!needsValue(column, to) || column.options.inherited === true) return undefined;
	if (old === undefined) return 'added';
	if (!old.nullable || old.generated !== undefined || isInKey(table, column)) return undefined;
	if (!column.nullable) return 'nulls';
	return isOfStrictDomain(old, from) ? undefined : 'nulls';
}
