import { commentsOn, ownRelation } from './records.ts';
import { clusteredIndex, compressionOfColumn, storageOfColumn, toastOptions } from './stored.ts';

export interface TableRow {
	readonly oid: number;
	readonly name: string;
	readonly bare: string;
	readonly kind: 'r' | 'p' | 'f';
	readonly unlogged: boolean;
	readonly type: number;
	readonly arrayType: number;
	readonly partitionBy: string | null;
	readonly bound: string | null;
	readonly parents: readonly string[] | null;
	readonly rowSecurity: boolean;
	readonly forceRowSecurity: boolean;
	readonly replicaIdentity: string | null;
	readonly ofType: string | null;
	readonly accessMethod: string | null;
	readonly tablespace: string | null;
	readonly with: string | null;
	readonly cluster: string | null;
	readonly server: string | null;
	readonly foreignOptions: string | null;
	readonly comment: string | null;
}

export const tableQuery = `
	SELECT c.oid::int8 AS oid, c.oid::regclass::text AS name, c.relname AS bare, c.relkind AS kind,
		c.relpersistence = 'u' AS unlogged, c.reltype::int8 AS type, t.typarray::int8 AS "arrayType",
		CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionBy",
		CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
		(SELECT json_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
		c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forceRowSecurity",
		CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL'
			WHEN 'i' THEN (SELECT 'USING INDEX ' || quote_ident(x.relname) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
				WHERE i.indrelid = c.oid AND i.indisreplident) END AS "replicaIdentity",
		CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS "ofType",
		(SELECT quote_ident(m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap') AS "accessMethod",
		(SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace) AS tablespace,
		nullif(array_to_string(c.reloptions || ${toastOptions}, ', '), '') AS "with",
		${clusteredIndex} AS cluster,
		quote_ident(s.srvname) AS server,
		(SELECT string_agg(quote_ident(option_name) || ' ' || quote_literal(option_value), ', ')
			FROM pg_options_to_table(f.ftoptions)) AS "foreignOptions",
		said.description AS comment
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		LEFT JOIN pg_type t ON t.oid = c.reltype
		LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
		LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
		${commentsOn('pg_class', 'c.oid', 'said')}
	WHERE c.relkind IN ('r', 'p', 'f') AND ${ownRelation}`;

export interface ColumnRow {
	readonly relation: number;
	readonly number: number;
	readonly name: string;
	readonly type: string;
	readonly nullable: boolean;
	readonly filled: string | null;
	readonly filledOid: number | null;
	readonly generated: '' | 's' | 'v';
	readonly identity: '' | 'a' | 'd';
	readonly collation: string | null;
	readonly local: boolean;
	readonly storage: string | null;
	readonly compression: string | null;
	readonly statistics: number | null;
	readonly attributes: string | null;
	readonly foreignOptions: string | null;
	readonly comment: string | null;
	readonly notNull: number | null;
	readonly notNullName: string | null;
	readonly notNullNoInherit: boolean | null;
	readonly notNullValid: boolean | null;
	readonly notNullLocal: boolean | null;
	readonly notNullComment: string | null;
}

export const columnQuery = `
	SELECT a.attrelid::int8 AS relation, a.attnum AS number, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
		NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS filled, d.oid::int8 AS "filledOid",
		a.attgenerated AS generated, a.attidentity AS identity,
		CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation, a.attislocal AS local,
		${storageOfColumn('t')} AS storage, ${compressionOfColumn} AS compression,
		CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
		array_to_string(a.attoptions, ', ') AS attributes,
		CASE WHEN a.attfdwoptions IS NOT NULL THEN (SELECT string_agg(quote_ident(option_name) || ' ' || quote_literal(option_value), ', ')
			FROM pg_options_to_table(a.attfdwoptions)) END AS "foreignOptions",
		said.description AS comment,
		k.oid::int8 AS "notNull", k.conname AS "notNullName", k.connoinherit AS "notNullNoInherit", k.convalidated AS "notNullValid", k.conislocal AS "notNullLocal",
		"saidOfNotNull".description AS "notNullComment"
	FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_type t ON t.oid = a.atttypid
		LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum
		${commentsOn('pg_class', 'a.attrelid', 'said', 'a.attnum')}
		${commentsOn('pg_constraint', 'k.oid', '"saidOfNotNull"')}
	WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND ${ownRelation}
	ORDER BY a.attrelid, a.attnum`;

