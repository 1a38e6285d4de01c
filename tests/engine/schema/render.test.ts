import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { inspector } from '../../../src/lib/engine/dialects/sqlite/inspect.ts';
import { renderer } from '../../../src/lib/engine/dialects/sqlite/render.ts';
import type { RenderOptions } from '../../../src/lib/engine/dialects/dialect.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import type { Script } from '../../../src/lib/engine/schema/script.ts';

async function open(sql: string) {
	const database = await openDatabase('sqlite');
	await database.execute(sql);
	return { database, schema: await inspector.inspect(database) };
}

async function render(before: string, after: string, options: Partial<RenderOptions> = {}) {
	const [from, to] = [await open(before), await open(after)];
	const migration = renderer.renderMigration(from.schema, to.schema, { renames: [], ...options });
	const run = async ({ sql, foreignKeys }: Script) => {
		await from.database.execute(`PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`);
		await from.database.execute(`BEGIN;${sql}COMMIT`);
		return (await from.database.query('PRAGMA foreign_key_check')).rows;
	};
	const query = async (sql: string) => (await from.database.query(sql)).rows;
	return {
		...migration,
		query,
		fill: (sql: string) => from.database.execute(sql),
		/** Runs the upgrade and proves that it gave the later schema. */
		async up() {
			expect(await run(migration.upgrade)).toEqual([]);
			expect(compareSchemas(await inspector.inspect(from.database), to.schema)).toEqual([]);
		},
		async down() {
			expect(await run(migration.downgrade)).toEqual([]);
			expect(compareSchemas(await inspector.inspect(from.database), from.schema)).toEqual([]);
		}
	};
}

const users = 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)';

describe('what SQLite can alter is altered in place', () => {
	test('a column is added with the very words of the schema, and dropped on the way back', async () => {
		const { upgrade, downgrade, warnings } = await render(
			users,
			"CREATE TABLE users (id INTEGER PRIMARY KEY, email varchar(50) NOT NULL DEFAULT '' /* new */ CHECK (email <> 'x'), name TEXT)"
		);
		expect(upgrade).toEqual({
			sql: "ALTER TABLE users ADD COLUMN email varchar(50) NOT NULL DEFAULT '' /* new */ CHECK (email <> 'x');\n",
			foreignKeys: true
		});
		expect(downgrade).toEqual({ sql: 'ALTER TABLE users DROP COLUMN email;\n', foreignKeys: true });
		expect(warnings).toEqual(["This fails if a row of users breaks the check email <> 'x'."]);
	});

	test('a dropped column is missed on the way back, and the script says so', async () => {
		const { upgrade, downgrade, warnings } = await render(
			users,
			'CREATE TABLE users (id INTEGER PRIMARY KEY)'
		);
		expect(upgrade.sql).toBe('ALTER TABLE users DROP COLUMN name;\n');
		expect(downgrade.sql).toBe(
			'-- Cannot bring back: the values of users.name.\nALTER TABLE users ADD COLUMN name TEXT;\n'
		);
		expect(warnings).toHaveLength(1);
	});

	test('renames are renames, in every place that names the thing', async () => {
		const step = await render(
			`${users}; CREATE TABLE posts (author TEXT REFERENCES users (name)); CREATE UNIQUE INDEX i ON users (name);`,
			'CREATE TABLE people (id INTEGER PRIMARY KEY, "full name" TEXT); CREATE TABLE posts (author TEXT REFERENCES people ("full name")); CREATE UNIQUE INDEX i ON people ("full name")',
			{
				renames: [
					{ kind: 'table', from: 'users', to: 'people' },
					{ kind: 'column', table: 'people', from: 'name', to: 'full name' }
				]
			}
		);
		expect(step.upgrade.sql).toBe(
			'ALTER TABLE users RENAME TO people;\nALTER TABLE people RENAME COLUMN name TO "full name";\n'
		);
		expect(step.downgrade.sql).toBe(
			'ALTER TABLE people RENAME TO users;\nALTER TABLE users RENAME COLUMN "full name" TO name;\n'
		);
		await step.up();
		await step.down();
	});

	test('names that change places go by a name in between', async () => {
		const step = await render('CREATE TABLE t (a, b)', 'CREATE TABLE t (a, b)', {
			renames: [
				{ kind: 'column', table: 't', from: 'a', to: 'b' },
				{ kind: 'column', table: 't', from: 'b', to: 'a' }
			]
		});
		await step.fill("INSERT INTO t VALUES ('was a', 'was b')");
		await step.up();
		expect(await step.query('SELECT a, b FROM t')).toEqual([['was b', 'was a']]);
	});
});

