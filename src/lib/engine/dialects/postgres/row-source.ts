import type { Database, QueryResult, Value } from '../../database.ts';
import { identifier } from './identifier.ts';
import { lastOfSystem } from './system-oids.ts';

/** A table or view, as reading its rows needs to know it. */
export interface RowSource {
	/** How a query names it. */
	readonly from: string;
	readonly columns: readonly RowColumn[];
	/** The columns of the primary key in its order; `[]` where there is none. */
	readonly key: readonly string[];
	/** Where a row lies, as terms to order by; `[]` where rows lie nowhere, as in a view. */
	readonly place: readonly string[];
}

export interface RowColumn {
	readonly name: string;
	/** Whether it holds bytes. */
	readonly binary: boolean;
	/** Whether its type has an order. */
	readonly sortable: boolean;
	/** The OID of its type, of what lies under its domain. */
	readonly type: number;
	/** Its type is one of the users', who may change or drop it. */
	readonly ofUsers: boolean;
	/** What to cast it to so that no domain is left; absent where it has none. */
	readonly base?: string;
	/** Whether it is a number of any kind. */
	readonly numeric: boolean;
	/** Whether `=` tells any two values of its type apart that look different. */
	readonly exact: boolean;
	/** Whether its collation is one of the users'. */
	readonly collatedByUsers: boolean;
}

/** How the schema calls `pg_class c` in `pg_namespace n`. */
export const nameInSchema = `CASE n.nspname WHEN 'public' THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' END
	|| pg_catalog.quote_ident(c.relname)`;

/**
 * What `name` is, written as PostgreSQL writes it (`users`, `audit.log`, `"Odd Name"`): a table or view; undefined
 * where there is none.
 */
export async function rowSource(database: Database, name: string): Promise<RowSource | undefined> {
	const { rows: found } = await database.query(
		`SELECT c.oid, n.nspname, c.relname, c.relkind IN ('r', 'p', 'm')
		FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND ${nameInSchema} = $1
		LIMIT 1`,
		[name]
	);
	const [row] = found;
	if (!row) return undefined;
	const [oid = null, schema, relation, lies] = row;
	return {
		from: `${identifier(String(schema))}.${identifier(String(relation))}`,
		...(await columnsOf(database, oid)),
		// Two partitions each have a row at the same place.
		place: lies === true ? ['tableoid', 'ctid'] : []
	};
}

/** What of a relation its own columns tell. */
export type Columns = Pick<RowSource, 'columns' | 'key'>;

/** The columns of a relation in their order, and its key. */
export async function columnsOf(database: Database, oid: Value): Promise<Columns> {
	const { rows } = await database.query(columnsQuery('ARRAY[$1::oid]'), [oid]);
	return columnsFrom(rows).get(Number(oid)) ?? { columns: [], key: [] };
}

/**
 * Asks for the columns of several relations, which an expression gives as an array of OIDs. What belongs to a column is looked up
 * for each one (OFFSET 0): PostgreSQL would read whole catalogs to join them.
 */
export const columnsQuery = (list: string) =>
	`SELECT a.attrelid::int8, a.attname, t.typname = 'bytea',
		coalesce(pg_catalog.array_position((i.indkey::int2[])[:i.indnkeyatts - 1], a.attnum) - 1, -1),
		o.ordered OR t.typtype IN ('e', 'r') OR t.typname = 'varchar',
		t.oid, t.oid > ${lastOfSystem}, CASE WHEN t.oid <> a.atttypid THEN pg_catalog.format_type(t.oid, -1) END,
		t.typname IN ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8') AND t.oid <= ${lastOfSystem},
		t.typcollation = 0 AND t.typname <> 'interval' AND o.ordered,
		a.attcollation > ${lastOfSystem}, a.attnum
	FROM pg_catalog.pg_attribute a
	CROSS JOIN LATERAL (SELECT * FROM pg_catalog.pg_type b WHERE b.oid = pg_catalog.pg_basetype(a.atttypid) OFFSET 0) AS t
	CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM pg_catalog.pg_opclass c
		WHERE c.opcmethod = ${btree} AND c.opcdefault AND c.opcintype = t.oid OFFSET 0) AS ordered OFFSET 0) AS o
	LEFT JOIN LATERAL (SELECT * FROM pg_catalog.pg_index p WHERE p.indrelid = a.attrelid AND p.indisprimary OFFSET 0) AS i
		ON true
	WHERE a.attrelid = ANY(${list}) AND a.attnum > 0 AND NOT a.attisdropped
	ORDER BY a.attrelid, a.attnum`;

/** The OID of the kind of index that orders. */
const btree = 403;

/** What `columnsQuery` answered, by OIDs. */
export function columnsFrom(rows: QueryResult['rows']): ReadonlyMap<number, Columns> {
	const all = new Map<number, { readonly columns: RowColumn[]; readonly key: string[] }>();
	for (const [oid, name, binary, position, sortable, type, ofUsers, base, numeric, exact, collated] of rows) {
		const { columns, key } = all.get(Number(oid)) ?? { columns: [], key: [] };
		all.set(Number(oid), { columns, key });
		columns.push({
			name: String(name),
			binary: binary === true,
			sortable: sortable === true,
			type: Number(type),
			ofUsers: ofUsers === true,
			...(base !== null && ofUsers !== true && { base: String(base) }),
			numeric: numeric === true,
			exact: exact === true,
			collatedByUsers: collated === true
		});
		if (Number(position) >= 0) key[Number(position)] = String(name);
	}
	return all;
}

/** A column as it can be kept whatever becomes of its type: what the users made is left behind. */
export function plainCell(column: RowColumn, cell: string): string {
	const plain = column.ofUsers ? `${cell}::text` : column.base ? `${cell}::${column.base}` : cell;
	return column.collatedByUsers ? `(${plain}) COLLATE pg_catalog."default"` : plain;
}

/** The cells of a row so kept, under the names of their columns. */
export function keptCells(columns: readonly RowColumn[], alias = ''): string {
	const cells = columns.map((column) => {
		const name = identifier(column.name);
		return `${plainCell(column, `${alias}${name}`)} AS ${name}`;
	});
	return cells.join(', ');
}

const textType = 25;

/** The same column where it is kept. */
export function keptColumn(column: RowColumn): RowColumn {
	const { base: _base, ...rest } = column;
	const kept = { ...rest, ofUsers: false, collatedByUsers: false };
	if (!column.ofUsers) return kept;
	return { ...kept, binary: false, sortable: true, numeric: false, exact: false, type: textType };
}
