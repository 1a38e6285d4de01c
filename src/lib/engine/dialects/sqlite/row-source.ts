import type { Database } from '../../database.ts';
import { identifier } from './identifier.ts';

/** A table or view of one attached database, as reading its rows needs to know it. */
export interface RowSource {
	/** How a query names it. */
	readonly from: string;
	readonly columns: readonly string[];
	/** The declared type of each. */
	readonly types: readonly string[];
	/** The columns of the primary key in its order; `[]` where there is none. */
	readonly key: readonly string[];
	/** Whether the primary key is the rowid by another name: a number, and never NULL. */
	readonly keyIsRowid: boolean;
	/** A name for the rowid that no column takes; undefined where there is none. */
	readonly rowid: string | undefined;
	/** The page its rows begin on: another one where the table was built anew. */
	readonly rootPage: number;
}

/** What `name` is in the attached database `schema`; undefined where there is no such table or view. */
export async function rowSource(
	database: Database,
	schema: string,
	name: string
): Promise<RowSource | undefined> {
	const { rows: found } = await database.query(
		`SELECT l.type, l.wr, coalesce((SELECT s.rootpage FROM ${schema}.sqlite_schema AS s
			WHERE s.type = 'table' AND s.name = l.name), 0),
			EXISTS (SELECT 1 FROM pragma_index_list(?1, ?2) AS i WHERE i.origin = 'pk')
		FROM pragma_table_list(?1) AS l WHERE l.schema = ?2`,
		[name, schema]
	);
	const [kind] = found;
	if (!kind) return undefined;
	const { rows } = await database.query(
		`SELECT name, pk, type FROM pragma_table_xinfo(?1, ?2) WHERE hidden <> 1 ORDER BY cid`,
		[name, schema]
	);
	const columns = rows.map(([column]) => String(column));
	const taken = new Set(columns.map((column) => column.toLowerCase()));
	const hasRowid = kind[0] === 'table' && kind[1] === 0;
	const key = rows
		.filter(([, position]) => Number(position) > 0)
		.toSorted(([, a], [, b]) => Number(a) - Number(b))
		.map(([column]) => String(column));
	return {
		from: `${schema}.${identifier(name)}`,
		columns,
		types: rows.map(([, , type]) => String(type)),
		key,
		// Every other primary key has an index of its own.
		keyIsRowid: hasRowid && key.length > 0 && kind[3] === 0,
		rowid: hasRowid ? ['rowid', '_rowid_', 'oid'].find((alias) => !taken.has(alias)) : undefined,
		rootPage: Number(kind[2])
	};
}
