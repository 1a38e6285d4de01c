import type { Column, Table } from '../../schema/model.ts';

/** How a rebuild fills a column that has no values to be copied and must not be NULL. */
export type MissingValue = (column: Column, table: Table) => string | undefined;

/**
 * For an upgrade: the engine does not invent values. With rows known to be there the script says where a
 * value is needed; without, the column is left out, and SQLite refuses if there are rows after all.
 */
export function missingInUpgrade(rows: Readonly<Record<string, number>> | undefined): MissingValue {
	return (_, table) => ((rows?.[table.name] ?? 0) > 0 ? 'NULL' : undefined);
}

/** For a downgrade, which must not get stuck: an empty value of the column's type, or a number where each must differ. */
export const missingInDowngrade: MissingValue = (column, table) => {
	const mustDiffer = table.constraints.some(
		(constraint) =>
			(constraint.kind === 'primaryKey' || constraint.kind === 'unique') &&
			constraint.parts.every((part) => part.column === column.name)
	);
	if (mustDiffer && table.options.withoutRowid !== true) return 'rowid';
	return emptyValue(column);
};

/** Whether each row must be given a value for this column. */
export function needsValue({ nullable, generated, default: value }: Column): boolean {
	return !nullable && generated === undefined && (value === undefined || value === 'NULL');
}

/** What stands for "nothing" in a column of this type, by SQLite's rules of affinity. */
export function emptyValue({ type }: Column): string {
	if (/INT/.test(type)) return '0';
	if (/CHAR|CLOB|TEXT/.test(type) || type === '' || type === 'ANY') return "''";
	if (/BLOB/.test(type)) return "x''";
	return '0';
}
