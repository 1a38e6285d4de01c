import { describe, expect, it } from 'vitest';
import { readRows } from '../../../src/lib/engine/rows/read-rows.ts';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { everyDialect } from '../databases.ts';
import { around, both, words } from './around.ts';

const people = `CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, age INT);
	INSERT INTO people VALUES (1, 'Ada', 36), (2, 'Bo', 20), (3, 'Cy', 7);`;

everyDialect('what became of every row, on %s', (dialect) => {
	it('tells kept, changed, lost and added apart by the primary key', async () => {
		const sides = await around(
			dialect,
			people,
			"UPDATE people SET age = 21 WHERE id = 2; DELETE FROM people WHERE id = 1; INSERT INTO people VALUES (9, 'Di', 1);"
		);
		const page = await both(sides, { table: 'people' });
		expect(words(page)).toEqual([
			'lost: 1 Ada 36',
			'changed: 2 Bo 21 ({"2":20})',
			'kept: 3 Cy 7',
			'added: 9 Di 1'
		]);
		expect(page.fates).toEqual({ kept: 1, changed: 1, lost: 1, added: 1 });
		expect(page.total).toBe(4);
		expect(page.identity).toBe('by primary key (id)');
	});

	it('keeps the rows when a column comes, and shows the column as added', async () => {
		const sides = await around(dialect, people, "ALTER TABLE people ADD COLUMN email TEXT DEFAULT '-';");
		const page = await both(sides, { table: 'people' });
		expect(page.columns.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
			'id kept',
			'name kept',
			'age kept',
			'email added'
		]);
		expect(page.fates).toEqual({ kept: 3, changed: 0, lost: 0, added: 0 });
		expect(words(page)[0]).toBe('kept: 1 Ada 36 -');
	});

	it('keeps the rows when a column goes, and still shows the values that went', async () => {
		const sides = await around(
			dialect,
			people,
			'ALTER TABLE people DROP COLUMN name; DELETE FROM people WHERE id = 3;'
		);
		const page = await both(sides, { table: 'people' });
		expect(page.columns.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
			'id kept',
			'age kept',
			'name lost'
		]);
		expect(words(page)).toEqual([
			'kept: 1 36 null ({"2":"Ada"})',
			'kept: 2 20 null ({"2":"Bo"})',
			'lost: 3 7 Cy'
		]);
	});

	it('follows a renamed column and a renamed table', async () => {
		const sides = await around(
			dialect,
			people,
			'ALTER TABLE people RENAME COLUMN name TO called; ALTER TABLE people RENAME TO persons;'
		);
		const renames: Rename[] = [
			{ kind: 'table', from: 'people', to: 'persons' },
			{ kind: 'column', table: 'persons', from: 'name', to: 'called' }
		];
		const page = await both({ ...sides, renames }, { table: 'persons' });
		expect(page.fates).toEqual({ kept: 3, changed: 0, lost: 0, added: 0 });
		expect(page.columns.map(({ fate }) => fate)).toEqual(['kept', 'kept', 'kept']);
		const earlier = await readRows(
			{ ...sides, renames },
			{ table: 'persons', side: 'before', offset: 0, limit: 9 }
		);
		expect(earlier.columns.map(({ name }) => name)).toEqual(['id', 'name', 'age']);
	});

	it('shows a renamed column that nobody told of as one lost and one added', async () => {
		const sides = await around(dialect, people, 'ALTER TABLE people RENAME COLUMN name TO called;');
		const page = await both(sides, { table: 'people' });
		expect(page.columns.map(({ name, fate }) => `${name} ${fate}`)).toEqual([
			'id kept',
			'called added',
			'age kept',
			'name lost'
		]);
	});

	it('goes by value, counting equal rows, where a table without a key was built anew', async () => {
		const sides = await around(
			dialect,
			"CREATE TABLE log (line TEXT); INSERT INTO log VALUES ('a'), ('a'), ('b'), (NULL);",
			"CREATE TABLE n (line TEXT); INSERT INTO n SELECT line FROM log WHERE line IS NULL OR line <> 'a'; INSERT INTO n VALUES ('a'), ('c'); DROP TABLE log; ALTER TABLE n RENAME TO log;"
		);
		const page = await both(sides, { table: 'log' });
		expect(page.fates).toEqual({ kept: 3, changed: 0, lost: 1, added: 1 });
		expect([...words(page)].sort()).toEqual(['added: c', 'kept: a', 'kept: b', 'kept: null', 'lost: a']);
		expect(page.identity).toContain('by value');
	});

	it('shows a table that is gone with all its rows lost, and a new one with all added', async () => {
		const sides = await around(
			dialect,
			people,
			'CREATE TABLE copy AS SELECT * FROM people; DROP TABLE people;'
		);
		expect((await both(sides, { table: 'people' })).fates).toEqual({
			kept: 0,
			changed: 0,
			lost: 3,
			added: 0
		});
		expect((await both(sides, { table: 'copy' })).fates).toEqual({ kept: 0, changed: 0, lost: 0, added: 3 });
		expect(words(await both(sides, { table: 'people' }))[0]).toBe('lost: 1 Ada 36');
		expect(await both(sides, { table: 'nowhere' })).toEqual({ columns: [], rows: [], total: 0 });
	});

	it('reads names that need quotes', async () => {
		const sides = await around(
			dialect,
			'CREATE TABLE "a ""b"" c" ("order" INTEGER PRIMARY KEY, "x y" INT); INSERT INTO "a ""b"" c" VALUES (1, 2);',
			'UPDATE "a ""b"" c" SET "x y" = 3;'
		);
		expect(words(await both(sides, { table: dialect === 'sqlite' ? 'a "b" c' : '"a ""b"" c"' }))).toEqual([
			'changed: 1 3 ({"1":2})'
		]);
	});
});

