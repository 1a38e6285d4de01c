import type { Database } from '../../database.ts';
import { literal } from './identifier.ts';
import { withSettings } from './with-settings.ts';

/**
 * A data directory that was copied while PostgreSQL ran starts as after a crash, which empties every UNLOGGED relation.
 * So what they hold travels in files beside them, written and read by COPY, each called by the number of its relation.
 */
const prefix = 'updown_unlogged_';

const relations = `
	SELECT c.oid::int8 AS oid, c.oid::regclass::text AS name, c.relkind = 'S' AS counts,
		(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
			WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
	FROM pg_catalog.pg_class c
	WHERE c.relpersistence = 'u' AND c.relkind IN ('r', 'S')`;

interface Unlogged {
	readonly oid: number;
	readonly name: string;
	/** A sequence. */
	readonly counts: boolean;
	/** Those with values of their own, as a list; empty where there are none. */
	readonly columns: string;
}

/** Writes what UNLOGGED relations hold into files of the data directory. What is given back takes it out of them again. */
export async function writeUnlogged(database: Database): Promise<() => Promise<void>> {
	const found = await unloggedIn(database, relations);
	if (found.length === 0) return async () => {};
	const { rows } = await database.query(`SELECT pg_catalog.current_setting('data_directory')`);
	const fileOf = ({ oid }: Unlogged) => literal(`${String(rows[0]?.[0])}/${prefix}${oid}`);
	await withSettings(database, plain, async () => {
		for (const relation of found) {
			const { name, counts, columns } = relation;
			const held = counts ? `(SELECT last_value, is_called FROM ${name})` : `${name}${columns}`;
			await database.execute(`COPY ${held} TO ${fileOf(relation)}`);
		}
	});
	return async () => {
		for (const relation of found) await database.execute(`COPY (SELECT WHERE false) TO ${fileOf(relation)}`);
	};
}

/** Brings back what `writeUnlogged` had written before the data directory was copied from which this database started. */
export async function readUnlogged(database: Database): Promise<void> {
	const found = await unloggedIn(
		database,
		`${relations} AND EXISTS (SELECT FROM pg_catalog.pg_ls_dir('.') AS file WHERE file = '${prefix}' || c.oid)`
	);
	if (found.length === 0) return;
	// No trigger and no foreign key has anything to do with it.
	await withSettings(database, { ...plain, session_replication_role: 'replica' }, async () => {
		for (const { oid, name, counts, columns } of found) {
			const file = literal(`${prefix}${oid}`);
			await database.execute(
				counts
					? `SELECT setval(${oid}::regclass, split_part(held, E'\\t', 1)::int8, split_part(held, E'\\t', 2) LIKE 't%')
						FROM pg_read_file(${file}) AS held WHERE held <> ''`
					: `COPY ${name}${columns} FROM ${file}`
			);
		}
	});
}

/** Values are written as they are read again, whatever the session says. */
const plain = {
	search_path: 'pg_catalog',
	datestyle: 'ISO',
	intervalstyle: 'postgres',
	extra_float_digits: '3'
};

async function unloggedIn(database: Database, query: string): Promise<readonly Unlogged[]> {
	return withSettings(database, { search_path: 'pg_catalog' }, async () => {
		const { rows } = await database.query(query);
		return rows.map(([oid, name, counts, columns]) => ({
			oid: Number(oid),
			name: String(name),
			counts: counts === true,
			columns: columns === null ? '' : ` (${String(columns)})`
		}));
	});
}
