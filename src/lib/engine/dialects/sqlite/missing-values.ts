import type { Direction } from '../../migration/migration.ts';
import type { Gap } from '../../schema/fill.ts';
import type { Column } from '../../schema/model.ts';
import { keysApart } from './keys-apart.ts';
import { sourceOf, type MissingValue, type Passage } from './passage.ts';
import { rowidAlias, rowidName } from './rowid.ts';

/**
 * For an upgrade: the engine does not invent values. With rows known to be there the script says where a
 * value is needed that nobody has given; without, the column is left out, and SQLite refuses if there are rows after all.
 */
export function missingInUpgrade(rows: Readonly<Record<string, number>> | undefined): MissingValue {
	return (column, { earlierName, given }) => {
		if (!needsValue(column)) return undefined;
		return given(column.name) ?? ((rows?.[earlierName] ?? 0) > 0 ? 'NULL' : undefined);
	};
}

/**
 * For a downgrade, which must not get stuck: the value that somebody has given, an empty value of the column's type, or
 * a number where values must differ.
 */
export const missingInDowngrade: MissingValue = (column, passage) => {
	const given = needsValue(column) ? passage.given(column.name) : undefined;
	if (given !== undefined) return given;
	if (keysApart(passage).distinct.has(column.name)) {
		const number = rowidName(sourceOf(passage)) ?? 'row_number() OVER ()';
		return /BLOB/.test(column.type) ? `CAST(${number} AS BLOB)` : number;
	}
	return needsValue(column) ? emptyValue(column) : undefined;
};

/** Whether each row must be given a value for this column. */
export function needsValue({ nullable, generated, default: value }: Column): boolean {
	return !nullable && generated === undefined && value === undefined;
}

/**
 * What stands in for NULL in a column in which it is no longer allowed: the default, or the value that was given. Undefined
 * where nothing does, or nothing needs to.
 */
export function standIn(from: Column, to: Column, { given }: Passage): string | undefined {
	if (!from.nullable || to.nullable || to.generated !== undefined) return undefined;
	return needsValue(to) ? given(to.name) : to.default;
}

/** The comment over a NULL that stands for a value nobody has given. */
export function valueNote({ name }: Column): string {
	return `-- ${name} needs a value for the rows there are: replace NULL.`;
}

/** The columns of a passage that must have values and whose rows come without them. */
export function gapsOf(passage: Passage, direction: Direction): Gap[] {
	const { from, to } = passage;
	const alias = rowidAlias(to);
	return to.columns.flatMap((column): Gap[] => {
		const old = from.columns.find(({ name }) => name === column.name);
		if (!needsValue(column) || column.name === alias || old?.nullable === false) return [];
		const invented = direction === 'downgrade' && old === undefined && missingInDowngrade(column, passage);
		return [
			{
				direction,
				table: to.name,
				column: column.name,
				type: column.type,
				why: old === undefined ? 'added' : 'nulls',
				leftOpen: direction === 'upgrade' ? 'refused' : 'filled',
				placeholder: invented || emptyValue(column)
			}
		];
	});
}

/** What stands for "nothing" in a column of this type, by SQLite's rules of affinity. */
function emptyValue({ type }: Column): string {
	if (/INT/.test(type)) return '0';
	if (/CHAR|CLOB|TEXT/.test(type) || type === '' || type === 'ANY') return "''";
	if (/BLOB/.test(type)) return "x''";
	return '0';
}
