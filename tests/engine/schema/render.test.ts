import { describe, expect, test } from 'vitest';
import { render } from './rendered.ts';

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

	test('a column is dropped by making the table anew where the folder must run on an older SQLite', async () => {
		const [before, after] = ['CREATE TABLE t (a, b)', 'CREATE TABLE t (a)'];
		for (const target of [3.26, 3.34]) {
			const step = await render(before, after, { target });
			expect(step.upgrade.sql).not.toContain('DROP COLUMN');
			await step.fill('INSERT INTO t VALUES (1, 2)');
			await step.up();
			expect(await step.query('SELECT a FROM t')).toEqual([[1]]);
			await step.down();
		}
		expect((await render(before, after, { target: 3.35 })).upgrade.sql).toContain('DROP COLUMN');
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
		expect(warnings).toEqual([
			'Dropping users loses all its rows.',
			'posts keeps a foreign key to users: this fails if a row of posts points at a row of it.'
		]);
	});

	test('is no trouble where they go, or stop pointing, with it', async () => {
		const gone = await render(`${users}; ${posts}`, '');
		expect(gone.warnings).toEqual([
			'Dropping posts loses all its rows.',
			'Dropping users loses all its rows.'
		]);
		const loose = await render(`${users}; ${posts}`, 'CREATE TABLE posts (author INTEGER)');
		expect(loose.warnings).toEqual([
			'Dropping users loses all its rows.',
			'A downgrade may fail where posts has rows: `author` must point at a row of users, which comes back empty.'
		]);
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

describe('columns that come back on a downgrade, with rows there', () => {
	const link = 'team INT NOT NULL, person INT NOT NULL';
	test.each([
		[
			'a unique index',
			'CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT NOT NULL); CREATE UNIQUE INDEX ub ON t (b)',
			'CREATE TABLE t (id INTEGER PRIMARY KEY)',
			"INSERT INTO t VALUES (1, 'x'), (2, 'y')"
		],
		[
			'a unique index over a default',
			"CREATE TABLE t (a, b TEXT DEFAULT '' NOT NULL); CREATE UNIQUE INDEX ub ON t (b)",
			'CREATE TABLE t (a)',
			"INSERT INTO t VALUES (1, 'x'), (2, 'y')"
		],
		[
			'a partial unique index over an expression',
			'CREATE TABLE t (a, b TEXT NOT NULL); CREATE UNIQUE INDEX ub ON t (lower(b)) WHERE a > 0',
			'CREATE TABLE t (a)',
			"INSERT INTO t VALUES (1, 'x'), (2, 'y')"
		],
		[
			'a unique constraint of several columns',
			`CREATE TABLE t (a, ${link}, UNIQUE (team, person))`,
			'CREATE TABLE t (a)',
			'INSERT INTO t VALUES (0, 1, 1), (0, 1, 2)'
		],
		[
			'a unique constraint of which half stays',
			`CREATE TABLE t (${link}, UNIQUE (team, person))`,
			'CREATE TABLE t (team INT NOT NULL)',
			'INSERT INTO t VALUES (1, 1), (1, 2)'
		],
		[
			'a primary key of several columns',
			`CREATE TABLE t (a, ${link}, PRIMARY KEY (team, person))`,
			'CREATE TABLE t (a)',
			'INSERT INTO t VALUES (0, 1, 1), (0, 1, 2)'
		],
		[
			'the key of a table without rowid',
			'CREATE TABLE t (a TEXT PRIMARY KEY, b) WITHOUT ROWID',
			'CREATE TABLE t (b)',
			"INSERT INTO t VALUES ('x', 1), ('y', 2)"
		],
		[
			'a key of a table that stays without rowid',
			'CREATE TABLE t (a TEXT PRIMARY KEY, b BLOB NOT NULL UNIQUE) STRICT, WITHOUT ROWID',
			'CREATE TABLE t (a TEXT PRIMARY KEY) STRICT, WITHOUT ROWID',
			"INSERT INTO t VALUES ('x', x'01'), ('y', x'02')"
		],
		[
			'a column that is called like the number of the row',
			'CREATE TABLE t (rowid, b INT NOT NULL UNIQUE)',
			'CREATE TABLE t (rowid)',
			'INSERT INTO t VALUES (1, 1), (1, 2)'
		]
	])('differ where they must: %s', async (_, before, after, rows) => {
		const step = await render(before, after);
		expect(step.warnings.join()).not.toContain('A downgrade may fail');
		expect(step.downgrade.sql.split('\n')[0]).toMatch(/ is filled with the number of the row[.;]/);
		await step.fill(rows);
		await step.up();
		await step.down();
		expect(await step.query('SELECT count(*) FROM t')).toEqual([[2]]);
	});

	test.each([
		[
			'CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (a, b INT NOT NULL REFERENCES u (id))',
			'CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (a)',
			'is filled with 0 and must point at a row of u.',
			't.b must point at a row of u.'
		],
		[
			'CREATE TABLE t (a, b INT NOT NULL CHECK (b > 0))',
			'CREATE TABLE t (a)',
			'is filled with 0 and must keep the check b > 0.',
			't.b must keep the check b > 0.'
		],
		[
			'CREATE TABLE t (a, b INT NOT NULL); CREATE UNIQUE INDEX ub ON t (abs(b) % 2)',
			'CREATE TABLE t (a)',
			'is filled with the number of the row and must keep rows apart in ub.',
			't.b must keep rows apart in ub.'
		]
	])('are in doubt where no value is sure to do: %s', async (before, after, warning, comment) => {
		const { warnings, downgrade } = await render(before, after);
		expect(warnings.at(-1)).toBe(`A downgrade may fail where t has rows: \`b\` ${warning}`);
		expect(downgrade.sql.split('\n')[0]).toContain(`May fail where rows are there: ${comment}`);
		const empty = await render(before, after, { rows: { t: 0 } });
		expect(empty.warnings.join()).not.toContain('A downgrade may fail');
	});

	test('are in doubt where NULLs got a default in between, which a key that comes back lets be once', async () => {
		const { warnings } = await render(
			'CREATE TABLE t (a UNIQUE, b UNIQUE, c CHECK (c > 0))',
			'CREATE TABLE t (a NOT NULL DEFAULT 1, b NOT NULL DEFAULT 1 UNIQUE, c NOT NULL DEFAULT 1 CHECK (c > 0))'
		);
		expect(warnings.filter((warning) => warning.startsWith('A downgrade'))).toEqual([
			'A downgrade may fail where t has rows: `a` must keep rows apart in a.'
		]);
	});

	test('are in doubt where they were computed in between', async () => {
		const { warnings } = await render(
			'CREATE TABLE t (a, b INT NOT NULL UNIQUE CHECK (b > 0))',
			'CREATE TABLE t (a, b INT AS (a / 2))'
		);
		expect(warnings.filter((warning) => warning.startsWith('A downgrade'))).toEqual([
			'A downgrade may fail where t has rows: `b` must not be NULL.',
			'A downgrade may fail where t has rows: `b` must keep the check b > 0.',
			'A downgrade may fail where t has rows: `b` must keep rows apart in b.'
		]);
	});

	test.each([
		["b TEXT NOT NULL DEFAULT 'new' CHECK (b IN ('new', 'old'))"],
		['b INT CHECK (b > 0)'],
		['b INT CHECK (b IS NULL OR b > 0)'],
		['b INT REFERENCES t (a)'],
		['b INT UNIQUE']
	])('are in no doubt where the schema itself says what fits: %s', async (column) => {
		const step = await render(
			`CREATE TABLE t (a INTEGER PRIMARY KEY, ${column})`,
			'CREATE TABLE t (a INTEGER PRIMARY KEY)'
		);
		expect(step.warnings).toHaveLength(1);
		await step.fill('INSERT INTO t (a) VALUES (1), (2)');
		await step.up();
		await step.down();
	});
});

describe('warnings of an upgrade', () => {
	test('a unique index on rows that are there may fail', async () => {
		const { warnings } = await render(
			'CREATE TABLE t (a)',
			'CREATE TABLE t (a); CREATE UNIQUE INDEX ua ON t (a)'
		);
		expect(warnings).toEqual(['This fails if two rows of t have the same `a`.']);
		expect((await render('', 'CREATE TABLE t (a); CREATE UNIQUE INDEX ua ON t (a)')).warnings).toEqual([]);
	});

	test('a table that becomes strict may hold what does not fit', async () => {
		const { warnings } = await render('CREATE TABLE t (a INT)', 'CREATE TABLE t (a INT) STRICT');
		expect(warnings).toEqual(["This fails if a value in t is not of its column's type."]);
	});

	test.each(['INTEGER PRIMARY KEY', 'INTEGER PRIMARY KEY NOT NULL'])(
		'a NULL in what becomes the row number is given a number, which the warning says: %s',
		async (type) => {
			const step = await render('CREATE TABLE t (id INT PRIMARY KEY, a)', `CREATE TABLE t (id ${type}, a)`);
			expect(step.warnings.join()).toContain('Rows of t in which `id` is NULL get a new number.');
			expect(step.warnings.join()).not.toContain('fails if `id` of t is NULL');
			await step.fill("INSERT INTO t VALUES (5, 'x'), (NULL, 'y')");
			await step.up();
			expect(await step.query('SELECT id, a FROM t ORDER BY id')).toEqual([
				[5, 'x'],
				[6, 'y']
			]);
		}
	);
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

describe('a table made anew', () => {
	test('has no name for a while that others say of a table which is not there', async () => {
		const others = 'CREATE TABLE u (a REFERENCES new_t); CREATE VIEW v AS SELECT * FROM new_t_2;';
		const step = await render(
			`${others} CREATE TABLE t (a TEXT PRIMARY KEY)`,
			`${others} CREATE TABLE t (a TEXT COLLATE NOCASE PRIMARY KEY)`
		);
		expect(step.upgrade.sql).toContain('CREATE TABLE new_t_3 (');
		await step.up();
		await step.down();
	});
});
