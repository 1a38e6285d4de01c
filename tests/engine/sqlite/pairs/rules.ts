import type { SamplePair } from './pair.ts';

/** NOT NULL, CHECK and the rows that must keep them. */
export const rules: readonly SamplePair[] = [
	{
		what: 'checks without names change',
		before: `CREATE TABLE t (a INT CHECK (a > 0), CHECK (a < 10))`,
		rows: `INSERT INTO t VALUES (3)`,
		after: `CREATE TABLE t (a INT CHECK (a > 1), CHECK (a < 10), CHECK (a <> 7))`
	},
	{
		what: 'of two checks that say the same one goes',
		before: `CREATE TABLE t (a INT CHECK (a > 0), CHECK (a > 0))`,
		rows: `INSERT INTO t VALUES (3)`,
		after: `CREATE TABLE t (a INT CHECK (a > 0))`
	},
	{
		what: 'two checks change names',
		before: `CREATE TABLE t (a INT CONSTRAINT p CHECK (a > 0), CONSTRAINT q CHECK (a < 10))`,
		rows: `INSERT INTO t VALUES (3)`,
		after: `CREATE TABLE t (a INT CONSTRAINT q CHECK (a > 0), CONSTRAINT p CHECK (a < 10))`
	},
	{
		what: 'a check that names its table comes over a rename of the table',
		before: `CREATE TABLE t (a INT, CHECK (t.a > 0))`,
		rows: `INSERT INTO t VALUES (3)`,
		after: `CREATE TABLE u (a INT, b INT, CHECK (u.a > 0 AND u.b IS NOT 3))`,
		renames: [{ kind: 'table', from: 't', to: 'u' }]
	},
	{
		what: 'three checks change names in a ring',
		before: `CREATE TABLE t (a INT, CONSTRAINT k1 CHECK (a>1), CONSTRAINT k2 CHECK (a>2), CONSTRAINT k3 CHECK (a>3))`,
		rows: `INSERT INTO t VALUES (9)`,
		after: `CREATE TABLE t (a INT, CONSTRAINT k3 CHECK (a>1), CONSTRAINT k1 CHECK (a>2), CONSTRAINT k2 CHECK (a>3))`
	},
	{
		what: 'the name of a check is spelled otherwise',
		before: `CREATE TABLE t (a INT, CONSTRAINT K CHECK (a>1))`,
		rows: `INSERT INTO t VALUES (9)`,
		after: `CREATE TABLE t (a INT, CONSTRAINT k CHECK (a>1))`
	},
	{
		what: 'of two checks with one name one goes',
		before: `CREATE TABLE t (a INT, CONSTRAINT k CHECK (a>1), CONSTRAINT k CHECK (a>2))`,
		rows: `INSERT INTO t VALUES (9)`,
		after: `CREATE TABLE t (a INT, CONSTRAINT k CHECK (a>2))`
	},
	{
		what: 'a check with LIKE, BETWEEN and GLOB comes',
		before: `CREATE TABLE t (e TEXT)`,
		rows: `INSERT INTO t VALUES ('a@b')`,
		after: `CREATE TABLE t (e TEXT, CONSTRAINT mail CHECK (e LIKE '%_@_%' AND length(e) BETWEEN 3 AND 200 AND e NOT GLOB '* *'))`
	},
	{
		what: 'a check with CASE comes',
		before: `CREATE TABLE t (s TEXT, d TEXT)`,
		rows: `INSERT INTO t VALUES ('a',NULL)`,
		after: `CREATE TABLE t (s TEXT, d TEXT, CONSTRAINT st CHECK (CASE WHEN s = 'b' THEN d IS NOT NULL ELSE TRUE END))`
	},
	{
		what: 'a check over a computed column comes',
		before: `CREATE TABLE t (a INT, g INT AS (a*2))`,
		rows: `INSERT INTO t VALUES (5)`,
		after: `CREATE TABLE t (a INT, g INT AS (a*2) CONSTRAINT gk CHECK (g < 100))`
	},
	{
		what: 'a check with the largest numbers comes',
		before: `CREATE TABLE t (a INT)`,
		rows: `INSERT INTO t VALUES (9223372036854775807)`,
		after: `CREATE TABLE t (a INT NOT NULL, CONSTRAINT k CHECK (a <= 9223372036854775807 AND a <> -9223372036854775808))`
	},
	{
		what: 'a NOT NULL goes, and a check gets a name',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT NOT NULL, c REAL CHECK (c > 0))`,
		rows: `INSERT INTO t VALUES (1,NULL,'x',1.5),(2,3,'y',NULL)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL CONSTRAINT pos CHECK (c > 0))`
	},
	{
		what: 'table and column are renamed, and the check over them changes',
		before: `CREATE TABLE t (a INT NOT NULL, b INT, CONSTRAINT k CHECK (a > b)); CREATE INDEX i ON t(a) WHERE b > 0; CREATE VIEW v AS SELECT a, b FROM t`,
		rows: `INSERT INTO t VALUES (5,3)`,
		after: `CREATE TABLE u (x INT, b INT NOT NULL, CONSTRAINT k CHECK (x >= b)); CREATE INDEX i ON u(x) WHERE b > 0; CREATE VIEW v AS SELECT x, b FROM u`,
		renames: [
			{ kind: 'table', from: 't', to: 'u' },
			{ kind: 'column', table: 'u', from: 'a', to: 'x' }
		]
	},
	{
		what: 'a column is renamed to the name of one that goes, and must not be NULL',
		before: `CREATE TABLE t (a INT, b TEXT, c INT)`,
		rows: `INSERT INTO t VALUES (1,'x',3)`,
		after: `CREATE TABLE t (b INT NOT NULL, c INT)`,
		renames: [{ kind: 'column', table: 't', from: 'a', to: 'b' }],
		lost: ['t.b']
	},
	{
		what: 'a column with a check is renamed beside one that must not be NULL',
		before: `CREATE TABLE t (a INT CONSTRAINT k CHECK (a > 0), b INT)`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (z INT CONSTRAINT k CHECK (z > 0), b INT NOT NULL)`,
		renames: [{ kind: 'column', table: 't', from: 'a', to: 'z' }]
	},
	{
		what: 'two columns change names, and NOT NULL goes along',
		before: `CREATE TABLE t (a INT NOT NULL, b INT)`,
		rows: `INSERT INTO t VALUES (1,NULL)`,
		after: `CREATE TABLE t (a INT, b INT NOT NULL)`,
		renames: [
			{ kind: 'column', table: 't', from: 'a', to: 'b' },
			{ kind: 'column', table: 't', from: 'b', to: 'a' }
		]
	},
	{
		what: 'two columns change names, and NOT NULL does not go along',
		before: `CREATE TABLE t (a INT NOT NULL, b INT)`,
		rows: `INSERT INTO t VALUES (1,3)`,
		after: `CREATE TABLE t (a INT NOT NULL, b INT)`,
		renames: [
			{ kind: 'column', table: 't', from: 'a', to: 'b' },
			{ kind: 'column', table: 't', from: 'b', to: 'a' }
		]
	},
	{
		what: 'a key that may be NULL must not be',
		before: `CREATE TABLE t (k TEXT PRIMARY KEY, v)`,
		rows: `INSERT INTO t VALUES ('a',1)`,
		after: `CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v)`
	},
	{
		what: 'NOT NULL of the rowid goes, and its count stays',
		before: `CREATE TABLE t (k INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, v)`,
		rows: `INSERT INTO t VALUES (7,1); DELETE FROM t`,
		after: `CREATE TABLE t (k INTEGER PRIMARY KEY AUTOINCREMENT, v, CONSTRAINT vv CHECK (v > 0))`
	},
	{
		what: 'NOT NULL comes in a table without rowid',
		before: `CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID`,
		rows: `INSERT INTO t VALUES ('a',1)`,
		after: `CREATE TABLE t (k TEXT NOT NULL PRIMARY KEY, v NOT NULL) WITHOUT ROWID`
	},
	{
		what: 'NOT NULL comes to a part of a key',
		before: `CREATE TABLE t (a, b, c, PRIMARY KEY(a, b))`,
		rows: `INSERT INTO t VALUES (1,NULL,3)`,
		after: `CREATE TABLE t (a NOT NULL, b, c NOT NULL, PRIMARY KEY(a, b))`
	},
	{
		what: 'a foreign key must not be NULL',
		before: `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE SET NULL)`,
		rows: `INSERT INTO p VALUES (1); INSERT INTO c VALUES (1,1)`,
		after: `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INT NOT NULL REFERENCES p ON DELETE SET NULL)`
	},
	{
		what: 'a computed column must not be NULL, and is',
		before: `CREATE TABLE t (a INT, g INT AS (a*2))`,
		rows: `INSERT INTO t VALUES (NULL)`,
		after: `CREATE TABLE t (a INT, g INT AS (a*2) NOT NULL)`,
		refused: true
	},
	{
		what: 'a column goes with the check that it shares',
		before: `CREATE TABLE t (a INT, b INT, c INT, CONSTRAINT ab CHECK (a < b), CHECK (c > 0))`,
		rows: `INSERT INTO t VALUES (1,2,3)`,
		after: `CREATE TABLE t (a INT, c INT, CHECK (c > 0))`,
		lost: ['t.b']
	},
	{
		what: 'a column goes with a check without name',
		before: `CREATE TABLE t (a INT, b INT, CHECK (a < b))`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (a INT)`,
		lost: ['t.b']
	},
	{
		what: 'a child gets rules while its parent is made anew',
		before: `CREATE TABLE p (id INT PRIMARY KEY, n INT); CREATE TABLE c (p INT REFERENCES p(id), q INT)`,
		rows: `INSERT INTO p VALUES (1,1); INSERT INTO c VALUES (1,1)`,
		after: `CREATE TABLE p (id INT PRIMARY KEY, n TEXT); CREATE TABLE c (p INT NOT NULL REFERENCES p(id), q INT, CONSTRAINT z CHECK (q > 0))`
	},
	{
		what: 'NULLs get the default under a trigger on UPDATE, which is not fired',
		before: `CREATE TABLE t (a INT DEFAULT 1); CREATE TABLE log (n); CREATE TRIGGER r AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (1); END`,
		rows: `INSERT INTO t VALUES (NULL)`,
		after: `CREATE TABLE t (a INT NOT NULL DEFAULT 1); CREATE TABLE log (n); CREATE TRIGGER r AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (1); END`,
		lost: ['t.a']
	},
	{
		what: 'NULLs get the default under a stored column and its index',
		before: `CREATE TABLE t (a INT DEFAULT 2, g INT AS (a * 2) STORED); CREATE INDEX gi ON t(g)`,
		rows: `INSERT INTO t(a) VALUES (NULL),(5)`,
		after: `CREATE TABLE t (a INT NOT NULL DEFAULT 2, g INT AS (a * 2) STORED NOT NULL); CREATE INDEX gi ON t(g)`,
		lost: ['t.a', 't.g']
	},
	{
		what: 'NULLs get the default, which must be there once only',
		before: `CREATE TABLE t (a INT UNIQUE DEFAULT 2)`,
		rows: `INSERT INTO t(a) VALUES (NULL),(NULL)`,
		after: `CREATE TABLE t (a INT UNIQUE NOT NULL DEFAULT 2)`,
		refused: true
	},
	{
		what: 'NULLs get the default, and the check over it goes',
		before: `CREATE TABLE t (a INT DEFAULT 1 CONSTRAINT k CHECK (a > 0))`,
		rows: `INSERT INTO t(a) VALUES (NULL),(4)`,
		after: `CREATE TABLE t (a INT DEFAULT 1 NOT NULL)`,
		lost: ['t.a']
	},
	{
		what: 'a default is a bare word that is also the name of a column',
		before: `CREATE TABLE t (a TEXT DEFAULT none, none TEXT)`,
		rows: `INSERT INTO t VALUES (NULL,'q'),('x','r')`,
		after: `CREATE TABLE t (a TEXT NOT NULL DEFAULT none, none TEXT)`,
		lost: ['t.a']
	},
	{
		what: 'a NOT NULL says ABORT instead of REPLACE',
		before: `CREATE TABLE t (a INT NOT NULL ON CONFLICT REPLACE DEFAULT 1)`,
		rows: `INSERT INTO t VALUES (5)`,
		after: `CREATE TABLE t (a INT NOT NULL ON CONFLICT ABORT DEFAULT 1)`
	},
	{
		what: 'a key no longer replaces rows',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a INT)`,
		rows: `INSERT INTO t VALUES (1,5),(2,5)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)`
	}
];
