import type { Change } from '../../schema/change.ts';
import { convertedInWords, rowsLookedAt, type ConvertedValues } from '../../schema/converted-values.ts';
import { converts, narrows } from './at-stake.ts';
import type { Passage } from './passage.ts';

type AlteredColumn = Extract<Change, { kind: 'alterColumn' }>;

/** What becomes of the values of a column that gets another type, in a sentence; nothing where SQLite keeps them alike. */
export function retyped(
	{ from: before, to: after }: Passage,
	{ table, from, to }: AlteredColumn,
	converted: readonly ConvertedValues[]
): readonly string[] {
	if (from.type === to.type || to.generated !== undefined) return [];
	const columns = [
		[from, before],
		[to, after]
	] as const;
	if (!converts(...columns) && !narrows(...columns)) return [];
	const found = foundFor(table, to.name, converted);
	const general = 'SQLite converts the values that look like it';
	const words =
		found === undefined
			? general
			: (convertedInWords(found) ?? `${general}; none of ${rowsLookedAt(found)} changes or is refused`);
	return [
		`\`${to.name}\` of ${table} goes from ${from.type || 'no type'} to ${to.type || 'no type'}: ${words}.`
	];
}

/** The columns of a table that becomes STRICT which hold what their type does not take. */
export function refusedByStrict(
	{ from, to: { name, columns, options } }: Passage,
	converted: readonly ConvertedValues[]
): readonly string[] {
	if (options.strict !== true || from.options.strict === true) return [];
	return columns.flatMap((column) => {
		const found = foundFor(name, column.name, converted);
		const isSaid = from.columns.find((old) => old.name === column.name)?.type !== column.type;
		if (found === undefined || found.refused + found.changed === 0 || isSaid) return [];
		return [`\`${column.name}\` of ${name} takes ${column.type} alone: ${convertedInWords(found) ?? ''}.`];
	});
}

function foundFor(
	table: string,
	column: string,
	converted: readonly ConvertedValues[]
): ConvertedValues | undefined {
	return converted.find((values) => values.table === table && values.column === column);
}
