import type { Database } from '../../database.ts';

/**
 * The end of the write-ahead log, which every transaction that wrote anything moves, also one that was rolled back
 * or wrote only where nothing is logged. A sequence is logged once for 32 values, so what they count is added. A
 * restored database starts its log where the snapshot's ended, so the moment of its start tells it apart.
 */
export async function changeMark(database: Database): Promise<string> {
	const { rows } = await database.query(
		`SELECT pg_catalog.pg_current_wal_insert_lsn()::text, pg_catalog.pg_postmaster_start_time()::text,
			(SELECT pg_catalog.sum(pg_catalog.pg_sequence_last_value(seqrelid))::text FROM pg_catalog.pg_sequence)`
	);
	return (rows[0] ?? []).map(String).join(' ');
}
