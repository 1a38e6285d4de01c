import type { Change } from './change.ts';

/** What a table or column that goes was called before it made way for another of its name; its name where it did not. */
export interface NameBefore {
	table(name: string): string;
	column(table: string, name: string): string;
}

/** The names from before the renames among these changes. */
export function namesBefore(changes: readonly Change[]): NameBefore {
	const tables = new Map<string, string>();
	const columns = new Map<string, string>();
	for (const change of changes) {
		if (change.kind === 'renameTable') tables.set(change.to, change.from);
		if (change.kind === 'renameColumn') columns.set(`${change.table}\n${change.to}`, change.from);
	}
	return {
		table: (name) => tables.get(name) ?? name,
		column: (table, name) => columns.get(`${table}\n${name}`) ?? name
	};
}