describe('columns that name each other', () => {
	test.each([
		['t (a INT)', 't (a INT, qty INT DEFAULT 3, total INT AS (a * qty))'],
		['t (a INT)', 't (a INT, total INT AS (a * qty), qty INT)'],
		['t (a, b AS (a * 2), c)', 't (c)'],
		['t (a INT)', 't (a INT, b INT CHECK (b < c), c INT)'],
		['t (a INT)', 't (a INT, d AS (c + 1), b, c AS (b + 1))']
	])('come and go one by one, what is named before what names it: %s, %s', async (before, after) => {
		const step = await render(`CREATE TABLE ${before}`, `CREATE TABLE ${after}`);
		expect(step.upgrade.sql + step.downgrade.sql).not.toContain('CREATE TABLE');
		await step.fill('INSERT INTO t DEFAULT VALUES');
		await step.up();
		await step.down();
	});

	test.each([
		['t (a, b CHECK (b < c), c CHECK (c > b))', 't (a)'],
		['t (a, g AS (1))', 't (b, g AS (1))']
	])('make the table anew where no order will do: %s, %s', async (before, after) => {
		const step = await render(`CREATE TABLE ${before}`, `CREATE TABLE ${after}`);
		expect(step.upgrade.sql).toContain('CREATE TABLE');
		await step.fill('INSERT INTO t (a) VALUES (1)');
		await step.up();
		await step.down();
	});
});

describe('what SQLite cannot alter is made anew', () => {
	const before = `CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT); -- no rules yet
		CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
		CREATE INDEX names ON users (name);
		CREATE VIEW authors AS SELECT name FROM users JOIN posts ON posts.author = users.id;
		CREATE VIEW shouted AS SELECT upper(name) AS name FROM authors;
		CREATE TRIGGER log AFTER INSERT ON users BEGIN UPDATE posts SET author = author; END;
		CREATE TRIGGER orphan AFTER DELETE ON posts BEGIN DELETE FROM users WHERE id = OLD.author; END;`;
	const after = before.replace(
		'name TEXT)',
		"name TEXT NOT NULL DEFAULT 'nobody', -- may be empty\n CHECK (users.name <> 'root'))"
	);

	test('with the rows, the numbering, the indexes, views, triggers and what points here', async () => {
		const step = await render(before, after);
		expect(step.upgrade.foreignKeys).toBe(false);
		expect(step.upgrade.sql).toBe(`DROP TRIGGER orphan;
DROP TRIGGER log;
DROP VIEW shouted;
DROP VIEW authors;
CREATE TABLE new_users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT 'nobody', -- may be empty
 CHECK (new_users.name <> 'root'));
INSERT INTO new_users (id, name)
SELECT id, coalesce(name, 'nobody') FROM users;
DELETE FROM sqlite_sequence WHERE name = 'new_users';
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_users', seq FROM sqlite_sequence WHERE name = 'users';
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX names ON users (name);
CREATE VIEW authors AS SELECT name FROM users JOIN posts ON posts.author = users.id;
CREATE VIEW shouted AS SELECT upper(name) AS name FROM authors;
CREATE TRIGGER log AFTER INSERT ON users BEGIN UPDATE posts SET author = author; END;
CREATE TRIGGER orphan AFTER DELETE ON posts BEGIN DELETE FROM users WHERE id = OLD.author; END;
`);
		await step.fill(`PRAGMA foreign_keys = ON; INSERT INTO users VALUES (1, 'Ada'), (2, NULL), (9, 'gone');
			DELETE FROM users WHERE id = 9; INSERT INTO posts VALUES (1, 1), (2, 2)`);
		await step.up();
		expect(await step.query('SELECT * FROM users')).toEqual([
			[1, 'Ada'],
			[2, 'nobody']
		]);
		expect(await step.query('SELECT count(*) FROM posts')).toEqual([[2]]);
		expect(await step.query("SELECT seq FROM sqlite_sequence WHERE name = 'users'")).toEqual([[9]]);
		await step.down();
		expect(await step.query("SELECT seq FROM sqlite_sequence WHERE name = 'users'")).toEqual([[9]]);
	});

	test('rows keep the number SQLite knows them by', async () => {
		const step = await render('CREATE TABLE t (a TEXT)', 'CREATE TABLE t (a TEXT UNIQUE)');
		await step.fill("INSERT INTO t (rowid, a) VALUES (7, 'x'), (3, 'y')");
		await step.up();
		expect(await step.query('SELECT rowid, a FROM t ORDER BY rowid')).toEqual([
			[3, 'y'],
			[7, 'x']
		]);
	});

	test('a dropped INTEGER PRIMARY KEY comes back with its values, since they are the row numbers', async () => {
		const step = await render('CREATE TABLE t (id INTEGER PRIMARY KEY, a)', 'CREATE TABLE t (a)');
		await step.fill("INSERT INTO t VALUES (7, 'x'), (3, 'y')");
		await step.up();
		await step.down();
		expect(await step.query('SELECT id, a FROM t ORDER BY id')).toEqual([
			[3, 'y'],
			[7, 'x']
		]);
	});

	test('a virtual table keeps its rows', async () => {
		const step = await render(
			'CREATE VIRTUAL TABLE words USING fts4(body)',
			'CREATE VIRTUAL TABLE words USING fts4(body, title)'
		);
		await step.fill("INSERT INTO words (body) VALUES ('a train of thought')");
		await step.up();
		expect(await step.query("SELECT body FROM words WHERE words MATCH 'train'")).toEqual([
			['a train of thought']
		]);
	});

	test('two tables that name each other in triggers can both be made anew', async () => {
		const sql = (type: string) => `CREATE TABLE a (x ${type}); CREATE TABLE b (x ${type});
			CREATE TRIGGER ra AFTER INSERT ON a BEGIN INSERT INTO b VALUES (1); END;
			CREATE TRIGGER rb AFTER DELETE ON b BEGIN DELETE FROM a; END;`;
		const step = await render(sql('INT'), sql('TEXT'));
		await step.up();
		await step.down();
	});

	test('a view that was broken already does not stop it', async () => {
		const step = await render(
			'CREATE TABLE t (a); CREATE VIEW lost AS SELECT * FROM nowhere',
			'CREATE TABLE t (a UNIQUE); CREATE VIEW lost AS SELECT * FROM nowhere'
		);
		await step.up();
		await step.down();
	});
});

