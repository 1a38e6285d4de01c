import type { Database } from '../../database.ts';
import { inUserSchema } from './objects/records.ts';
import { lastOfSystem } from './system-oids.ts';

/** How a table stands. */
export interface TableMarks {
	/**
	 * Another text after a row of the table or of its partitions was written, it was emptied or built anew, or its columns
	 * changed. The counts start anew with the server, so marks of two starts say nothing about each other.
	 */
	readonly mark: string;
	/**
	 * Another text after the table was emptied or built anew, or its columns changed. Absent where a row may read otherwise
	 * though nobody writes it, and where the rows are in several tables.
	 */
	readonly shape?: string;
	/** How often a row has been written. */
	readonly writes: number;
	/** The number of the last column, also where that was dropped. */
	readonly width: number;
}

/**
 * How each table stands, or that one, with columns later than number `width` left out. What is counted must have been flushed, but
 * for what the transaction under way has done.
 */
export async function tableMarks(
	database: Database,
	only?: number,
	width?: number
): Promise<ReadonlyMap<number, TableMarks>> {
	const { rows } = await database.query(
		`WITH RECURSIVE tree AS (
			SELECT c.oid AS root, c.oid FROM pg_catalog.pg_class c
				JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
				WHERE c.relkind IN ('r', 'p', 'm') AND ${inUserSchema}
					AND coalesce(c.oid = $1::oid, true)
			UNION SELECT tree.root, i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid),
		one AS (SELECT tree.root, c.oid, c.relkind,
			pg_catalog.pg_stat_get_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) AS inserted,
			pg_catalog.pg_stat_get_tuples_updated(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS updated,
			pg_catalog.pg_stat_get_tuples_deleted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS deleted,
			pg_catalog.concat_ws(' ', c.relfilenode, a.columns) AS shape, a.computed, a.width
			FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid CROSS JOIN LATERAL (
				SELECT coalesce(bool_or(a.attgenerated = 'v'), false) AS computed, coalesce(max(a.attnum), 0) AS width,
					pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, a.attname, a.atttypid, a.atttypmod,
						a.attcollation, a.attisdropped, a.attgenerated, CASE WHEN a.atttypid > ${lastOfSystem} THEN
							(SELECT pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
							FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON e.enumtypid IN (t.oid, t.typelem)
							WHERE t.oid = a.atttypid) END), ',' ORDER BY a.attnum) AS columns
				FROM pg_catalog.pg_attribute a
				WHERE a.attrelid = c.oid AND a.attnum BETWEEN 1 AND coalesce($2::int, 32767)) AS a)
		SELECT root,
			pg_catalog.md5(pg_catalog.string_agg(
				pg_catalog.concat_ws(' ', oid, inserted, updated, deleted, shape), '|' ORDER BY oid)),
			CASE WHEN count(*) = 1 AND bool_and(relkind = 'r' AND NOT computed)
				THEN pg_catalog.md5(pg_catalog.string_agg(shape, '')) END,
			pg_catalog.sum(inserted + updated)::int8, max(width)
		FROM one GROUP BY root`,
		[only ?? null, width ?? null]
	);
	return new Map(
		rows.map(([oid, mark, shape, writes, last]) => [
			Number(oid),
			{
				mark: String(mark),
				...(typeof shape === 'string' && { shape }),
				writes: Number(writes),
				width: Number(last)
			}
		])
	);
}
