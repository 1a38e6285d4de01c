import { expect, it } from 'vitest';
import { DatabaseError } from '../../../src/lib/engine/database.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';

/** What is there first, what is refused, SQLite's own message, and a word of the way out. */
const cases: readonly (readonly [first: string, refused: string, message: string, hint: RegExp])[] = [
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1)',
		'ALTER TABLE t ADD COLUMN b INT NOT NULL',
		'Cannot add a NOT NULL column with default value NULL',
		/DEFAULT 0/
	],
	[
		'CREATE TABLE t (a)',
		'ALTER TABLE t ADD COLUMN b UNIQUE',
		'Cannot add a UNIQUE column',
		/CREATE UNIQUE INDEX/
	],
	['CREATE TABLE t (a)', 'ALTER TABLE t ADD COLUMN b PRIMARY KEY', 'Cannot add a PRIMARY KEY column', /anew/],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1)',
		'ALTER TABLE t ADD COLUMN b DEFAULT CURRENT_TIMESTAMP',
		'Cannot add a column with non-constant default',
		/UPDATE/
	],
	[
		'PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a); INSERT INTO t VALUES (1)',
		'ALTER TABLE t ADD COLUMN b DEFAULT 3 REFERENCES p',
		'Cannot add a REFERENCES column with non-NULL default value',
		/UPDATE/
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1)',
		'ALTER TABLE t ADD COLUMN b AS (a) STORED',
		'cannot add a STORED column',
		/VIRTUAL/
	],
	['CREATE TABLE t (a UNIQUE, b)', 'ALTER TABLE t DROP COLUMN a', 'cannot drop UNIQUE column: "a"', /anew/],
	[
		'CREATE TABLE t (a PRIMARY KEY, b)',
		'ALTER TABLE t DROP COLUMN a',
		'cannot drop PRIMARY KEY column: "a"',
		/anew/
	],
	[
		'CREATE TABLE t (a, b); CREATE INDEX ib ON t (b)',
		'ALTER TABLE t DROP COLUMN b',
		'error in index ib after drop column: no such column: b',
		/Drop index ib before/
	],
	['CREATE TABLE t (a)', 'ALTER TABLE t ALTER COLUMN a TYPE TEXT', 'near "TYPE": syntax error', /anew/],
	[
		'CREATE TABLE t (a)',
		'ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)',
		'near "UNIQUE": syntax error',
		/UNIQUE INDEX/
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (NULL)',
		'ALTER TABLE t ALTER COLUMN a SET NOT NULL',
		'constraint failed',
		/UPDATE … SET a = … WHERE a IS NULL/
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (-1)',
		'ALTER TABLE t ADD CONSTRAINT pos CHECK (a > 0)',
		'constraint failed',
		/WHERE NOT/
	],
	[
		'PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)',
		'DROP TABLE p',
		'FOREIGN KEY constraint failed',
		/foreign_keys:false/
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (-1)',
		'ALTER TABLE t ADD COLUMN b CHECK (a > 0)',
		'CHECK constraint failed',
		/WHERE NOT/
	],
	['BEGIN', 'VACUUM', 'cannot VACUUM from within a transaction', /transaction:false/],
	['CREATE TABLE t (a)', 'CREATE TABLE t (b)', 'table t already exists', /IF NOT EXISTS/],
	['CREATE TABLE t (a)', 'CREATE INDEX t ON t (a)', 'there is already a table named t', /another name/],
	['', 'DROP INDEX nope', 'no such index: nope', /IF EXISTS/],
	['CREATE VIEW v AS SELECT 1', 'DROP TABLE v', 'use DROP VIEW to delete view v', /DROP VIEW v/],
	[
		'CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)',
		'INSERT INTO t VALUES (1)',
		'UNIQUE constraint failed: t.a',
		/GROUP BY/
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1), (1)',
		'CREATE UNIQUE INDEX i ON t (a)',
		'UNIQUE constraint failed: t.a',
		/GROUP BY/
	],
	[
		'CREATE TABLE t (a NOT NULL)',
		'INSERT INTO t VALUES (NULL)',
		'NOT NULL constraint failed: t.a',
		/coalesce/
	],
	[
		'CREATE TABLE t (a, CONSTRAINT pos CHECK (a > 0))',
		'INSERT INTO t VALUES (-1)',
		'CHECK constraint failed: pos',
		/WHERE NOT/
	],
	[
		'CREATE TABLE t (a INTEGER) STRICT',
		"INSERT INTO t VALUES ('x')",
		'cannot store TEXT value in INTEGER column t.a',
		/CAST/
	],
	[
		'CREATE TABLE t (a)',
		'INSERT INTO t VALUES (1, 2)',
		'table t has 1 columns but 2 values were supplied',
		/INSERT INTO t \(/
	],
	['', 'SELECT now()', 'no such function: now', /CURRENT_TIMESTAMP/],
	['', 'SELECT constructor()', 'no such function: constructor', /spelling/],
	['', 'CREATE TABLE t (a DEFAULT now())', 'near "(": syntax error', /brackets|DEFAULT \(expression\)/],
	['', 'CREATE TABLE t (a, b,)', 'near ")": syntax error', /comma/],
	['', 'CREATE TABLE t (a', 'incomplete input', /bracket/],
	['', "SELECT 'abc", 'unrecognized token: "\'abc"', /Close it/],
	['', 'TRUNCATE TABLE t', 'near "TRUNCATE": syntax error', /DELETE FROM/],
	['', "CREATE TYPE mood AS ENUM ('a')", 'near "TYPE": syntax error', /CHECK/],
	[
		'',
		'CREATE TABLE t (id TEXT PRIMARY KEY AUTOINCREMENT)',
		'AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY',
		/exactly INTEGER PRIMARY KEY/
	],
	['', 'CREATE TABLE t (a, a)', 'duplicate column name: a', /another name/],
	['CREATE TABLE t (a); CREATE TABLE u (a)', 'SELECT a FROM t, u', 'ambiguous column name: a', /orders\.a/],
	[
		'CREATE VIEW v AS SELECT 1',
		'INSERT INTO v VALUES (1)',
		'cannot modify v because it is a view',
		/INSTEAD OF/
	],
	['', 'CREATE VIRTUAL TABLE f USING fts5(a)', 'no such module: fts5', /fts4/],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1)',
		'SELECT * FROM t\nDELETE FROM t',
		'near "DELETE": syntax error',
		/semicolon/
	]
];

