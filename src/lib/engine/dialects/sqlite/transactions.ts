import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import type { Transactions } from '../dialect.ts';
import { keepSettings } from './settings.ts';

/** SQLite's transactions: schema changes are part of them, switching foreign keys is not. */
export const transactions: Transactions = {
	// `query` keeps the statement prepared, and these two run at every step.
	begin: async (database) => void (await database.query('BEGIN')),
	commit: async (database) => void (await database.query('COMMIT')),
	rollback,
	isOpen,
	foreignKeys,
	// No-op inside a transaction: https://sqlite.org/pragma.html#pragma_foreign_keys
	setForeignKeys: (database, on) => database.execute(`PRAGMA foreign_keys = ${on ? 'ON' : 'OFF'}`),
	foreignKeyViolations,
	keepSettings
};

async function rollback(database: Database): Promise<boolean> {
	try {
		await database.execute('ROLLBACK');
		return true;
	} catch (error) {
		// Some failures (ON CONFLICT ROLLBACK, RAISE(ROLLBACK), no more memory) have rolled back already:
		// https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
		if (!(error instanceof DatabaseError && error.message.includes('no transaction is active'))) throw error;
		return false;
	}
}

/** SQLite tells it to programs and to no statement but this one. */
async function isOpen(database: Database): Promise<boolean> {
	try {
		await database.query('BEGIN');
	} catch (error) {
		if (error instanceof DatabaseError && error.message.includes('within a transaction')) return true;
		throw error;
	}
	await database.query('ROLLBACK');
	return false;
}

async function foreignKeys(database: Database): Promise<boolean> {
	const { rows } = await database.query('PRAGMA foreign_keys');
	return rows[0]?.[0] === 1;
}

async function foreignKeyViolations(database: Database): Promise<readonly string[]> {
	const { rows } = await database.query(tablesWithKeys);
	const found: string[] = [];
	for (const [table] of rows) found.push(...(await violationsIn(database, String(table))));
	return found;
}

const tablesWithKeys = `
	SELECT DISTINCT t.name FROM pragma_table_list AS t, pragma_foreign_key_list(t.name, 'main')
	WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name`;

const violations = `
	SELECT v.rowid, v.parent,
		(SELECT group_concat(f."from", ', ') FROM pragma_foreign_key_list(?1, 'main') AS f WHERE f.id = v.fkid)
	FROM pragma_foreign_key_check(?1, 'main') AS v`;

/** Table by table, as SQLite gives up the whole check at the first key that cannot be checked. */
async function violationsIn(database: Database, table: string): Promise<readonly string[]> {
	try {
		const { rows } = await database.query(violations, [table]);
		return rows.map(([rowid, parent, columns]) => {
			const row = rowid === null ? `a row of ${table}` : `row ${String(rowid)} of ${table}`;
			return `${row}: ${String(columns)} points at a row of ${String(parent)} that is not there`;
		});
	} catch (error) {
		// A key that points at columns which are not unique cannot be checked at all, and that is a violation too.
		if (error instanceof DatabaseError) return [error.message];
		throw error;
	}
}
