import { expect, it } from 'vitest';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';

const database = await openDatabase('sqlite');
const { capabilities, transactions } = database.dialect;

async function accepts(sql: string): Promise<boolean> {
	return database.execute(sql).then(
		() => true,
		(error: unknown) => {
			if (error instanceof DatabaseError) return false;
			throw error;
		}
	);
}

it('a schema change can be rolled back, as the flag says', async () => {
	await transactions.begin(database);
	await database.execute('CREATE TABLE gone (a); CREATE INDEX gone_a ON gone (a);');
	await transactions.rollback(database);
	const { rows } = await database.query('SELECT count(*) FROM sqlite_schema');
	expect(rows[0]?.[0] === 0).toBe(capabilities.transactionalDdl);
});

it('a column’s type cannot be altered in place, as the flag says', async () => {
	await database.execute('CREATE TABLE t (a INTEGER)');
	expect(await accepts('ALTER TABLE t ALTER COLUMN a TYPE TEXT')).toBe(capabilities.altersInPlace);
	await database.execute('DROP TABLE t');
});

it('foreign keys can be switched outside a transaction only, as the flag says', async () => {
	await transactions.setForeignKeys(database, true);
	expect(await transactions.foreignKeys(database)).toBe(capabilities.switchesForeignKeys);
	await transactions.begin(database);
	await transactions.setForeignKeys(database, false);
	expect(await transactions.foreignKeys(database)).toBe(true);
	await transactions.rollback(database);
	await transactions.setForeignKeys(database, false);
	expect(await transactions.foreignKeys(database)).toBe(false);
});

it('there is no way to read locks, to interrupt, or to be told a place, as the flags say', () => {
	expect(capabilities).toMatchObject({
		reportsLocks: false,
		interruptible: false,
		reportsErrorPosition: false
	});
});

it('rolling back where nothing is under way is no failure', async () => {
	await transactions.rollback(database);
	await transactions.begin(database);
	await transactions.rollback(database);
	await transactions.rollback(database);
});