it.each(cases)(
	'after %j, %j: SQLite says %j, and we say what to do',
	async (first, refused, message, hint) => {
		const database = await openDatabase('sqlite');
		try {
			await database.execute(first);
			const error = await database.execute(refused).then(
				() => undefined,
				(reason: unknown) => reason
			);
			if (!(error instanceof DatabaseError)) throw new Error(`accepted, or ${String(error)}`);
			expect(error.message).toBe(message);
			const explained = database.dialect.explain(error.failure);
			expect(explained.hint).toMatch(hint);
			expect(explained.message).toMatch(/[.)]$/);
		} finally {
			await database.close();
		}
	}
);

it('a message nobody foresaw is shown as it is', async () => {
	const database = await openDatabase('sqlite');
	await database.execute(
		"CREATE TABLE t (a); CREATE TRIGGER no BEFORE INSERT ON t BEGIN SELECT raise(ABORT, 'not on Sundays'); END;"
	);
	const error: unknown = await database
		.execute('INSERT INTO t VALUES (1)')
		.catch((reason: unknown) => reason);
	if (!(error instanceof DatabaseError)) throw new Error('accepted');
	expect(database.dialect.explain(error.failure).message).toContain('not on Sundays');
	await database.close();
});

it.each([
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (1), (1); CREATE TABLE new_t (a UNIQUE)',
		'INSERT INTO "new_t" (a)\nSELECT a FROM t;'
	],
	[
		"CREATE TABLE t (a); INSERT INTO t VALUES ('x'); CREATE TABLE new_t (a INT) STRICT",
		'INSERT INTO new_t SELECT a FROM "t"'
	],
	[
		'CREATE TABLE t (a); INSERT INTO t VALUES (NULL); CREATE TABLE new_t (a NOT NULL)',
		'INSERT INTO new_t SELECT * FROM t;'
	]
])('a table built anew is told by the table whose rows do not fit (%#)', async (first, refused) => {
	const database = await openDatabase('sqlite');
	await database.execute(first);
	const error: unknown = await database.execute(refused).catch((reason: unknown) => reason);
	if (!(error instanceof DatabaseError)) throw new Error('accepted');
	const { message, hint } = database.dialect.explain(error.failure);
	expect(message).toMatch(/^A row of t does not fit into new_t/);
	expect(hint).toMatch(/^The rows to look at are those of t\./);
	await database.close();
});

it('a view that an earlier statement broke is not said to have been broken before', async () => {
	const database = await openDatabase('sqlite');
	await database.execute(
		'CREATE TABLE t (a); CREATE TABLE new_t (a, b); CREATE TEMP VIEW tv AS SELECT a FROM t; DROP TABLE t;'
	);
	const error: unknown = await database
		.execute('ALTER TABLE new_t RENAME TO t')
		.catch((reason: unknown) => reason);
	if (!(error instanceof DatabaseError)) throw new Error('accepted');
	const { message, hint } = database.dialect.explain(error.failure);
	expect(message).toContain('At this point view tv does not work');
	expect(hint).toContain('an earlier statement of this step took away what it uses');
	await database.close();
});