const many = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
	INSERT INTO t SELECT i, 'name ' || i FROM n;`;

everyDialect('finding one’s way in many rows, on %s', (dialect) => {
	it('pages without gaps or overlap, with the total', async () => {
		const sides = await around(dialect, many, 'DELETE FROM t WHERE id % 10 = 0;');
		const seen: unknown[] = [];
		for (let offset = 0; offset < 1000; offset += 64) {
			const page = await both(sides, { table: 't', offset, limit: 64 });
			expect(page.total).toBe(1000);
			seen.push(...page.rows.map(({ values }) => values[0]));
		}
		expect(seen).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
	});

	it('keeps only rows of one fate', async () => {
		const sides = await around(dialect, many, 'DELETE FROM t WHERE id % 10 = 0;');
		const page = await both(sides, { table: 't', fate: 'lost', limit: 2 });
		expect(page.total).toBe(100);
		expect(words(page)).toEqual(['lost: 10 name 10', 'lost: 20 name 20']);
		expect(page.fates?.kept).toBe(900);
	});

	it('searches every cell, old ones too', async () => {
		const sides = await around(dialect, many, "UPDATE t SET name = 'Zoe' WHERE id = 999;");
		expect(words(await both(sides, { table: 't', search: 'NAME 999' }))).toEqual([
			'changed: 999 Zoe ({"1":"name 999"})'
		]);
		expect((await both(sides, { table: 't', search: 'zoe' })).total).toBe(1);
		const now = await readRows(sides, { table: 't', side: 'after', search: 'name 999', offset: 0, limit: 5 });
		expect(now).toMatchObject({ total: 0, rows: [] });
		expect((await both(sides, { table: 't', search: "' OR 1=1" })).total).toBe(0);
	});

	it('orders by a column, lost rows by what they held', async () => {
		const sides = await around(dialect, many, 'DELETE FROM t WHERE id = 500;');
		const page = await both(sides, {
			table: 't',
			orderBy: { column: 'id', descending: true },
			offset: 499,
			limit: 3
		});
		expect(page.rows.map(({ values }) => values[0])).toEqual([501, 500, 499]);
	});

	it('shows one side alone, without fates', async () => {
		const sides = await around(dialect, many, 'DELETE FROM t WHERE id > 3;');
		const now = await readRows(sides, { table: 't', side: 'after', offset: 1, limit: 5 });
		expect(now).toEqual({
			columns: [{ name: 'id' }, { name: 'name' }],
			rows: [{ values: [2, 'name 2'] }, { values: [3, 'name 3'] }],
			total: 3
		});
		expect((await readRows(sides, { table: 't', side: 'before', offset: 0, limit: 1 })).total).toBe(1000);
		expect(
			(await readRows({ after: sides.after }, { table: 't', side: 'both', offset: 0, limit: 1 })).fates
		).toBeUndefined();
	});
});

describe('what only SQLite has', () => {
	it('goes by the rowid where a table without a key is still the same', async () => {
		const sides = await around(
			'sqlite',
			"CREATE TABLE log (line TEXT); INSERT INTO log VALUES ('a'), ('a'), ('b');",
			"UPDATE log SET line = 'z' WHERE rowid = 2;"
		);
		const page = await both(sides, { table: 'log' });
		expect(words(page)).toEqual(['kept: a', 'changed: z ({"0":"a"})', 'kept: b']);
		expect(page.identity).toContain('rowid');
	});

	it('knows text from number, upper from lower case, bytes from text, and NULL from nothing', async () => {
		const sides = await around(
			'sqlite',
			"CREATE TABLE t (id INTEGER PRIMARY KEY, v COLLATE NOCASE); INSERT INTO t VALUES (1, '1'), (2, 'a'), (3, x'61'), (4, NULL), (5, 9007199254740993), (6, x'61'), (7, NULL);",
			"UPDATE t SET v = 1 WHERE id = 1; UPDATE t SET v = 'A' WHERE id = 2; UPDATE t SET v = 'a' WHERE id = 3; UPDATE t SET v = '' WHERE id = 4; UPDATE t SET v = 9007199254740992 WHERE id = 5;"
		);
		const page = await both(sides, { table: 't' });
		expect(page.rows.map(({ fate }) => fate)).toEqual([
			'changed',
			'changed',
			'changed',
			'changed',
			'changed',
			'kept',
			'kept'
		]);
		expect(page.rows[4]).toEqual({
			fate: 'changed',
			values: [5, 9007199254740992n],
			old: { 1: 9007199254740993n }
		});
	});

	it('does not count a whole number as changed because its column now holds reals', async () => {
		const sides = await around(
			'sqlite',
			'CREATE TABLE t (id INTEGER PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 5);',
			'CREATE TABLE n (id INTEGER PRIMARY KEY, v REAL); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;'
		);
		expect((await both(sides, { table: 't' })).fates).toMatchObject({ kept: 1, changed: 0 });
	});

	it.each([
		['a number that its text is', 'TEXT', "'10'", 'INTEGER', 'kept'],
		['a text that its number is', 'INTEGER', '10', 'TEXT', 'kept'],
		['a real that its text is', 'TEXT', "'2'", 'REAL', 'kept'],
		['a text that its real is', 'REAL', '2', 'TEXT', 'kept'],
		['a number whose text had more digits', 'TEXT', "'010'", 'INTEGER', 'changed'],
		['a number that is shorter', 'TEXT', "'2.75'", 'INT_SHORT', 'changed'],
		['bytes that are no text', 'TEXT', "x'31'", 'INTEGER', 'kept']
	])('where a column has another type now, %s counts as it looks', async (_, was, value, is, fate) => {
		const cast = is === 'INT_SHORT' ? 'CAST(v AS INTEGER)' : 'v';
		const sides = await around(
			'sqlite',
			`CREATE TABLE t (id INTEGER PRIMARY KEY, v ${was}, w); INSERT INTO t VALUES (1, ${value}, NULL), (2, NULL, NULL);`,
			`CREATE TABLE n (id INTEGER PRIMARY KEY, v ${is}, w); INSERT INTO n SELECT id, ${cast}, w FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;`
		);
		const page = await both(sides, { table: 't' });
		expect(page.rows.map((row) => row.fate)).toEqual([fate, 'kept']);
		expect(page.rows[0]?.old === undefined).toBe(fate === 'kept');
	});

	it("still counts a value that is gone with its column's old type as lost", async () => {
		const sides = await around(
			'sqlite',
			"CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'free');",
			'CREATE TABLE n (id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO n SELECT id, NULL FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;'
		);
		expect((await both(sides, { table: 't' })).rows[0]).toMatchObject({
			fate: 'changed',
			old: { 1: 'free' }
		});
	});

	it('matches by a key of several columns, also without rowids', async () => {
		const sides = await around(
			'sqlite',
			"CREATE TABLE t (a TEXT, b INT, v, PRIMARY KEY (b, a)) WITHOUT ROWID; INSERT INTO t VALUES ('x', 1, 1), ('y', 1, 1);",
			"UPDATE t SET v = 2 WHERE a = 'y';"
		);
		const page = await both(sides, { table: 't' });
		expect(words(page)).toEqual(['kept: x 1 1', 'changed: y 1 2 ({"2":1})']);
		expect(page.identity).toBe('by primary key (b, a)');
	});

	it('does not trust a primary key that holds NULL', async () => {
		const sides = await around(
			'sqlite',
			'CREATE TABLE t (k TEXT PRIMARY KEY, v); INSERT INTO t VALUES (NULL, 1), (NULL, 2);',
			''
		);
		const page = await both(sides, { table: 't' });
		expect(page.fates).toEqual({ kept: 2, changed: 0, lost: 0, added: 0 });
		expect(page.identity).not.toContain('primary key (');
	});

	it('compares what a view shows', async () => {
		const sides = await around(
			'sqlite',
			`${people} CREATE VIEW grown AS SELECT name FROM people WHERE age >= 18;`,
			"UPDATE people SET age = 18 WHERE name = 'Cy';"
		);
		const page = await both(sides, { table: 'grown' });
		expect([...words(page)].sort()).toEqual(['added: Cy', 'kept: Ada', 'kept: Bo']);
	});

	it('leaves both databases as they were', async () => {
		const sides = await around('sqlite', many, '');
		await both(sides, { table: 't' });
		const { rows } = await sides.before!.query('PRAGMA database_list');
		expect(rows.map(([, name]) => name)).toEqual(['main']);
		await sides.after.execute('DROP TABLE t');
		expect((await both(sides, { table: 't' })).fates).toMatchObject({ lost: 1000 });
	});
});
