import { commentsOn, ownRelation } from './records.ts';

export interface IndexRow {
	readonly oid: number;
	readonly name: string;
	readonly table: string;
	readonly tableKind: string;
	readonly unique: boolean;
	readonly definition: string;
	readonly method: string;
	readonly keys: readonly string[];
	readonly columns: readonly (string | null)[];
	readonly include: readonly string[] | null;
	readonly where: string | null;
	readonly nullsNotDistinct: boolean;
	readonly with: string | null;
	readonly tablespace: string | null;
	readonly valid: boolean;
	readonly partitionOf: string | null;
	readonly statistics: string | null;
	readonly comment: string | null;
}

export const indexQuery = `
	SELECT c.oid::int8 AS oid, c.oid::regclass::text AS name, i.indrelid::regclass::text AS table, t.relkind AS "tableKind",
		i.indisunique AS unique, pg_get_indexdef(c.oid) AS definition, quote_ident(m.amname) AS method,
		(SELECT json_agg(pg_get_indexdef(c.oid, k, false) ORDER BY k) FROM generate_series(1, i.indnkeyatts) k) AS keys,
		(SELECT json_agg(a.attname ORDER BY k) FROM generate_series(1, i.indnkeyatts) k
			LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum <> 0) AS columns,
		CASE WHEN i.indnatts > i.indnkeyatts THEN (SELECT json_agg(quote_ident(a.attname) ORDER BY k)
			FROM generate_series(i.indnkeyatts + 1, i.indnatts) k
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]) END AS include,
		pg_get_expr(i.indpred, i.indrelid) AS where, i.indnullsnotdistinct AS "nullsNotDistinct",
		array_to_string(c.reloptions, ', ') AS "with",
		(SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace) AS tablespace, i.indisvalid AS valid,
		(SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid) AS "partitionOf",
		(SELECT string_agg(a.attnum || '=' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a
			WHERE a.attrelid = c.oid AND a.attstattarget >= 0) AS statistics,
		said.description AS comment
	FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam
		${commentsOn('pg_class', 'c.oid', 'said')}
	WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')) AND t.relkind <> 't'
		AND ${ownRelation.replaceAll('c.relname', 't.relname')} AND NOT EXISTS (SELECT FROM pg_depend extension
			WHERE extension.classid = 'pg_class'::regclass AND extension.objid = t.oid AND extension.deptype = 'e')`;