describe('a dropped table that others point at', () => {
	const posts = 'CREATE TABLE posts (author INTEGER REFERENCES users (id))';

	test('leaves them pointing nowhere, and the warning names them', async () => {
		const { warnings } = await render(`${users}; ${posts}`, posts);
		expect(warnings).toEqual(['Dropping users loses all its rows.', 'posts has a foreign key to users.']);
	});

	test('is no trouble where they go, or stop pointing, with it', async () => {
		const gone = await render(`${users}; ${posts}`, '');
		expect(gone.warnings).toEqual([
			'Dropping posts loses all its rows.',
			'Dropping users loses all its rows.'
		]);
		const loose = await render(`${users}; ${posts}`, 'CREATE TABLE posts (author INTEGER)');
		expect(loose.warnings).toEqual(['Dropping users loses all its rows.']);
	});
});

describe('a column that must not be NULL and has no default', () => {
	const after = 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL)';

	test('is simply added to an empty table, with a warning', async () => {
		const step = await render(users, after);
		expect(step.upgrade.sql).toBe('ALTER TABLE users ADD COLUMN email TEXT NOT NULL;\n');
		expect(step.warnings).toEqual([expect.stringContaining('`email` must not be NULL and has no default')]);
		await step.up();
	});

	test('with rows there, the script says where the value belongs and changes nothing until it is given', async () => {
		const step = await render(users, after, { rows: { users: 2 } });
		expect(step.upgrade.sql).toContain(
			'-- email needs a value for the rows there are: replace NULL.\nINSERT INTO new_users (id, name, email)\nSELECT id, name, NULL FROM users;'
		);
		await step.fill("INSERT INTO users VALUES (1, 'Ada')");
		await expect(step.up()).rejects.toThrow('NOT NULL constraint failed');
	});

	test('comes back on a downgrade, filled with nothing, and the first line says so', async () => {
		const step = await render(after, users);
		expect(step.downgrade.sql.split('\n')[0]).toBe(
			"-- Cannot bring back: the values of users.email. users.email is filled with ''."
		);
		await step.fill("INSERT INTO users VALUES (1, 'Ada', 'a@x')");
		await step.up();
		await step.down();
		expect(await step.query('SELECT * FROM users')).toEqual([[1, 'Ada', '']]);
	});
});

describe('dropping tables', () => {
	test('goes from the children to the parents, and back the other way', async () => {
		const step = await render(
			'CREATE TABLE a (x REFERENCES b); CREATE TABLE b (x REFERENCES c); CREATE TABLE c (x PRIMARY KEY)',
			''
		);
		expect(step.upgrade).toEqual({ sql: 'DROP TABLE a;\nDROP TABLE b;\nDROP TABLE c;\n', foreignKeys: true });
		expect(step.downgrade.sql.split('\n')[0]).toBe(
			'-- Cannot bring back: the rows of a; the rows of b; the rows of c.'
		);
	});

	test('does not delete the rows of a table that points at it', async () => {
		const child = 'CREATE TABLE child (p REFERENCES parent ON DELETE CASCADE)';
		const step = await render(
			`CREATE TABLE parent (id INTEGER PRIMARY KEY); ${child}`,
			'CREATE TABLE child (p)'
		);
		await step.fill('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)');
		await step.up();
		expect(step.upgrade.foreignKeys).toBe(false);
		expect(await step.query('SELECT p FROM child')).toEqual([[1]]);
	});
});
