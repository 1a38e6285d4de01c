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
	const types = `goes from ${from.type || 'no type'} to ${to.type || 'no type'}`;
	return [`\`${to.name}\` of ${table} ${types}: ${conversion(table, to.name, converted)}.`];
}

function conversion(table: string, column: string, converted: readonly ConvertedValues[]): string {
	const general = 'SQLite converts the values that look like it';
	const found = foundFor(table, column, converted);
	if (found === undefined) return general;
	return convertedInWords(found) ?? `${general}; none of ${rowsLookedAt(found)} changes or is refused`;
}

/** The columns of type ANY of a table that is STRICT, where they keep every value as it is, and is to be so no longer. */
export function freedFromStrict({ from, to }: Passage): readonly string[] {
	if (from.options.strict !== true || to.options.strict === true) return [];
	return to.columns.flatMap((column) => {
		const old = from.columns.find(({ name }) => name === column.name);
		const isAlike = old === undefined || old.type !== column.type || old.generated || column.generated;
		return isAlike || !converts([old, from], [column, to]) ? [] : [column.name];
	});
}

/** What becomes of the values of such columns, in sentences. */
export function convertedOutsideStrict(
	passage: Passage,
	converted: readonly ConvertedValues[]
): readonly string[] {
	const { name } = passage.to;
	return freedFromStrict(passage).map(
		(column) =>
			`\`${column}\` of ${name} keeps its type ANY, which outside STRICT makes numbers of what looks like one: ${conversion(name, column, converted)}.`
	);
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
