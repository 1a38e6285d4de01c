import type { Bench } from './bench.ts';

/** What a table holds: its columns as `name type`, and its rows with a text or null for each column. */
interface Held {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | null)[])[];
}

export type Values = ReadonlyMap<string, Held>;

const columnsOfTables = `
	SELECT c.oid::regclass::text AS "table", quote_ident(a.attname) AS "column",
		quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) AS typed
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	WHERE c.relkind = 'r' AND c.oid >= 16384 AND a.attgenerated = '' AND c.relpersistence <> 't'
		AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
	ORDER BY 1, 2`;

/** Everything that the tables hold now. */
export async function valuesOf({ database }: Bench): Promise<Values> {
	const columns = new Map<string, { readonly column: string; readonly typed: string }[]>();
	for (const row of (await database.exec(columnsOfTables))[0]?.rows ?? []) {
		const { table, column, typed } = row as { table: string; column: string; typed: string };
		columns.set(table, [...(columns.get(table) ?? []), { column, typed }]);
	}
	if (columns.size === 0) return new Map();
	const queries = [...columns].map(
		([table, parts]) =>
			`SELECT json_build_array(${parts.map(({ column }) => `CASE num_nulls(${column}) WHEN 0 THEN format('%s', ${column}) END`).join()})::text AS held FROM ONLY ${table}`
	);
	const results = await database.exec(queries.join(';'));
	return new Map(
		[...columns].map(([table, parts], n) => [
			table,
			{
				columns: parts.map(({ typed }) => typed),
				rows: (results[n]?.rows ?? []).map(({ held }) => JSON.parse(String(held)) as (string | null)[])
			}
		])
	);
}

/**
 * The tables of which something is gone: in both there is a column of the same name and type, and the rows no longer say
 * the same in all of these columns. A warning that names the table excuses it.
 */
export function lostValues(before: Values, after: Values, warnings: readonly string[]): string[] {
	const lost: string[] = [];
	for (const [table, old] of before) {
		const now = after.get(table);
		if (now === undefined || old.rows.length === 0) continue;
		const shared = old.columns.filter((column) => now.columns.includes(column));
		if (shared.length === 0 || warnings.some((warning) => names(warning, table))) continue;
		const [had, has] = [project(old, shared), project(now, shared)];
		if (had !== has) lost.push(`${table} (${shared.join(', ')}) had\n${had}\nand has\n${has}`);
	}
	return lost;
}

function names(warning: string, table: string): boolean {
	const bare = table.replace(/^.*\./, '').replaceAll('"', '');
	return warning.includes(bare);
}

function project({ columns, rows }: Held, wanted: readonly string[]): string {
	const places = wanted.map((column) => columns.indexOf(column));
	return rows
		.map((row) => JSON.stringify(places.map((at) => row[at])))
		.sort()
		.join('\n');
}
