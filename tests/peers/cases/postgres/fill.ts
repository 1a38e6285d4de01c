import type { Bench } from './bench.ts';
import { valueOf, type Type } from './sample-values.ts';

interface Column {
	readonly name: string;
	readonly type: number;
	readonly modifier: number;
	/** Nothing has to be given for it. */
	readonly optional: boolean;
}

const tablesAndColumns = `
	SELECT c.oid::regclass::text AS "table", json_agg(json_build_object(
		'name', quote_ident(a.attname), 'type', a.atttypid::int8, 'modifier', a.atttypmod,
		'optional', NOT a.attnotnull OR a.atthasdef OR a.attidentity <> ''
	) ORDER BY a.attnum)::text AS columns, pg_get_expr(c.relpartbound, c.oid) AS bound,
	(SELECT json_agg((SELECT quote_ident(k.attname) FROM pg_attribute k WHERE k.attrelid = p.partrelid AND k.attnum = number) ORDER BY place)::text
		FROM pg_inherits i JOIN pg_partitioned_table p ON p.partrelid = i.inhparent,
			unnest(p.partattrs::int2[]) WITH ORDINALITY AS keys (number, place)
		WHERE i.inhrelid = c.oid) AS keys
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
	WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relpersistence <> 't'
		AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
	GROUP BY c.oid ORDER BY c.oid`;

const types = `
	SELECT t.oid::int8::text AS oid, json_build_object(
		'name', format_type(t.oid, NULL), 'kind', t.typtype, 'category', t.typcategory, 'base', t.typbasetype::int8,
		'modifier', t.typtypmod, 'element', CASE WHEN t.typcategory = 'A' THEN t.typelem::int8 ELSE 0 END,
		'subtype', coalesce(r.rngsubtype, m.rngsubtype, 0)::int8,
		'labels', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
		'attributes', CASE WHEN t.typtype = 'c' THEN (SELECT json_agg(json_build_array(a.atttypid::int8, a.atttypmod) ORDER BY a.attnum)
			FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END
	)::text AS type
	FROM pg_type t
	LEFT JOIN pg_range r ON r.rngtypid = t.oid
	LEFT JOIN pg_range m ON m.rngmultitypid = t.oid
	WHERE t.oid >= 16384 OR t.typtype IN ('b', 'r', 'm')`;

/** Rows a table gets. */
const many = 3;

/** When a rule of a table refuses the first values, others are tried, then only what must be given. */
const attempts = [
	{ offset: 0, all: true },
	{ offset: 0, all: false },
	{ offset: 20, all: true },
	{ offset: 1000, all: true }
] as const;

/**
 * Puts a few rows into every table, as far as its rules let it; gives how many are in each then. The n-th rows fit each
 * other, so that foreign keys find what they want once the other table has its rows.
 */
export async function fill({ database }: Bench): Promise<Record<string, number>> {
	await database.exec('SET search_path = public');
	const [tables, known] = await database.exec(`${tablesAndColumns};${types}`);
	const typeOf = new Map(
		(known?.rows ?? []).map(({ oid, type }) => [Number(oid), JSON.parse(String(type)) as Type])
	);
	const counts: Record<string, number> = {};
	let left = (tables?.rows ?? []).map((row) => {
		counts[String(row.table)] = 0;
		return {
			table: String(row.table),
			columns: JSON.parse(String(row.columns)) as Column[],
			fixed: fixedBy(String(row.bound), JSON.parse(String(row.keys)) as (string | null)[] | null)
		};
	});
	for (;;) {
		const missing: typeof left = [];
		for (const entry of left) if (!(await fillTable(entry))) missing.push(entry);
		if (missing.length === left.length) break;
		left = missing;
	}
	for (const table of Object.keys(counts)) {
		const [result] = await database.exec(`SELECT count(*)::int AS n FROM ONLY ${table}`);
		counts[table] = Number(result?.rows[0]?.n);
	}
	await database.exec('RESET search_path');
	return counts;

	async function fillTable({ table, columns, fixed }: (typeof left)[number]): Promise<boolean> {
		for (const { offset, all } of attempts) {
			const given = columns.filter(({ optional }) => all || !optional);
			const rows = Array.from(
				{ length: many },
				(_, n) =>
					`(${given.map(({ name, type, modifier }) => fixed.get(name) ?? valueOf(type, modifier, offset + n + 1, typeOf)).join()})`
			);
			const sql =
				given.length === 0
					? `INSERT INTO ${table} DEFAULT VALUES`
					: `INSERT INTO ${table} (${given.map(({ name }) => name).join()}) OVERRIDING SYSTEM VALUE VALUES `;
			if (await accepted(given.length === 0 ? sql : sql + rows.join())) return true;
			// A partition or a check may take one of them.
			let some = false;
			if (given.length > 0) for (const row of rows) some = (await accepted(sql + row)) || some;
			if (some) return true;
		}
		return false;
	}

	async function accepted(sql: string): Promise<boolean> {
		try {
			await database.exec(sql);
			return true;
		} catch {
			return false;
		}
	}
}

/** The values that a partition wants in the columns of its key: the first of its list, or the lower end of its range. */
function fixedBy(bound: string, keys: readonly (string | null)[] | null): ReadonlyMap<string, string> {
	const list = /^FOR VALUES (?:FROM|IN) \((.*?)\)(?: TO \(|$)/.exec(bound)?.[1] ?? '';
	const values = list.match(/'(?:[^']|'')*'|[^', ]+/g) ?? [];
	return new Map(
		(keys ?? []).flatMap((key, at): [string, string][] => {
			const value = values[at];
			return key === null || value === undefined || /^M(IN|AX)VALUE$/.test(value) ? [] : [[key, value]];
		})
	);
}
