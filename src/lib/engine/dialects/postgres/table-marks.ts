import type { Database } from '../../database.ts';

/**
 * For each table, or for that one, a text that is another one after a row of it or of its partitions was written, it
 * was emptied or built anew, or its columns changed. The counts start anew with the server, so marks of two starts
 * say nothing about each other. What is counted must have been flushed, but for what the transaction under way has done.
 */
export async function tableMarks(database: Database, only?: number): Promise<ReadonlyMap<number, string>> {
	const { rows } = await database.query(
		`WITH RECURSIVE tree AS (
			SELECT c.oid AS root, c.oid FROM pg_catalog.pg_class c
				JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
				WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
					AND coalesce(c.oid = $1::oid, true)
			UNION SELECT tree.root, i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid)
		SELECT tree.root, pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', c.oid, c.relfilenode,
			pg_catalog.pg_stat_get_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
			pg_catalog.pg_stat_get_tuples_updated(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
			pg_catalog.pg_stat_get_tuples_deleted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid),
			(SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, a.attname, a.atttypid, a.atttypmod,
					a.attisdropped, a.attgenerated, CASE WHEN a.atttypid >= 16384 THEN
						(SELECT pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
						FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON e.enumtypid IN (t.oid, t.typelem)
						WHERE t.oid = a.atttypid) END), ',' ORDER BY a.attnum)
				FROM pg_catalog.pg_attribute a
				WHERE a.attrelid = c.oid AND a.attnum > 0)), '|' ORDER BY c.oid))
		FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid GROUP BY tree.root`,
		[only ?? null]
	);
	return new Map(rows.map(([oid, mark]) => [Number(oid), String(mark)]));
}
