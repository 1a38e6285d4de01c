import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { inspector } from '../../../src/lib/engine/dialects/postgres/inspect.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { emptyDatabase } from '../databases.ts';

let database: Database;

beforeEach(async () => {
	database = await emptyDatabase('postgres');
	await database.execute('CREATE TABLE a (x int)');
});

/** Adds a column and expects a look to see it. */
async function expectToSee(observer: Awaited<ReturnType<typeof inspector.observe>>, column: string) {
	await database.execute(`ALTER TABLE a ADD COLUMN ${column} int`);
	const { set } = await observer.look();
	expect(set.map(({ name }) => name)).toEqual(['a']);
	expect(set[0]?.sql).toContain(`${column} integer`);
	expect(observer.schema).toEqual(await inspector.inspect(database));
}

async function prepared() {
	const { rows } = await database.query('SELECT name FROM pg_prepared_statements ORDER BY name');
	return rows.map(([name]) => String(name));
}

describe('a look at PostgreSQL', () => {
	it('plans its queries once in a session', async () => {
		const observer = await inspector.observe(database);
		const names = await prepared();
		expect(names).toContain('updown_look_1');
		const query = vi.spyOn(database, 'query');
		try {
			await expectToSee(observer, 'y');
			await expectToSee(await inspector.observe(database), 'z');
			expect(query.mock.calls.filter(([sql]) => sql.startsWith('PREPARE'))).toEqual([]);
		} finally {
			query.mockRestore();
		}
		expect(await prepared()).toEqual(names);
	});

	it('sees everything after the session has forgotten its plans, also within a transaction', async () => {
		const observer = await inspector.observe(database);
		await database.execute('DISCARD ALL');
		await expectToSee(observer, 'y');
		await database.execute('BEGIN; DEALLOCATE ALL');
		await expectToSee(observer, 'z');
		await database.execute('ROLLBACK');
		expect((await observer.look()).set).toHaveLength(1);
		expect(observer.schema).toEqual(await inspector.inspect(database));
	});

	it('leaves alone what somebody else has prepared under a name like its own', async () => {
		await database.execute('PREPARE updown_look_1 AS SELECT 1; PREPARE updown_look_3 AS SELECT 3');
		const observer = await inspector.observe(database);
		await expectToSee(observer, 'y');
		expect((await database.query('EXECUTE updown_look_1')).rows).toEqual([[1]]);
		expect((await database.query('EXECUTE updown_look_3')).rows).toEqual([[3]]);
	});

	it('sees everything after the database has become an earlier one', async () => {
		const other = await openDatabase('postgres');
		try {
			await other.execute('CREATE TABLE b (x int)');
			const image = await other.snapshot();
			const observer = await inspector.observe(other);
			await other.execute('DROP TABLE b');
			expect((await observer.look()).unset).toEqual(['table b']);
			await other.restore(image);
			expect((await observer.look()).set).toMatchObject([{ name: 'b' }]);
		} finally {
			await other.close();
		}
	});
});
