import type { Database, Queryable } from '../../database.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { LedgerEntry } from '../../run/ledger-entry.ts';
import type { LedgerStore } from '../dialect.ts';
import { entryOf, ledgerColumns, valuesOf } from '../ledger-row.ts';
import { planningOnce } from './planning-once.ts';

/** The ledger as a table anyone can open. PostgreSQL counts `applied_order` up by itself. */
export const ledger: LedgerStore = {
	ensure: async (database) => {
		// CREATE TABLE IF NOT EXISTS would do, but it says aloud that the table is there.
		if (!(await exists(database))) await database.query(createTable);
	},
	read,
	add: write,
	write,
	remove
};

// The schema is named, so that a migration may set the search path to anything.
const table = `public.${ledgerTable}`;

const createTable = `CREATE TABLE ${table} (
	applied_order integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	revision text NOT NULL UNIQUE,
	name text NOT NULL,
	checksum text NOT NULL,
	applied_at timestamptz NOT NULL,
	duration_ms double precision NOT NULL,
	statements_applied integer NOT NULL,
	statements_total integer NOT NULL,
	state text NOT NULL
)`;

/** Asked for first, because a refused SELECT would spoil the transaction it stands in. */
async function exists(database: Queryable): Promise<boolean> {
	const { rows } = await database.query(`SELECT pg_catalog.to_regclass('${table}') IS NOT NULL`);
	return rows[0]?.[0] === true;
}

const text = (column: string) => `${column}::text COLLATE pg_catalog."default"`;

/** Casts keep the types of what a prepared query answers, and their collations, whatever becomes of the table. */
const entries = `SELECT ${text('revision')}, ${text('name')}, ${text('checksum')},
		pg_catalog.to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
		duration_ms::float8, statements_applied::int4, statements_total::int4, ${text('state')}
	FROM ${table} ORDER BY applied_order`;

async function read(database: Database): Promise<readonly LedgerEntry[]> {
	const planned = await planningOnce(database);
	return (await exists(planned)) ? (await planned.query(entries)).rows.map(entryOf) : [];
}

async function write(database: Database, entry: LedgerEntry): Promise<boolean> {
	const { rows } = await database.query(
		`INSERT INTO ${table} (${ledgerColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (revision) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
			applied_at = excluded.applied_at, duration_ms = excluded.duration_ms,
			statements_applied = excluded.statements_applied, statements_total = excluded.statements_total,
			state = excluded.state
		RETURNING 1`,
		valuesOf(entry)
	);
	// A trigger that returns NULL skips the row, and nothing else tells.
	return rows.length === 1;
}

async function remove(database: Database, revision: string): Promise<boolean> {
	const { rows } = await database.query(`DELETE FROM ${table} WHERE revision = $1 RETURNING 1`, [revision]);
	if (rows.length > 0) return true;
	const left = await database.query(`SELECT 1 FROM ${table} WHERE revision = $1`, [revision]);
	return left.rows.length === 0;
}
