import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import type { SchemaPatch } from '../../../src/lib/engine/schema/model.ts';

async function open(sql = ''): Promise<Database> {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	return database;
}

function named(patch: SchemaPatch) {
	return { set: patch.set.map((object) => object.name), unset: patch.unset };
}

const nothing = { set: [], unset: [] };

describe('watching a schema', () => {
	test('reports what a step made, changed and dropped, and shares the rest', async () => {
		const database = await open('CREATE TABLE a (x); CREATE TABLE b (x)');
		const observer = await inspector.observe(database);
		const before = observer.schema;
		await database.execute('CREATE TABLE c (x); ALTER TABLE b ADD COLUMN y; CREATE INDEX i ON c (x)');
		expect(named(await observer.look())).toEqual({ set: ['b', 'c', 'i'], unset: [] });
		expect(observer.schema.objects.find((object) => object.name === 'a')).toBe(
			before.objects.find((object) => object.name === 'a')
		);
		await database.execute('DROP TABLE c; INSERT INTO a VALUES (1)');
		expect(named(await observer.look())).toEqual({ set: [], unset: ['table c', 'index i'] });
		expect(named(await observer.look())).toEqual(nothing);
	});

	test('is not deceived by a rollback that sets the schema version back', async () => {
		const database = await open('CREATE TABLE a (x)');
		const observer = await inspector.observe(database);
		await database.execute('BEGIN; CREATE TABLE b (x)');
		expect(named(await observer.look())).toEqual({ set: ['b'], unset: [] });
		await database.execute('ROLLBACK; CREATE TABLE c (x)');
		expect(named(await observer.look())).toEqual({ set: ['c'], unset: ['table b'] });
		await database.execute('BEGIN; CREATE TABLE d (x); ROLLBACK');
		expect(named(await observer.look())).toEqual(nothing);
	});

	test('follows renames, and sees nothing in a table made anew with the same text', async () => {
		const database = await open(
			'CREATE TABLE a (x); CREATE INDEX i ON a (x); CREATE VIEW v AS SELECT * FROM a'
		);
		const observer = await inspector.observe(database);
		await database.execute('ALTER TABLE a RENAME TO z');
		expect(named(await observer.look())).toEqual({ set: ['z', 'v', 'i'], unset: ['table a'] });
		await database.execute('ALTER TABLE z RENAME COLUMN x TO y');
		expect(named(await observer.look())).toEqual({ set: ['z', 'v', 'i'], unset: [] });
		await database.execute('DROP INDEX i; CREATE INDEX i ON "z" ("y")');
		await observer.look();
		await database.execute('DROP INDEX i; CREATE INDEX i ON "z" ("y")');
		expect(named(await observer.look())).toEqual(nothing);
	});

	test('sees the columns of a view change with the table below it, through other views', async () => {
		const database = await open(
			'CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT * FROM v; CREATE VIEW other AS SELECT 1 AS n'
		);
		const observer = await inspector.observe(database);
		await database.execute('ALTER TABLE t ADD COLUMN b');
		const patch = await observer.look();
		expect(named(patch)).toEqual({ set: ['t', 'v', 'w'], unset: [] });
		expect(patch.set[2]).toMatchObject({ columns: ['a', 'b'] });
	});

	test('sees an index read differently when its table is made anew around it', async () => {
		const database = await open('CREATE TABLE t (a COLLATE NOCASE); CREATE INDEX i ON t (a COLLATE NOCASE)');
		const observer = await inspector.observe(database);
		await database.execute('DROP TABLE t; CREATE TABLE t (a); CREATE INDEX i ON t (a COLLATE NOCASE)');
		expect(named(await observer.look())).toEqual({ set: ['t', 'i'], unset: [] });
		expect(observer.schema).toEqual(await inspector.inspect(database));
	});

	test('is right after a snapshot is restored', async () => {
		const database = await open('CREATE TABLE a (x)');
		const observer = await inspector.observe(database);
		const image = await database.snapshot();
		await database.execute('CREATE TABLE b (x); DROP TABLE a');
		await observer.look();
		await database.restore(image);
		expect(named(await observer.look())).toEqual({ set: ['a'], unset: ['table b'] });
	});

	describe('asks only for what was added', () => {
		/** A watcher that has looked, and how often it has since compared everything there is. */
		async function watched(sql: string) {
			const database = await open(sql);
			const observer = await inspector.observe(database);
			const query = vi.spyOn(database, 'query');
			const whole = () => query.mock.calls.filter(([text]) => text.includes('group_concat')).length;
			return { database, observer, whole };
		}

		test.each([
			'CREATE TABLE b (x UNIQUE); ALTER TABLE b ADD COLUMN y; CREATE INDEX i ON b (y)',
			'BEGIN; INSERT INTO a VALUES (1); CREATE VIEW b AS SELECT * FROM a; COMMIT',
			'CREATE TRIGGER b AFTER INSERT ON a BEGIN DELETE FROM a; END; UPDATE a SET x = 1',
			'/* no */ create temp table c (x); PRAGMA user_version = 7; CREATE TABLE "b" AS SELECT 1 AS n',
			'SAVEPOINT s; CREATE UNIQUE INDEX b ON a (x); RELEASE s'
		])('after %s', async (sql) => {
			const { database, observer, whole } = await watched('CREATE TABLE a (x)');
			await database.execute(sql);
			expect(named(await observer.look()).set).toContain('b');
			expect(named(await observer.look())).toEqual(nothing);
			expect(whole()).toBe(0);
			expect(observer.schema).toEqual(await inspector.inspect(database));
		});

		test.each([
			['a table that was there gets a column', 'ALTER TABLE main."A" ADD COLUMN y', ['a'], []],
			['a drop', 'DROP TABLE z; CREATE TABLE c (x)', ['c'], ['table z']],
			['a table made again with the same text', 'DROP TABLE z; CREATE TABLE z (x, y)', [], []],
			[
				'the last table makes way for several',
				'DROP TABLE z; CREATE TABLE c (x UNIQUE); CREATE INDEX i ON c (x)',
				['c', 'i'],
				['table z']
			],
			[
				'a table goes with its indexes and triggers',
				'DROP TABLE IF EXISTS main.A',
				[],
				['index ai', 'table a', 'trigger at']
			],
			[
				'an index comes in the place of another',
				'DROP INDEX "AI"; CREATE INDEX ai ON a (x DESC)',
				['ai'],
				[]
			],
			['a trigger goes', 'DROP TRIGGER at', [], ['trigger at']],
			['a table gets another name', 'ALTER TABLE a RENAME TO q', ['ai', 'at', 'q'], ['table a']],
			[
				'a table takes the place of another',
				'CREATE TABLE "_a" (x, n); DROP TABLE a; ALTER TABLE "_a" RENAME TO "a"',
				['a'],
				['index ai', 'trigger at']
			]
		])('and for what may be another where %s', async (_what, sql, set, unset) => {
			const { database, observer, whole } =
				await watched(`CREATE TABLE a (x UNIQUE); CREATE INDEX ai ON a (x);
				CREATE TABLE b (x UNIQUE); CREATE TRIGGER at AFTER INSERT ON a BEGIN DELETE FROM b; END; CREATE TABLE z (x, y)`);
			await database.execute(sql);
			const seen = named(await observer.look());
			expect(seen.set.toSorted()).toEqual(set);
			expect(seen.unset.toSorted()).toEqual(unset);
			expect(named(await observer.look())).toEqual(nothing);
			expect(whole()).toBe(0);
			expect(observer.schema).toEqual(await inspector.inspect(database));
		});

		test.each([
			[
				'a table with a name that is not plain to search for gets another',
				'ALTER TABLE "a b" RENAME TO "c"',
				['c']
			],
			['a column gets another name', 'ALTER TABLE a RENAME COLUMN x TO y', ['a']],
			['a column is dropped', 'ALTER TABLE z DROP COLUMN y', ['z']],
			['a rollback', 'BEGIN; CREATE TABLE b (x); ROLLBACK; CREATE TABLE c (x)', ['c']],
			[
				'a rollback to a savepoint',
				'SAVEPOINT s; CREATE TABLE b (x); ROLLBACK TO s; CREATE TABLE c (x)',
				['c']
			],
			['a comment within the first words', 'CREATE /* */ TABLE c (x)', ['c']],
			[
				'a text changed by hand',
				"PRAGMA writable_schema = ON; UPDATE SQLITE_SCHEMA SET sql = 'CREATE TABLE a (q)' WHERE name = 'a'",
				['a']
			]
		])('and compares everything after %s', async (_what, sql, set) => {
			const { database, observer, whole } = await watched(
				'CREATE TABLE a (x); CREATE TABLE "a b" (x); CREATE TABLE z (x, y)'
			);
			await database.execute(sql);
			expect(named(await observer.look()).set).toEqual(set);
			expect(whole()).toBe(1);
			expect(named(await observer.look())).toEqual(nothing);
			expect(whole()).toBe(1);
		});

		test('and compares everything after a statement that failed, and after a snapshot is restored', async () => {
			const { database, observer, whole } = await watched('CREATE TABLE a (x)');
			const image = await database.snapshot();
			await database.execute('CREATE TABLE b (x)');
			await observer.look();
			expect(whole()).toBe(0);
			await expect(
				database.execute('BEGIN; CREATE TABLE c (x); INSERT INTO nowhere VALUES (1)')
			).rejects.toThrow();
			expect(named(await observer.look()).set).toEqual(['c']);
			expect(whole()).toBe(1);
			await database.execute('COMMIT');
			await database.restore(image);
			expect(named(await observer.look()).unset).toEqual(['table b', 'table c']);
			expect(whole()).toBe(2);
		});

		test('and sees what a failed OR ROLLBACK undid and what was made after it', async () => {
			const { database, observer } = await watched('CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1)');
			await database.execute('BEGIN; CREATE TABLE b (x)');
			await observer.look();
			await expect(database.execute('INSERT OR ROLLBACK INTO a VALUES (1)')).rejects.toThrow();
			await database.execute('CREATE TABLE c (x)');
			expect(named(await observer.look())).toEqual({ set: ['c'], unset: ['table b'] });
		});

		test('and never where a trigger may write the table of statements', async () => {
			const meddles = `CREATE VIEW v AS SELECT 1 AS n;
				CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN
					UPDATE sqlite_schema SET sql = 'CREATE TABLE a (q)' WHERE name = 'a';
				END; PRAGMA writable_schema = ON`;
			const first = await watched('CREATE TABLE a (x)');
			await first.database.execute(meddles);
			await first.observer.look();
			// The same database on a connection that has not seen the trigger made.
			const second = await watched('');
			await second.database.restore(await first.database.snapshot());
			await second.observer.look();
			await second.database.execute('PRAGMA writable_schema = ON');
			for (const { database, observer } of [first, second]) {
				await database.execute('INSERT INTO v VALUES (1)');
				expect(observer.schema.objects.find(({ name }) => name === 'a')?.sql).toBe('CREATE TABLE a (x)');
				await observer.look();
				expect(observer.schema.objects.find(({ name }) => name === 'a')?.sql).toBe('CREATE TABLE a (q)');
			}
		});

		test('and loses nothing where the catalog could not be read', async () => {
			const database = await open('CREATE TABLE a (x)');
			const observer = await inspector.observe(database);
			await database.execute(
				'CREATE TABLE b (x INT) STRICT; ALTER TABLE a ADD COLUMN y; CREATE INDEX i ON a (y)'
			);
			const query = database.query.bind(database);
			vi.spyOn(database, 'query').mockImplementation((sql, params) =>
				sql.includes('table_xinfo') ? Promise.reject(new Error('no more memory')) : query(sql, params)
			);
			await expect(observer.look()).rejects.toThrow('no more memory');
			vi.restoreAllMocks();
			expect(named(await observer.look())).toEqual({ set: ['a', 'b', 'i'], unset: [] });
			expect(observer.schema).toEqual(await inspector.inspect(database));
		});
	});

	test('starts from a known schema and reports what differs from it', async () => {
		const database = await open('CREATE TABLE a (x); CREATE TABLE b (x)');
		const known = await inspector.inspect(database);
		await database.execute('DROP TABLE a; CREATE TABLE c (x)');
		const observer = await inspector.observe(database, known);
		expect(observer.schema).toBe(known);
		expect(named(await observer.look())).toEqual({ set: ['c'], unset: ['table a'] });
	});

	test('copes with a statement that holds the very separator it joins texts with', async () => {
		const database = await open("CREATE TABLE a (x DEFAULT '\u001e'); CREATE TABLE b (y)");
		const observer = await inspector.observe(database);
		expect(observer.schema.objects.map((object) => object.name)).toEqual(['a', 'b']);
	});

	test('leaves no trace that a user could meet', async () => {
		const database = await open('CREATE TABLE a (x)');
		const observer = await inspector.observe(database);
		await observer.look();
		const { rows } = await database.query('SELECT name FROM temp.sqlite_schema');
		expect(rows).toEqual([]);
	});

	test('ends at the same schema as a fresh inspection, whatever happens in between', async () => {
		const step = fc.constantFrom(
			'BEGIN',
			'COMMIT',
			'ROLLBACK',
			'SAVEPOINT s',
			'ROLLBACK TO s',
			'CREATE TABLE a (x, y COLLATE NOCASE)',
			'CREATE TABLE a (x REFERENCES b, y)',
			'CREATE TABLE b (x UNIQUE, z)',
			'DROP TABLE a',
			'DROP TABLE b',
			'ALTER TABLE a RENAME TO c',
			'ALTER TABLE c RENAME TO a',
			'ALTER TABLE a ADD COLUMN n',
			'ALTER TABLE a RENAME COLUMN x TO w',
			'ALTER TABLE a DROP COLUMN n',
			'ALTER TABLE a ALTER COLUMN y SET NOT NULL',
			'ALTER TABLE a ADD CONSTRAINT k CHECK (y > 0)',
			'ALTER TABLE a DROP CONSTRAINT k',
			'CREATE VIEW v AS SELECT * FROM a',
			'CREATE VIEW u AS SELECT * FROM v',
			'DROP VIEW v',
			'CREATE INDEX i ON a (y COLLATE NOCASE)',
			'DROP INDEX i',
			'CREATE TRIGGER r AFTER INSERT ON a BEGIN DELETE FROM b; END',
			'DROP TRIGGER r',
			'CREATE VIRTUAL TABLE f USING fts4(x)',
			'DROP TABLE f',
			'CREATE TEMP TABLE a (q)',
			'DROP TABLE temp.a',
			'VACUUM',
			'CREATE TABLE e (x)',
			'ALTER TABLE e ADD COLUMN y',
			'DROP TABLE e',
			'CREATE TABLE g (x TEXT PRIMARY KEY, y UNIQUE)',
			'CREATE INDEX j ON g (y)',
			'DROP INDEX j',
			'DROP TABLE IF EXISTS g',
			'ALTER TABLE g RENAME TO e',
			'ALTER TABLE b RENAME TO g',
			'INSERT INTO b VALUES (1, 1)',
			'look'
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
				const database = await open();
				const observer = await inspector.observe(database);
				for (const sql of steps) {
					if (sql === 'look') await observer.look();
					else await database.execute(sql).catch(() => undefined);
				}
				await observer.look();
				expect(observer.schema).toEqual(await inspector.inspect(database));
				await database.close();
			}),
			{ numRuns: 150 }
		);
	}, 60_000);
});
