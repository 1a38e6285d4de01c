import type { Column, Constraint, Schema, Table } from '../../../schema/model.ts';
import { columnNode } from '../nodes.ts';
import { splitList } from '../expression-text.ts';

/** Tables by their name. */
export function tableIn(schema: Schema, name: string): Table | undefined {
	return tablesIn(schema).get(name);
}

const tables = new WeakMap<Schema, ReadonlyMap<string, Table>>();

function tablesIn(schema: Schema): ReadonlyMap<string, Table> {
	const known = tables.get(schema);
	if (known) return known;
	const found = new Map(
		schema.objects.flatMap((object) => (object.kind === 'table' ? [[object.name, object] as const] : []))
	);
	tables.set(schema, found);
	return found;
}

/** The tables it inherits from or is a partition of. */
export function parentsOf({ options }: Table): readonly string[] {
	if (typeof options.partitionOf === 'string') return [options.partitionOf];
	return typeof options.inherits === 'string' ? splitList(options.inherits) : [];
}

const heirs = new WeakMap<Schema, ReadonlyMap<string, readonly Table[]>>();

/** The tables right below it. */
export function childrenOf(schema: Schema, name: string): readonly Table[] {
	let known = heirs.get(schema);
	if (known === undefined) {
		const found = new Map<string, Table[]>();
		for (const table of tablesIn(schema).values()) {
			for (const parent of parentsOf(table)) found.set(parent, [...(found.get(parent) ?? []), table]);
		}
		heirs.set(schema, (known = found));
	}
	return known.get(name) ?? [];
}

/** All the tables below it. */
export function descendantsOf(schema: Schema, name: string): readonly Table[] {
	return childrenOf(schema, name).flatMap((child) => [child, ...descendantsOf(schema, child.name)]);
}

/** All the tables above it. */
export function ancestorsOf(schema: Schema, name: string): readonly string[] {
	const table = tableIn(schema, name);
	return table === undefined
		? []
		: parentsOf(table).flatMap((parent) => [parent, ...ancestorsOf(schema, parent)]);
}

/** The column of that name, where there is a table and it has one. */
export function columnIn(table: Table | undefined, name: string): Column | undefined {
	return table?.columns.find((column) => column.name === name);
}

/** The columns that a key is made of. */
export function columnsOf(constraint: Constraint): readonly string[] {
	if (constraint.kind === 'foreignKey') return constraint.columns;
	return 'parts' in constraint ? constraint.parts.flatMap(({ column }) => column ?? []) : [];
}

/** Whether what has these needs stands on a column of a table that goes from it. */
export function losesColumn(needs: readonly string[] = [], from: Table | undefined, to: Table): boolean {
	return (from?.columns ?? []).some(
		({ name }) => columnIn(to, name) === undefined && needs.includes(columnNode(to.name, name))
	);
}
