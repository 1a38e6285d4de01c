import type { Column } from '../../schema/model.ts';
import { keysApart } from './keys-apart.ts';
import type { MissingValue } from './passage.ts';
import { rowidName } from './rowid.ts';

/**
 * For an upgrade: the engine does not invent values. With rows known to be there the script says where a
 * value is needed; without, the column is left out, and SQLite refuses if there are rows after all.
 */
export function missingInUpgrade(rows: Readonly<Record<string, number>> | undefined): MissingValue {
	return (column, { earlierName }) =>
		needsValue(column) && (rows?.[earlierName] ?? 0) > 0 ? 'NULL' : undefined;
}

/** For a downgrade, which must not get stuck: an empty value of the column's type, or a number where values must differ. */
export const missingInDowngrade: MissingValue = (column, passage) => {
	if (keysApart(passage).distinct.has(column.name)) {
		const number = rowidName(passage.from) ?? 'row_number() OVER ()';
		return /BLOB/.test(column.type) ? `CAST(${number} AS BLOB)` : number;
	}
	return needsValue(column) ? emptyValue(column) : undefined;
};

/** Whether each row must be given a value for this column. */
export function needsValue({ nullable, generated, default: value }: Column): boolean {
	return !nullable && generated === undefined && value === undefined;
}

/** What stands for "nothing" in a column of this type, by SQLite's rules of affinity. */
function emptyValue({ type }: Column): string {
	if (/INT/.test(type)) return '0';
	if (/CHAR|CLOB|TEXT/.test(type) || type === '' || type === 'ANY') return "''";
	if (/BLOB/.test(type)) return "x''";
	return '0';
}
