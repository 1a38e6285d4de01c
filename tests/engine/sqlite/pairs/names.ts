import type { SamplePair } from './pair.ts';

/** Names, comments and line ends. */
export const names: readonly SamplePair[] = [
	{
		what: 'names hold quotes, spaces and emoji',
		before: `CREATE TABLE "🙂 t" ("a""b" INT, "c'd" TEXT, [e f] INT, \`g\` INT)`,
		rows: `INSERT INTO "🙂 t" VALUES (1,'x',2,3)`,
		after: `CREATE TABLE "🙂 t" ("a""b" TEXT, "c'd" TEXT NOT NULL, [e f] INT CONSTRAINT "🙂" CHECK ([e f] > 0), \`g\` INT)`
	},
	{
		what: 'rules come to columns with names in other scripts',
		before: `CREATE TABLE "🙂" ("é" INT, "日本" TEXT)`,
		rows: `INSERT INTO "🙂" VALUES (1,'x')`,
		after: `CREATE TABLE "🙂" ("é" INT NOT NULL, "日本" TEXT CONSTRAINT "ü" CHECK ("日本" <> '🙃'))`
	},
	{
		what: 'rules come to bare names in other scripts',
		before: `CREATE TABLE tü (é INT, 日本 TEXT)`,
		rows: `INSERT INTO tü VALUES (1,'x')`,
		after: `CREATE TABLE tü (é INT NOT NULL, 日本 TEXT CONSTRAINT ü CHECK (日本 <> '🙃'))`
	},
	{
		what: 'names are reserved words',
		before: `CREATE TABLE "select" ("from" INT, "where" TEXT, "index" INT)`,
		rows: `INSERT INTO "select" VALUES (1,'x',2)`,
		after: `CREATE TABLE "select" ("from" TEXT, "where" TEXT, "table" INT); CREATE INDEX "order" ON "select"("from")`,
		lost: ['select.index']
	},
	{
		what: 'rules come to a table called table',
		before: `CREATE TABLE "table" ("column" INT, "add" TEXT)`,
		rows: `INSERT INTO "table" VALUES (1,'x')`,
		after: `CREATE TABLE "table" ("column" INT NOT NULL, "add" TEXT, CONSTRAINT "drop" CHECK ("add" > ''))`
	},
	{
		what: 'columns are called check, constraint and not',
		before: `CREATE TABLE t ("check" INT, "constraint" INT, "not" INT)`,
		rows: `INSERT INTO t VALUES (1,2,3)`,
		after: `CREATE TABLE t ("check" INT NOT NULL, "constraint" INT CONSTRAINT "check" CHECK ("constraint" > 0), "not" INT)`
	},
	{
		what: 'a type is called NOT NULL',
		before: `CREATE TABLE t (a "NOT NULL", b INT)`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (a "NOT NULL" NOT NULL, b INT NOT NULL)`
	},
	{
		what: 'a check has its name in brackets or quotes',
		before: `CREATE TABLE "T" ("A" INT, CONSTRAINT "c k" CHECK ("A" > 0))`,
		rows: `INSERT INTO T VALUES (1)`,
		after: `CREATE TABLE "T" ("A" INT, CONSTRAINT [c k] CHECK ("A" > 0 AND TRUE), CONSTRAINT 'x''y' CHECK (A < 9))`
	},
	{
		what: 'names stand in brackets and backticks',
		before: `CREATE TABLE [a b] ([c d] INT, \`e f\` INT)`,
		rows: `INSERT INTO [a b] VALUES (1,2)`,
		after: `CREATE TABLE [a b] ([c d] INT NOT NULL, \`e f\` INT CONSTRAINT \`g h\` CHECK (\`e f\` > [c d]))`
	},
	{
		what: 'names stand in the quotes of strings',
		before: `CREATE TABLE 'tt' ('a' INT, 'b' INT)`,
		rows: `INSERT INTO tt VALUES (1,2)`,
		after: `CREATE TABLE 'tt' ('a' INT NOT NULL, 'b' INT, CONSTRAINT 'k' CHECK ("b" > 0))`
	},
	{
		what: 'names with quotes are renamed under a view',
		before: `CREATE TABLE "a""b" ("x""y" INT CHECK ("x""y" > 0)); CREATE VIEW "v""w" AS SELECT "x""y" FROM "a""b"`,
		rows: `INSERT INTO "a""b" VALUES (1)`,
		after: `CREATE TABLE "a'b" ("x'y" INT CHECK ("x'y" > 0)); CREATE VIEW "v""w" AS SELECT "x'y" FROM "a'b"`,
		renames: [
			{ kind: 'table', from: 'a"b', to: "a'b" },
			{ kind: 'column', table: "a'b", from: 'x"y', to: "x'y" }
		]
	},
	{
		what: 'a table and its columns are spelled otherwise',
		before: `CREATE TABLE Users (Id INTEGER PRIMARY KEY, Name TEXT); CREATE INDEX Ix ON Users(Name)`,
		rows: `INSERT INTO Users VALUES (1,'a')`,
		after: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT ''); CREATE INDEX ix ON users(name)`
	},
	{
		what: 'a column is called rowid',
		before: `CREATE TABLE t (rowid INT, a INT)`,
		rows: `INSERT INTO t VALUES (9,1)`,
		after: `CREATE TABLE t (rowid INT, oid TEXT, a TEXT)`
	},
	{
		what: 'columns have all the names of the rowid',
		before: `CREATE TABLE t (rowid INT, oid INT, _rowid_ INT, a INT)`,
		rows: `INSERT INTO t VALUES (9,8,7,1)`,
		after: `CREATE TABLE t (rowid INT, oid INT, _rowid_ INT, a TEXT)`
	},
	{
		what: 'rows keep their numbers',
		before: `CREATE TABLE t (a INT)`,
		rows: `INSERT INTO t(rowid,a) VALUES (42,1),(7,2)`,
		after: `CREATE TABLE t (a TEXT)`
	},
	{
		what: 'the names for a table in between are taken',
		before: `CREATE TABLE t (a INT); CREATE TABLE new_t (b); CREATE TABLE NEW_t_2 (c)`,
		rows: `INSERT INTO t VALUES (1); INSERT INTO new_t VALUES (2)`,
		after: `CREATE TABLE t (a TEXT); CREATE TABLE new_t (b INT); CREATE TABLE NEW_t_2 (c)`
	},
	{
		what: 'names hold line breaks',
		before: `CREATE TABLE "a\nb" ("c\nd" INT)`,
		rows: `INSERT INTO "a\nb" VALUES (1)`,
		after: `CREATE TABLE "a\nb" ("c\nd" INT NOT NULL, e TEXT UNIQUE)`
	},
	{
		what: 'names are 200 characters long',
		before: `CREATE TABLE tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (a INT)`,
		rows: `INSERT INTO tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt VALUES (1)`,
		after: `CREATE TABLE tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt (a TEXT, cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc INT)`
	},
	{
		what: 'tables are called temp and main',
		before: `CREATE TABLE temp (a INT); CREATE TABLE main (a INT)`,
		rows: `INSERT INTO temp VALUES (1); INSERT INTO main VALUES (1)`,
		after: `CREATE TABLE temp (a TEXT); CREATE TABLE main (a INT NOT NULL)`
	},
	{
		what: 'comments hold brackets, commas and quotes',
		before: `CREATE TABLE t ( -- one\n a INT, -- the a, (with parens\n /* b, */ b TEXT -- last ' quote\n)`,
		rows: `INSERT INTO t VALUES (1,'x')`,
		after: `CREATE TABLE t ( -- one\n a INT NOT NULL, -- the a, (with parens\n /* b, */ b TEXT, c INT -- last ' quote\n, CONSTRAINT k CHECK (a > 0) -- k\n)`
	},
	{
		what: 'comments stand between all words',
		before: `CREATE TABLE t /* name */ ( /* c1 */ a /* type */ INT /* nn */ NOT /* x */ NULL -- eol\n , b INT /* last */ CONSTRAINT /* cn */ k /* ck */ CHECK /* p */ ( /* in */ b > 0 /* out */ ) -- done\n)`,
		rows: `INSERT INTO t VALUES (1,2)`,
		after: `CREATE TABLE t (a INT, b INT NOT NULL, c INT)`
	},
	{
		what: 'lines end as on Windows',
		before: `CREATE TABLE t (\r\n  a INT, -- a\r\n  b TEXT\r\n);\r\nCREATE TRIGGER r AFTER INSERT ON t BEGIN\r\n  SELECT 1; -- x\r\nEND`,
		rows: `INSERT INTO t VALUES (1,'x')`,
		after: `CREATE TABLE t (\r\n  a TEXT, -- a\r\n  b TEXT NOT NULL DEFAULT 'line\r\nbreak'\r\n);\r\nCREATE TRIGGER r AFTER INSERT ON t BEGIN\r\n  SELECT 2; -- x\r\nEND`
	},
	{
		what: 'rules change in lines that end as on Windows',
		before: `CREATE TABLE t (\r\n	a INT NOT NULL,\r\n	b INT, -- b\r\n	CONSTRAINT k CHECK (\r\n		a > b\r\n	)\r\n)`,
		rows: `INSERT INTO t VALUES (2,1)`,
		after: `CREATE TABLE t (\r\n	a INT,\r\n	b INT NOT NULL, -- b\r\n	CONSTRAINT k CHECK (\r\n		a >= b\r\n	)\r\n)`
	},
	{
		what: 'a column comes after a comment',
		before: `CREATE TABLE t (a INT -- trailing\n)`,
		rows: `INSERT INTO t VALUES (1)`,
		after: `CREATE TABLE t (a INT -- trailing\n, b INT -- more\n)`
	}
];
