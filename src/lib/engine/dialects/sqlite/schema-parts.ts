import { groupBy } from '../../group-by.ts';
import type { Index, Schema, Table } from '../../schema/model.ts';
import { foreignKeysOf } from '../../schema/order.ts';

/** The tables of a schema and what hangs on each, so that asking of one costs nothing of the others. */
export interface SchemaParts {
	readonly tables: ReadonlyMap<string, Table>;
	/** The names of all tables in lower case, in which SQLite tells them apart. */
	readonly tableKeys: ReadonlySet<string>;
	/** Indexes by the name of their table. */
	readonly indexes: ReadonlyMap<string, readonly Index[]>;
	/** The tables whose keys point at a table, by its name in lower case. */
	readonly children: ReadonlyMap<string, ReadonlySet<Table>>;
}

const known = new WeakMap<Schema, SchemaParts>();

/** Found once for each schema. */
export function partsOf(schema: Schema): SchemaParts {
	let parts = known.get(schema);
	if (parts === undefined) known.set(schema, (parts = partsIn(schema)));
	return parts;
}

function partsIn({ objects }: Schema): SchemaParts {
	const tables = new Map<string, Table>();
	const tableKeys = new Set<string>();
	const children = new Map<string, Set<Table>>();
	for (const object of objects) {
		if (object.kind !== 'table') continue;
		tables.set(object.name, object);
		tableKeys.add(object.name.toLowerCase());
		for (const key of foreignKeysOf(object)) {
			const parent = key.table.toLowerCase();
			const others = children.get(parent);
			if (others) others.add(object);
			else children.set(parent, new Set([object]));
		}
	}
	const indexes = objects.filter((object) => object.kind === 'index');
	return { tables, tableKeys, indexes: groupBy(indexes, (index) => index.table), children };
}
