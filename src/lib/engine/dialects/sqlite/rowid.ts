import type { Table } from '../../schema/model.ts';

/** The column that is the rowid by another name. */
export function rowidAlias(table: Table): string | undefined {
	if (table.options.withoutRowid === true || table.options.module !== undefined) return undefined;
	const key = table.constraints.find((constraint) => constraint.kind === 'primaryKey');
	const [part, ...others] = key?.parts ?? [];
	if (part?.column === undefined || part.descending || others.length > 0) return undefined;
	const column = table.columns.find((candidate) => candidate.name === part.column);
	return column?.type === 'INTEGER' ? column.name : undefined;
}

const rowidNames = ['rowid', '_rowid_', 'oid'];

/** Whether a name means the rowid where no column has it. SQLite alters no column of such a name. */
export function isRowidName(name: string): boolean {
	return rowidNames.includes(name.toLowerCase());
}

/** A name that stands for the rowid in all of these tables. */
export function rowidName(...tables: readonly Table[]): string | undefined {
	if (tables.some((table) => table.options.withoutRowid === true)) return undefined;
	const used = new Set(tables.flatMap((table) => table.columns.map((column) => column.name.toLowerCase())));
	return rowidNames.find((name) => !used.has(name));
}
