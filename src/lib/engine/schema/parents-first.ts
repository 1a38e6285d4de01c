import type { Schema, Table } from './model.ts';

/** The tables of a schema, by name. */
export function tablesOf({ objects }: Schema): ReadonlyMap<string, Table> {
	return new Map(objects.flatMap((object) => (object.kind === 'table' ? [[object.name, object]] : [])));
}

/**
 * These tables and all that they point at, in an order in which what a row points at comes before it, as far as there is one;
 * without `wanted`, all tables.
 */
export function parentsFirst(schema: Schema, wanted?: Iterable<Table>): readonly Table[] {
	const tables = tablesOf(schema);
	// A key may spell its table in other letters where the database hears no difference.
	const spelled = new Map([...tables.values()].map((table) => [table.name.toLowerCase(), table]));
	const tableNamed = (name: string) => tables.get(name) ?? spelled.get(name.toLowerCase());
	const ordered = new Set<Table>();
	const under = new Set<Table>();
	const visit = (table: Table): void => {
		if (ordered.has(table) || under.has(table)) return;
		under.add(table);
		for (const constraint of table.constraints) {
			const parent = constraint.kind === 'foreignKey' ? tableNamed(constraint.table) : undefined;
			if (parent) visit(parent);
		}
		under.delete(table);
		ordered.add(table);
	};
	for (const table of wanted ?? tables.values()) visit(table);
	return [...ordered];
}
