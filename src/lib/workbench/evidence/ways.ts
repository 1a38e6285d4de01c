import type { RowsPage } from '../../engine/rows/rows.ts';
import type { TableFates } from '../../engine/rows/table-fates.ts';
import type { WaysCompared } from '../../engine/run/without-migrations.ts';

/** What becomes of one table on either way. */
export interface TableOnBothWays {
	/** Its name before, or its new name where it is new. */
	readonly name: string;
	/** Absent where the migration does not touch it. */
	readonly migrated?: TableFates;
	/** Absent where nothing is lost of it and nothing comes. */
	readonly recreated?: TableFates;
	/** Its first rows as they stay, where the migration does not touch it. */
	readonly untouched?: RowsPage;
}

/** The tables of both ways, each beside itself: first those that were there, then the new ones. */
export function tablesOnBothWays({ migrated, recreated }: WaysCompared): readonly TableOnBothWays[] {
	const withOnes = migrated.steps.flatMap(({ tables }) => tables);
	const withoutOnes = recreated?.steps.flatMap(({ tables }) => tables) ?? [];
	const names = [...new Set([...withoutOnes, ...withOnes].map(nameOf))];
	const all = names.map((name): TableOnBothWays => {
		const one = withOnes.find((table) => nameOf(table) === name);
		const other = withoutOnes.find((table) => nameOf(table) === name);
		return {
			name,
			...(one && { migrated: one }),
			...(other && { recreated: other }),
			...(!one && other && other.rows.lost > 0 && { untouched: asKept(other.examples) })
		};
	});
	const isNew = ({ migrated: one }: TableOnBothWays) => Number(one?.fate === 'added');
	return all.toSorted((a, b) => isNew(a) - isNew(b));
}

/** How many rows a way loses, and how many values in rows that stay. */
export function lostOn(steps: WaysCompared['migrated']['steps']): {
	readonly rows: number;
	readonly values: number;
} {
	let rows = 0;
	let values = 0;
	for (const { tables } of steps)
		for (const table of tables) {
			rows += table.rows.lost;
			for (const { lost } of table.columns) values += lost;
		}
	return { rows, values };
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
