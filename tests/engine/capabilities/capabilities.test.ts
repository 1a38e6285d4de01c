import { expect, it } from 'vitest';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import type { Database } from '../../../src/lib/engine/database.ts';
import { emptyDatabase, everyDialect, tablesOf } from '../databases.ts';

async function refusalOf(database: Database, sql: string): Promise<DatabaseError | undefined> {
	return database.execute(sql).then(
		() => undefined,
		(error: unknown) => {
			if (error instanceof DatabaseError) return error;
			throw error;
		}
	);
}

everyDialect('%s', (dialect) => {
	const open = () => emptyDatabase(dialect);

	it('a schema change can be rolled back, as the flag says', async () => {
		const database = await open();
		const { capabilities, transactions } = database.dialect;
		await transactions.begin(database);
		await database.execute('CREATE TABLE gone (a INTEGER); CREATE INDEX gone_a ON gone (a);');
		await transactions.rollback(database);
		expect((await tablesOf(database)).length === 0).toBe(capabilities.transactionalDdl);
	});

	it('a column’s type can be altered in place, or not, as the flag says', async () => {
		const database = await open();
		await database.execute('CREATE TABLE t (a INTEGER)');
		const refused = await refusalOf(database, 'ALTER TABLE t ALTER COLUMN a TYPE TEXT');
		expect(refused === undefined).toBe(database.dialect.capabilities.altersInPlace);
	});

	it('foreign keys can be switched outside a transaction only, or not at all, as the flag says', async () => {
		const database = await open();
		const { capabilities, transactions } = database.dialect;
		await transactions.setForeignKeys(database, true);
		expect(await transactions.foreignKeys(database)).toBe(true);
		await transactions.begin(database);
		await transactions.setForeignKeys(database, false);
		expect(await transactions.foreignKeys(database)).toBe(true);
		await transactions.rollback(database);
		await transactions.setForeignKeys(database, false);
		expect(await transactions.foreignKeys(database)).toBe(!capabilities.switchesForeignKeys);
	});

	it('the locks of a statement can be read inside its transaction, or not, as the flag says', async () => {
		const database = await open();
		const { capabilities, transactions } = database.dialect;
		await database.execute('CREATE TABLE t (a INTEGER)');
		await transactions.begin(database);
		await database.execute('ALTER TABLE t ADD COLUMN b INTEGER');
		const locks = await database
			.query(
				"SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 't'::regclass AND mode = 'AccessExclusiveLock'"
			)
			.catch(() => ({ rows: [] }));
		expect(locks.rows.length > 0).toBe(capabilities.reportsLocks);
		await transactions.rollback(database);
	});

	it('a refused statement comes with the place at fault from the database itself, or not, as the flag says', async () => {
		const database = await open();
		const failure = (await refusalOf(database, 'SELECT 1; SELECT nope FROM (SELECT 1 AS a) AS t'))?.failure;
		// SQLite's places are found by the dialect, from the words of the message.
		if (database.dialect.capabilities.reportsErrorPosition) expect(failure?.at).toBe(17);
		expect(failure?.message).toContain('nope');
	});

	it('there is no way to interrupt, as the flag says', async () => {
		const database = await open();
		expect(database.dialect.capabilities.interruptible).toBe(false);
	});

	it('rolling back where nothing is under way is no failure', async () => {
		const database = await open();
		const { transactions } = database.dialect;
		expect(await transactions.rollback(database)).toBe(false);
		await transactions.begin(database);
		expect(await transactions.rollback(database)).toBe(true);
		expect(await transactions.rollback(database)).toBe(false);
	});
});

it('statement_timeout, the one way to interrupt that PostgreSQL has without another session, never fires', async () => {
	const database = await emptyDatabase('postgres');
	await database.execute("SET statement_timeout = '1ms'");
	expect(await refusalOf(database, 'SELECT count(*) FROM generate_series(1, 200000)')).toBeUndefined();
});
