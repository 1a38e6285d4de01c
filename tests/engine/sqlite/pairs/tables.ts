import type { SamplePair } from './pair.ts';

/** Tables, columns, keys, and what stands on them. */
export const tables: readonly SamplePair[] = [
	{
		what: 'a table becomes STRICT',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d BLOB, e ANY)`,
		rows: `INSERT INTO t VALUES (1,5,'x',1.5,x'01','z'),(2,NULL,NULL,2,NULL,3.0)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d BLOB, e ANY) STRICT`
	},
	{
		what: 'a table becomes STRICT with a text among its numbers',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT)`,
		rows: `INSERT INTO t VALUES (1,'abc'),(2,4)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT) STRICT`,
		refused: true
	},
	{
		what: 'a STRICT table with a column of type ANY becomes an ordinary one',
		before: `CREATE TABLE t (a ANY) STRICT`,
		rows: `INSERT INTO t VALUES ('1'),(1),(1.0),(x'31')`,
		after: `CREATE TABLE t (a ANY)`,
		lost: ['t.a']
	},
	{
		what: 'a table loses its rowid',
		before: `CREATE TABLE t (k TEXT PRIMARY KEY, v)`,
		rows: `INSERT INTO t VALUES ('b',1),('a',2)`,
		after: `CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID`
	},
	{
		what: 'a table loses its rowid with a NULL in its key',
		before: `CREATE TABLE t (k TEXT PRIMARY KEY, v)`,
		rows: `INSERT INTO t VALUES (NULL,1),('a',2)`,
		after: `CREATE TABLE t (k TEXT PRIMARY KEY, v) WITHOUT ROWID`,
		refused: true
	},
	{
		what: 'a table without rowid becomes STRICT, with its key the other way round',
		before: `CREATE TABLE t (k TEXT, v INT, PRIMARY KEY(k, v)) WITHOUT ROWID; CREATE INDEX i ON t(v)`,
		rows: `INSERT INTO t VALUES ('b',1),('a',2)`,
		after: `CREATE TABLE t (k TEXT, v INT, w TEXT NOT NULL DEFAULT 'd', PRIMARY KEY(v, k)) WITHOUT ROWID, STRICT; CREATE INDEX i ON t(v DESC)`
	},
	{
		what: 'a key becomes AUTOINCREMENT',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, a)`,
		rows: `INSERT INTO t VALUES (5,1)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)`
	},
	{
		what: 'the count of AUTOINCREMENT outlives a change of type',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)`,
		rows: `INSERT INTO t VALUES (50,1); DELETE FROM t; INSERT INTO t(a) VALUES (2)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)`
	},
	{
		what: 'the count of AUTOINCREMENT outlives a rename',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)`,
		rows: `INSERT INTO t VALUES (50,1); DELETE FROM t`,
		after: `CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)`,
		renames: [{ kind: 'table', from: 't', to: 'u' }]
	},
	{
		what: 'a table with AUTOINCREMENT is spelled otherwise',
		before: `CREATE TABLE Tab (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)`,
		rows: `INSERT INTO Tab VALUES (7,1); DELETE FROM Tab`,
		after: `CREATE TABLE tab (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)`
	},
	{
		what: 'a computed column is stored',
		before: `CREATE TABLE t (a INT, b AS (a*2))`,
		rows: `INSERT INTO t VALUES (3),(4)`,
		after: `CREATE TABLE t (a INT, b AS (a*2) STORED)`
	},
	{
		what: 'a computed column, from which another is computed, is computed otherwise',
		before: `CREATE TABLE t (a INT, b AS (a*2), c AS (b+1) STORED)`,
		rows: `INSERT INTO t VALUES (3),(4)`,
		after: `CREATE TABLE t (a INT, b AS (a*3), c AS (b+1) STORED)`
	},
	{
		what: 'a computed column becomes an ordinary one',
		before: `CREATE TABLE t (a INT, b INT AS (a*2))`,
		rows: `INSERT INTO t VALUES (3),(4)`,
		after: `CREATE TABLE t (a INT, b INT)`
	},
	{
		what: 'an ordinary column becomes a computed one',
		before: `CREATE TABLE t (a INT, b INT)`,
		rows: `INSERT INTO t VALUES (3,1),(4,2)`,
		after: `CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a*2) VIRTUAL)`,
		lost: ['t.b']
	},
	{
		what: 'a computed column with an index and a check is computed otherwise',
		before: `CREATE TABLE t (a TEXT, b TEXT AS (lower(a)) NOT NULL, CHECK (b <> 'no')); CREATE UNIQUE INDEX i ON t(b)`,
		rows: `INSERT INTO t VALUES ('A'),('B')`,
		after: `CREATE TABLE t (a TEXT, b TEXT AS (lower(trim(a))) NOT NULL, CHECK (b <> 'nope')); CREATE UNIQUE INDEX i ON t(b COLLATE NOCASE)`
	},
	{
		what: 'a computed column with the name of a keyword is stored',
		before: `CREATE TABLE t ("order" INT, "group" INT AS ("order" + 1))`,
		rows: `INSERT INTO t VALUES (3)`,
		after: `CREATE TABLE t ("order" INT, "group" INT AS ("order" + 2) STORED)`
	},
	{
		what: 'columns are computed from JSON, with an index',
		before: `CREATE TABLE t (j TEXT)`,
		rows: `INSERT INTO t VALUES ('{"a":1}'),('{"a":"x"}')`,
		after: `CREATE TABLE t (j TEXT, a AS (json_extract(j,'$.a')) VIRTUAL, k TEXT AS (j ->> 'a') STORED); CREATE INDEX ja ON t(a)`
	},
	{
		what: 'a key disregards case',
		before: `CREATE TABLE t (a TEXT UNIQUE)`,
		rows: `INSERT INTO t VALUES ('a'),('B')`,
		after: `CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE)`
	},
	{
		what: 'a key disregards case, and two rows are then alike',
		before: `CREATE TABLE t (a TEXT UNIQUE)`,
		rows: `INSERT INTO t VALUES ('a'),('A')`,
		after: `CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE)`,
		refused: true
	},
	{
		what: 'the collation of a key moves to its column',
		before: `CREATE TABLE t (a TEXT, b, PRIMARY KEY (a COLLATE NOCASE, b DESC))`,
		rows: `INSERT INTO t VALUES ('a',1),('A',2)`,
		after: `CREATE TABLE t (a TEXT COLLATE RTRIM, b, PRIMARY KEY (a, b))`
	},
	{
		what: 'a column under an index gets another collation',
		before: `CREATE TABLE t (a TEXT COLLATE NOCASE); CREATE INDEX i ON t(a)`,
		rows: `INSERT INTO t VALUES ('a')`,
		after: `CREATE TABLE t (a TEXT); CREATE INDEX i ON t(a)`
	},
	{
		what: 'a view becomes a table',
		before: `CREATE TABLE t (a INT); CREATE VIEW v AS SELECT a FROM t`,
		rows: `INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (a INT); CREATE TABLE v (a INT)`
	},
	{
		what: 'a table becomes a view',
		before: `CREATE TABLE t (a INT); CREATE TABLE v (a INT)`,
		rows: `INSERT INTO t VALUES (1); INSERT INTO v VALUES (2)`,
		after: `CREATE TABLE t (a INT); CREATE VIEW v AS SELECT a FROM t`,
		lost: ['v.a', 'v.<rowid>']
	},
	{
		what: 'a table under views on views gets a column in front',
		before: `CREATE TABLE t (a INT); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w(x) AS SELECT a FROM v; CREATE VIEW z AS SELECT x FROM w JOIN v`,
		rows: `INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (b TEXT, a INT); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w(x) AS SELECT a FROM v; CREATE VIEW z AS SELECT x, b FROM w JOIN v`
	},
	{
		what: 'a view with an INSTEAD OF trigger changes with its table',
		before: `CREATE TABLE t (a INT); CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.a); END`,
		rows: `INSERT INTO v VALUES (1)`,
		after: `CREATE TABLE t (a INT NOT NULL DEFAULT 3); CREATE VIEW v AS SELECT a, 1 AS one FROM t; CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.a + NEW.one); END`
	},
	{
		what: 'a table goes together with a view that reads it in a WITH',
		before: `CREATE TABLE t (a INT); CREATE TABLE g (a INT); CREATE VIEW v AS WITH c AS (SELECT a FROM g) SELECT c.a FROM c, t`,
		rows: `INSERT INTO t VALUES (1); INSERT INTO g VALUES (2)`,
		after: `CREATE TABLE t (a TEXT)`,
		lost: ['g.a', 'g.<rowid>']
	},
	{
		what: 'a column is renamed beside a view that does not work',
		before: `CREATE TABLE t (a INT); CREATE VIEW v AS SELECT nope FROM missing`,
		rows: `INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (b INT); CREATE VIEW v AS SELECT nope FROM missing`,
		renames: [{ kind: 'column', table: 't', from: 'a', to: 'b' }]
	},
	{
		what: 'two tables change that a trigger watches and writes',
		before: `CREATE TABLE t (a INT); CREATE TABLE log (a, at TEXT DEFAULT CURRENT_TIMESTAMP); CREATE TRIGGER tr AFTER UPDATE OF a ON t WHEN NEW.a <> OLD.a BEGIN INSERT INTO log(a) VALUES (OLD.a); END`,
		rows: `INSERT INTO t VALUES (1); UPDATE t SET a = 2`,
		after: `CREATE TABLE t (a TEXT); CREATE TABLE log (a, at TEXT DEFAULT CURRENT_TIMESTAMP, who TEXT NOT NULL DEFAULT 'me'); CREATE TRIGGER tr AFTER UPDATE OF a ON t WHEN NEW.a <> OLD.a BEGIN INSERT INTO log(a, who) VALUES (OLD.a, 'x'); END`
	},
	{
		what: 'a parent with ON DELETE CASCADE and a trigger on DELETE is made anew',
		before: `CREATE TABLE p (id INTEGER PRIMARY KEY, a INT); CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE); CREATE TRIGGER tr BEFORE DELETE ON p BEGIN DELETE FROM c WHERE p = OLD.id; END`,
		rows: `INSERT INTO p VALUES (1,1),(2,2); INSERT INTO c VALUES (1),(2)`,
		after: `CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE); CREATE TRIGGER tr BEFORE DELETE ON p BEGIN DELETE FROM c WHERE p = OLD.id; END`
	},
	{
		what: 'a table whose trigger refuses every INSERT is made anew',
		before: `CREATE TABLE t (a INT); CREATE TRIGGER tr BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT,'no'); END`,
		rows: `DROP TRIGGER tr; INSERT INTO t VALUES (1); CREATE TRIGGER tr BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT,'no'); END`,
		after: `CREATE TABLE t (a TEXT); CREATE TRIGGER tr BEFORE INSERT ON t BEGIN SELECT RAISE(ABORT,'no'); END`
	},
	{
		what: 'a trigger moves to another table',
		before: `CREATE TABLE a (x); CREATE TABLE b (x); CREATE TRIGGER tr AFTER INSERT ON a BEGIN SELECT 1; END`,
		rows: `INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)`,
		after: `CREATE TABLE a (x); CREATE TABLE b (x); CREATE TRIGGER tr AFTER INSERT ON b BEGIN SELECT 1; END`
	},
	{
		what: 'a full-text table gets a column',
		before: `CREATE VIRTUAL TABLE f USING fts4(title)`,
		rows: `INSERT INTO f VALUES ('hello world')`,
		after: `CREATE VIRTUAL TABLE f USING fts4(title, body)`
	},
	{
		what: 'a full-text table becomes an ordinary one',
		before: `CREATE VIRTUAL TABLE f USING fts3(title)`,
		rows: `INSERT INTO f VALUES ('hello')`,
		after: `CREATE TABLE f (title)`
	},
	{
		what: 'a table becomes a full-text table',
		before: `CREATE TABLE f (title)`,
		rows: `INSERT INTO f VALUES ('hello')`,
		after: `CREATE VIRTUAL TABLE f USING fts4(title)`
	},
	{
		what: 'a full-text table is renamed',
		before: `CREATE VIRTUAL TABLE f USING fts4(title)`,
		rows: `INSERT INTO f VALUES ('hello')`,
		after: `CREATE VIRTUAL TABLE g USING fts4(title)`,
		renames: [{ kind: 'table', from: 'f', to: 'g' }]
	},
	{
		what: 'a table changes whose texts a full-text table indexes by a trigger',
		before: `CREATE TABLE d (id INTEGER PRIMARY KEY, body TEXT); CREATE VIRTUAL TABLE f USING fts4(content="d", body); CREATE TRIGGER di AFTER INSERT ON d BEGIN INSERT INTO f(docid, body) VALUES (NEW.id, NEW.body); END`,
		rows: `INSERT INTO d VALUES (1,'hello')`,
		after: `CREATE TABLE d (id INTEGER PRIMARY KEY, body TEXT NOT NULL, extra INT UNIQUE); CREATE VIRTUAL TABLE f USING fts4(content="d", body); CREATE TRIGGER di AFTER INSERT ON d BEGIN INSERT INTO f(docid, body) VALUES (NEW.id, NEW.body); END`
	},
	{
		what: 'a full-text table goes',
		before: `CREATE VIRTUAL TABLE f USING fts4(x); CREATE TABLE t (a INT)`,
		rows: `INSERT INTO f VALUES ('hi'); INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (a INT NOT NULL)`,
		lost: ['f.x', 'f.f', 'f.docid', 'f.__langid', 'f.<rowid>']
	},
	{
		what: 'a table that points at itself gets a key',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t)`,
		rows: `INSERT INTO t VALUES (1,NULL),(2,1)`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t (id) ON DELETE CASCADE, name TEXT UNIQUE)`
	},
	{
		what: 'a table that points at itself is renamed with its key',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t (id))`,
		rows: `INSERT INTO t VALUES (1,NULL),(2,1)`,
		after: `CREATE TABLE u (key INTEGER PRIMARY KEY, up TEXT REFERENCES u (key))`,
		renames: [
			{ kind: 'table', from: 't', to: 'u' },
			{ kind: 'column', table: 'u', from: 'id', to: 'key' }
		]
	},
	{
		what: 'a foreign key becomes deferred',
		before: `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p)`,
		rows: `INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)`,
		after: `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p DEFERRABLE INITIALLY DEFERRED)`
	},
	{
		what: 'both sides of a foreign key of two columns change',
		before: `CREATE TABLE p (a, b, PRIMARY KEY (a, b)); CREATE TABLE c (x, y, FOREIGN KEY (x, y) REFERENCES p)`,
		rows: `INSERT INTO p VALUES (1,2); INSERT INTO c VALUES (1,2)`,
		after: `CREATE TABLE p (a INT, b, n, PRIMARY KEY (a, b)); CREATE TABLE c (x INT, y, FOREIGN KEY (x, y) REFERENCES p (a, b) ON UPDATE CASCADE)`
	},
	{
		what: 'two tables that point at each other change',
		before: `CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a)`,
		rows: `PRAGMA foreign_keys=OFF; INSERT INTO a VALUES (1,1); INSERT INTO b VALUES (1,1); PRAGMA foreign_keys=ON`,
		after: `CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY, a TEXT REFERENCES a)`
	},
	{
		what: 'parent and child change places',
		before: `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a)`,
		rows: `INSERT INTO a VALUES (1); INSERT INTO b VALUES (1,1)`,
		after: `CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY)`,
		lost: ['b.a']
	},
	{
		what: 'a foreign key points at an index that becomes a constraint',
		before: `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT); CREATE UNIQUE INDEX u ON p(code); CREATE TABLE c (code TEXT REFERENCES p(code))`,
		rows: `INSERT INTO p VALUES (1,'x'); INSERT INTO c VALUES ('x')`,
		after: `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE); CREATE TABLE c (code TEXT REFERENCES p(code))`
	},
	{
		what: 'the condition of a partial unique index changes',
		before: `CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX i ON t(a) WHERE b IS NULL`,
		rows: `INSERT INTO t VALUES (1,NULL),(1,2),(2,3)`,
		after: `CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX i ON t(a) WHERE b IS NOT NULL AND a > 0`
	},
	{
		what: 'a column goes with the index over its expression',
		before: `CREATE TABLE t (a INT, b TEXT); CREATE INDEX i ON t(lower(b), a DESC)`,
		rows: `INSERT INTO t VALUES (1,'X')`,
		after: `CREATE TABLE t (a INT); CREATE INDEX i ON t(abs(a))`,
		lost: ['t.b']
	},
	{
		what: 'an index moves to another table',
		before: `CREATE TABLE t (a INT); CREATE TABLE u (a INT); CREATE INDEX i ON t(a)`,
		rows: `INSERT INTO t VALUES (1); INSERT INTO u VALUES (2)`,
		after: `CREATE TABLE t (a INT); CREATE TABLE u (a INT); CREATE INDEX i ON u(a)`
	},
	{
		what: 'two indexes change names',
		before: `CREATE TABLE t (a INT, b INT); CREATE INDEX i ON t(a); CREATE INDEX j ON t(b)`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (a INT, b INT); CREATE INDEX j ON t(a); CREATE INDEX i ON t(b)`
	},
	{
		what: 'columns come with defaults of every form',
		before: `CREATE TABLE t (a INT)`,
		rows: `INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (a INT, b TEXT DEFAULT (lower('X')), c TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, d INT DEFAULT -3, e TEXT DEFAULT 'it''s', f DEFAULT x'00', g DEFAULT 1e3, h INT DEFAULT TRUE, i DEFAULT "dq")`
	},
	{
		what: 'types with odd names, in quotes and with sizes, change',
		before: `CREATE TABLE t (a "my type", b [double precision](10), c UNSIGNED BIG INT, d 'x')`,
		rows: `INSERT INTO t VALUES (1,2.5,3,'4')`,
		after: `CREATE TABLE t (a "my type" NOT NULL, b DOUBLE PRECISION(10), c UNSIGNED BIG INT, d TEXT)`
	},
	{
		what: 'a column of numbers and others becomes text',
		before: `CREATE TABLE t (a INT)`,
		rows: `INSERT INTO t VALUES (1),('abc'),(1.5),(NULL),(9223372036854775807)`,
		after: `CREATE TABLE t (a TEXT)`
	},
	{
		what: 'a key with NULL in it becomes the rowid',
		before: `CREATE TABLE t (id INT PRIMARY KEY, a)`,
		rows: `INSERT INTO t VALUES (1,'x'),(NULL,'y')`,
		after: `CREATE TABLE t (id INTEGER PRIMARY KEY, a)`,
		lost: ['t.id']
	},
	{
		what: 'a table loses its key',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, a)`,
		rows: `INSERT INTO t VALUES (10,'x'),(20,'y')`,
		after: `CREATE TABLE t (id INTEGER, a)`
	},
	{
		what: 'the key moves to another column',
		before: `CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT UNIQUE NOT NULL)`,
		rows: `INSERT INTO t VALUES (10,'x'),(20,'y')`,
		after: `CREATE TABLE t (id INTEGER UNIQUE, k TEXT PRIMARY KEY NOT NULL)`
	},
	{
		what: 'the columns of a UNIQUE change places',
		before: `CREATE TABLE t (a, b, UNIQUE (a, b))`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (a, b, UNIQUE (b, a))`
	},
	{
		what: 'two columns change names under an index and a computed column',
		before: `CREATE TABLE t (a INT, b TEXT, c AS (a || b)); CREATE INDEX i ON t(a) WHERE b > 'a'`,
		rows: `INSERT INTO t VALUES (1,'x')`,
		after: `CREATE TABLE t (b INT, a TEXT, c AS (b || a)); CREATE INDEX i ON t(b) WHERE a > 'a'`,
		renames: [
			{ kind: 'column', table: 't', from: 'a', to: 'b' },
			{ kind: 'column', table: 't', from: 'b', to: 'a' }
		]
	},
	{
		what: 'two tables change names under a view',
		before: `CREATE TABLE a (x INT); CREATE TABLE b (y TEXT, x INT); CREATE VIEW v AS SELECT x FROM a`,
		rows: `INSERT INTO a VALUES (1); INSERT INTO b VALUES ('q',2)`,
		after: `CREATE TABLE b (x INT); CREATE TABLE a (y TEXT, x INT); CREATE VIEW v AS SELECT x FROM b`,
		renames: [
			{ kind: 'table', from: 'a', to: 'b' },
			{ kind: 'table', from: 'b', to: 'a' }
		]
	}
];
