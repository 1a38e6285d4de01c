import { expect, it } from 'vitest';
import { describeFates } from '../../../../src/lib/engine/rows/describe-fates.ts';
import { everyDialect } from '../../databases.ts';
import { frameOfStep } from '../../run/one-step.ts';

everyDialect('a frame of %s', (dialect) => {
	/** What the frame of a step says, on a database that has `start`. */
	async function told(start: string, step: string, options = ''): Promise<readonly string[]> {
		const { tables = [] } = await frameOfStep(dialect, start, step, options);
		return tables.flatMap((fates) => describeFates(fates).map(({ words }) => words));
	}

	const users = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
		INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bo', NULL), (3, 'Cy', 'c@x')`;

	it('says nothing of tables that nobody touched', async () => {
		expect(await told(users, 'CREATE TABLE other (id INTEGER PRIMARY KEY);')).toEqual([
			'other is new, with 0 rows.'
		]);
	});

	it('counts the values that go with a column', async () => {
		expect(await told(users, 'ALTER TABLE users DROP COLUMN email;')).toMatchInlineSnapshot(`
			[
			  "users.email is gone. 2 values are lost with it.",
			]
		`);
	});

	it('counts the rows that are deleted, changed and added', async () => {
		const step = `DELETE FROM users WHERE id = 1; UPDATE users SET name = 'Bob' WHERE id = 2;
			INSERT INTO users (id, name) VALUES (4, 'Di'), (5, 'Ed');`;
		expect(await told(users, step)).toMatchInlineSnapshot(`
			[
			  "1 of 3 rows of users is lost.",
			  "users.name: 1 of 2 rows holds another value.",
			  "2 rows added to users.",
			]
		`);
	});

	it('tells of rows that only came, beside those that were there', async () => {
		expect(await told(users, "INSERT INTO users VALUES (9, 'Di', NULL), (4, 'Ed', 'e@x');")).toEqual([
			'2 rows added to users.'
		]);
		const keyless = "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('a'), ('a')";
		expect(await told(keyless, "INSERT INTO notes VALUES ('a'), (NULL);")).toEqual([
			'2 rows added to notes.'
		]);
	});

	it('knows a row that goes and comes again with another value', async () => {
		const again = "DELETE FROM users WHERE id = 2; INSERT INTO users VALUES (2, 'Bob', NULL);";
		expect(await told(users, again)).toEqual(['users.name: 1 of 3 rows holds another value.']);
	});

	it('says nothing of empty tables that change places, and finds rows that came with it', async () => {
		const start = `${users}; CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE b (y INTEGER PRIMARY KEY)`;
		const swap = 'ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b;';
		const quiet = await told(start, swap);
		expect(quiet.filter((words) => words.includes('users') || / [1-9]/.test(words))).toEqual([]);
		expect(await told(start, `${swap} INSERT INTO a VALUES (1);`)).toEqual(
			expect.arrayContaining([expect.stringMatching(/\b1 row\b.*\ba\b|\ba\b.*\b1 row\b/)])
		);
	});

	it('calls a table as it is spelled', async () => {
		const start = 'CREATE TABLE "Users" (id INTEGER PRIMARY KEY); INSERT INTO "Users" VALUES (1), (2)';
		const [words] = await told(start, 'DELETE FROM "Users" WHERE id = 1;');
		expect(words).toMatch(/^1 of 2 rows of "?Users"? is lost\.$/);
	});

	it('counts the values that a new column begins with', async () => {
		expect(await told(users, 'ALTER TABLE users ADD COLUMN age INTEGER DEFAULT 7;')).toMatchInlineSnapshot(`
			[
			  "users.age is new. It has a value in 3 of 3 rows.",
			]
		`);
	});

	it('knows a table by another name', async () => {
		expect(await told(users, 'ALTER TABLE users RENAME TO people;')).toMatchInlineSnapshot(`
			[
			  "3 rows of people, which was users, are kept.",
			]
		`);
	});

	it('knows tables that are alike and have traded their names once more', async () => {
		const trade = 'ALTER TABLE a RENAME TO t; ALTER TABLE b RENAME TO a; ALTER TABLE t RENAME TO b;';
		const start = `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);
			INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (7); ${trade}`;
		expect((await told(start, trade)).toSorted()).toEqual([
			'1 row of b, which was a, is kept.',
			'2 rows of a, which was b, are kept.'
		]);
	});

	it('knows the rows of a table that is built anew', async () => {
		const step = `CREATE TABLE users2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);
			INSERT INTO users2 SELECT * FROM users WHERE id > 1; DROP TABLE users; ALTER TABLE users2 RENAME TO users;`;
		expect(await told(users, step)).toMatchInlineSnapshot(`
			[
			  "1 of 3 rows of users is lost.",
			]
		`);
	});

	it('sees what a step does that keeps nothing together', async () => {
		const step = "UPDATE users SET email = lower(name) || '@x'; DELETE FROM users WHERE id = 3;";
		expect(await told(users, step, 'transaction:false')).toMatchInlineSnapshot(`
			[
			  "1 of 3 rows of users is lost.",
			  "users.email: 1 of 2 rows holds another value.",
			  "users.email: 1 of 2 rows has a value now.",
			]
		`);
	});

	it('tells of a table that is gone though another has its name', async () => {
		const start = `${users}; CREATE TABLE guests (id INTEGER PRIMARY KEY); INSERT INTO guests VALUES (7)`;
		const step = 'DROP TABLE users; ALTER TABLE guests RENAME TO users;';
		expect(await told(start, step)).toMatchInlineSnapshot(`
			[
			  "1 row of users, which was guests, is kept.",
			  "users is gone. 3 rows are lost with it.",
			]
		`);
	});
});
