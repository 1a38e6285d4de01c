import type { Rename } from './change.ts';

/** What tables and columns were called before some renames; a name that none of them gave is as it was. */
export interface EarlierNames {
	readonly table: (name: string) => string;
	/** `table` is the table's name afterwards. */
	readonly column: (table: string, name: string) => string;
}

/** The way back from names after `renames` to those before. */
export function earlierNames(renames: readonly Rename[]): EarlierNames {
	return {
		table: (name) => renames.find((rename) => rename.kind === 'table' && rename.to === name)?.from ?? name,
		column: (table, name) =>
			renames.find((rename) => rename.kind === 'column' && rename.table === table && rename.to === name)
				?.from ?? name
	};
}

/** Row counts of tables by the names that `renames` give them. */
export function countsAfter(
	rows: Readonly<Record<string, number>>,
	renames: readonly Rename[]
): Readonly<Record<string, number>> {
	const tables = renames.filter(({ kind }) => kind === 'table');
	const moved = new Set(tables.map(({ from }) => from));
	return Object.fromEntries([
		...Object.entries(rows).filter(([table]) => !moved.has(table)),
		...tables.flatMap(({ from, to }) => (rows[from] === undefined ? [] : [[to, rows[from]] as const]))
	]);
}