export interface ConstraintRow {
	readonly oid: number;
	readonly relation: number;
	readonly name: string;
	readonly type: 'p' | 'u' | 'f' | 'c' | 'x';
	readonly deferrable: boolean;
	readonly deferred: boolean;
	readonly valid: boolean;
	readonly enforced: boolean;
	readonly local: boolean;
	readonly noInherit: boolean;
	readonly period: boolean;
	readonly columns: readonly string[] | null;
	readonly table: string | null;
	readonly references: readonly string[] | null;
	readonly onDelete: string;
	readonly onUpdate: string;
	readonly onDeleteColumns: readonly string[] | null;
	readonly full: boolean;
	readonly expression: string | null;
	readonly definition: string | null;
	readonly index: number | null;
	/** The index of the table above that the index behind the constraint is a part of. */
	readonly partitionOf: string | null;
	readonly indexValid: boolean | null;
	readonly nullsNotDistinct: boolean | null;
	readonly include: readonly string[] | null;
	readonly with: string | null;
	readonly tablespace: string | null;
	readonly repeats: boolean;
	readonly indexComment: string | null;
	readonly comment: string | null;
}

function columnsIn(numbers: string, relation: string): string {
	return `CASE WHEN ${numbers} IS NOT NULL THEN (SELECT json_agg(a.attname ORDER BY u.place)
		FROM unnest(${numbers}) WITH ORDINALITY u (number, place)
		JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number) END`;
}

// A key to a partitioned table has a constraint of its own for each partition; `repeats` marks these.
export const constraintQuery = `
	SELECT k.oid::int8 AS oid, k.conrelid::int8 AS relation, k.conname AS name, k.contype AS type,
		k.condeferrable AS deferrable, k.condeferred AS deferred, k.convalidated AS valid, k.conenforced AS enforced,
		k.conislocal AS local, k.connoinherit AND k.contype = 'c' AS "noInherit", k.conperiod AS period,
		${columnsIn('k.conkey', 'k.conrelid')} AS columns,
		CASE WHEN k.confrelid <> 0 THEN k.confrelid::regclass::text END AS table,
		${columnsIn('k.confkey', 'k.confrelid')} AS references, k.confdeltype AS "onDelete", k.confupdtype AS "onUpdate",
		${columnsIn('k.confdelsetcols', 'k.conrelid')} AS "onDeleteColumns", k.confmatchtype = 'f' AS full,
		CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS expression,
		CASE k.contype WHEN 'x' THEN pg_get_constraintdef(k.oid) END AS definition,
		CASE WHEN k.contype IN ('p', 'u', 'x') THEN k.conindid::int8 END AS index,
		(SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = k.conindid AND k.contype IN ('p', 'u', 'x')) AS "partitionOf",
		i.indisvalid AS "indexValid",
		i.indnullsnotdistinct AS "nullsNotDistinct",
		CASE WHEN i.indnatts > i.indnkeyatts THEN (SELECT json_agg(a.attname ORDER BY k)
			FROM generate_series(i.indnkeyatts + 1, i.indnatts) k
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]) END AS include,
		array_to_string(x.reloptions, ', ') AS "with",
		(SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = x.reltablespace) AS tablespace,
		EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid) AS repeats,
		"saidOfIndex".description AS "indexComment", said.description AS comment
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
		LEFT JOIN pg_class x ON x.oid = i.indexrelid
		${commentsOn('pg_constraint', 'k.oid', 'said')}
		${commentsOn('pg_class', 'i.indexrelid', '"saidOfIndex"')}
	WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND c.relkind IN ('r', 'p', 'f') AND ${ownRelation}
	ORDER BY k.conrelid, k.conname`;
