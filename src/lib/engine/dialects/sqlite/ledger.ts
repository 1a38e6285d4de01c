import { DatabaseError } from '../../database.ts';
import type { Database, Value } from '../../database.ts';
import { ledgerTable } from '../../run/ledger-entry.ts';
import type { LedgerEntry } from '../../run/ledger-entry.ts';
import type { LedgerStore } from '../dialect.ts';

/** The ledger as a table anyone can open. SQLite counts `applied_order` up by itself. */
export const ledger: LedgerStore = {
	ensure: (database) => database.execute(createTable),
	read,
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

const columns =
	'revision, name, checksum, applied_at, duration_ms, statements_applied, statements_total, state';

async function read(database: Database): Promise<readonly LedgerEntry[]> {
	try {
		const { rows } = await database.query(`SELECT ${columns} FROM ${table} ORDER BY applied_order`);
		return rows.map(entryOf);
	} catch (error) {
		if (error instanceof DatabaseError && error.message === `no such table: ${table}`) return [];
		throw error;
	}
}

function entryOf(row: readonly Value[]): LedgerEntry {
	const [revision, name, checksum, appliedAt, durationMs, applied, total, state] = row;
	return {
		revision: String(revision),
		name: String(name),
		checksum: String(checksum),
		appliedAt: String(appliedAt),
		durationMs: Number(durationMs),
		statementsApplied: Number(applied),
		statementsTotal: Number(total),
		state: String(state) as LedgerEntry['state']
	};
}

async function write(database: Database, entry: LedgerEntry): Promise<boolean> {
	const { rows } = await database.query(
		`INSERT INTO ${table} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (revision) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
			applied_at = excluded.applied_at, duration_ms = excluded.duration_ms,
			statements_applied = excluded.statements_applied, statements_total = excluded.statements_total,
			state = excluded.state
		RETURNING 1`,
		[
			entry.revision,
			entry.name,
			entry.checksum,
			entry.appliedAt,
			entry.durationMs,
			entry.statementsApplied,
			entry.statementsTotal,
			entry.state
		]
	);
	// A trigger that raises IGNORE skips the row, and nothing else tells.
	return rows.length === 1;
}

async function remove(database: Database, revision: string): Promise<boolean> {
	const { rows } = await database.query(`DELETE FROM ${table} WHERE revision = ? RETURNING 1`, [revision]);
	if (rows.length > 0) return true;
	const left = await database.query(`SELECT 1 FROM ${table} WHERE revision = ?`, [revision]);
	return left.rows.length === 0;
}
