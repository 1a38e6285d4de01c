import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { LedgerEntry } from '../../run/ledger-entry.ts';
import type { LedgerStore } from '../dialect.ts';
import { entryOf, ledgerColumns, valuesOf } from '../ledger-row.ts';

/** The ledger as a table anyone can open. SQLite counts `applied_order` up by itself. */
export const ledger: LedgerStore = {
	ensure: (database) => database.execute(createTable),
	read,
	add,
	write,
	remove
};

// The schema is named, so that a temporary table of the same name is never taken for the ledger.
const table = `main.${ledgerTable}`;

const createTable = `CREATE TABLE IF NOT EXISTS ${table} (
	applied_order INTEGER PRIMARY KEY,
	revision TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	checksum TEXT NOT NULL,
	applied_at TEXT NOT NULL,
	duration_ms REAL NOT NULL,
	statements_applied INTEGER NOT NULL,
	statements_total INTEGER NOT NULL,
	state TEXT NOT NULL
)`;

async function read(database: Database): Promise<readonly LedgerEntry[]> {
	try {
		const { rows } = await database.query(`SELECT ${ledgerColumns} FROM ${table} ORDER BY applied_order`);
		return rows.map(entryOf);
	} catch (error) {
		if (error instanceof DatabaseError && error.message === `no such table: ${table}`) return [];
		throw error;
	}
}

const row = `INTO ${table} (${ledgerColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

const insert = `INSERT OR ABORT ${row}`;

const upsert = `INSERT ${row}
	ON CONFLICT (revision) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
		applied_at = excluded.applied_at, duration_ms = excluded.duration_ms,
		statements_applied = excluded.statements_applied, statements_total = excluded.statements_total,
		state = excluded.state`;

/** SQLite compiles it anew after every change of the structure, and this in less time than `upsert`. */
async function add(database: Database, entry: LedgerEntry): Promise<boolean> {
	try {
		const { rowsChanged } = await database.query(insert, valuesOf(entry));
		return rowsChanged === 1;
	} catch (error) {
		if (error instanceof DatabaseError && error.message.startsWith('UNIQUE')) return write(database, entry);
		throw error;
	}
}

async function write(database: Database, entry: LedgerEntry): Promise<boolean> {
	const { rowsChanged } = await database.query(upsert, valuesOf(entry));
	// A trigger that raises IGNORE skips the row, and nothing else tells.
	return rowsChanged === 1;
}

async function remove(database: Database, revision: string): Promise<boolean> {
	const { rowsChanged } = await database.query(`DELETE FROM ${table} WHERE revision = ?`, [revision]);
	if (rowsChanged > 0) return true;
	const left = await database.query(`SELECT 1 FROM ${table} WHERE revision = ?`, [revision]);
	return left.rows.length === 0;
}
