import type { RowsPage } from '../../engine/rows/rows.ts';
import type { TableFates } from '../../engine/rows/table-fates.ts';
import type { WaysCompared } from '../../engine/run/without-migrations.ts';

/** What becomes of one table on either way. */
export interface TableOnBothWays {
	/** Its name before, or its new name where it is new. */
	readonly name: string;
	/** Absent where the migration does not touch it. */
	readonly migrated?: TableFates;
	/** What it was called, where the migration only calls it by this name now. */
	readonly calledBefore?: string;
	/** Absent where nothing is lost of it and nothing comes. */
	readonly recreated?: TableFates;
	/** Its first rows as they stay, where the migration does not touch it. */
	readonly untouched?: RowsPage;
}

/** The tables of both ways, each beside itself: first those that were there, then the new ones. */
export function tablesOnBothWays({ migrated, recreated }: WaysCompared): readonly TableOnBothWays[] {
	const migratedTables = migrated.steps.flatMap(({ tables }) => tables);
	const recreatedTables = recreated?.steps.flatMap(({ tables }) => tables) ?? [];
	const names = [...new Set([...recreatedTables, ...migratedTables].map(nameOf))];
	const all = names.map((name): TableOnBothWays => {
		const onOne = migratedTables.find((table) => nameOf(table) === name);
		const onOther = recreatedTables.find((table) => nameOf(table) === name);
		const calledBefore = migratedTables.find((table) => table.table === name && table.was !== undefined)?.was;
		const isUntouched = !onOne && calledBefore === undefined;
		return {
			name,
			...(onOne && { migrated: onOne }),
			...(!onOne && calledBefore !== undefined && { calledBefore }),
			...(onOther && { recreated: onOther }),
			...(isUntouched && onOther && onOther.rows.lost > 0 && { untouched: asKept(onOther.examples) })
		};
	});
	const isNew = ({ migrated: fates }: TableOnBothWays) => Number(fates?.fate === 'added');
	return all.toSorted((a, b) => isNew(a) - isNew(b));
}

function nameOf({ table, was }: TableFates): string {
	return was ?? table;
}

/** The same rows where nothing happens to them. */
function asKept({ columns, rows, total }: RowsPage): RowsPage {
	return {
		columns: columns.map(({ name }) => ({ name, fate: 'kept' })),
		rows: rows.map(({ values }) => ({ values, fate: 'kept' })),
		total
	};
}
