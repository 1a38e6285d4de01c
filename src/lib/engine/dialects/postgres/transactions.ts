import { DatabaseError } from '../../database.ts';
import type { Database } from '../../database.ts';
import type { Transactions } from '../dialect.ts';
import { keepSettings } from './settings.ts';

/** PostgreSQL's transactions: schema changes are part of them, and foreign keys are always enforced. */
export const transactions: Transactions = {
	begin: async (database) => void (await database.query('BEGIN')),
	commit: async (database) => void (await database.query('COMMIT')),
	rollback,
	foreignKeys: async () => true,
	setForeignKeys: async () => {},
	foreignKeyViolations: async () => [],
	keepSettings
};

/** Undoes what came after a savepoint and lets go of it; whether there was one. */
export async function rollBackTo(database: Database, savepoint: string): Promise<boolean> {
	try {
		await database.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
		await database.query(`RELEASE SAVEPOINT ${savepoint}`);
		return true;
	} catch (error) {
		// Where PostgreSQL has broken off, the whole transaction is gone.
		if (!(error instanceof DatabaseError && ['3B001', '25P01'].includes(error.failure.code ?? '')))
			throw error;
		return false;
	}
}

async function rollback(database: Database): Promise<boolean> {
	try {
		await database.query('ROLLBACK');
		return true;
	} catch (error) {
		// No transaction: COMMIT has failed, which rolls back, or nothing was begun.
		if (!(error instanceof DatabaseError && error.failure.code === '25P01')) throw error;
		return false;
	}
}
