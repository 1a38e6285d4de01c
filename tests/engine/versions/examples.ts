import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';

/** A statement that only databases from one version on accept. */
export interface Example {
	readonly since: string;
	readonly sql: string;
	/** What is to be underlined. */
	readonly mark: string;
}

/** Statements that the others stand on. */
export const setup: Readonly<Record<DialectName, string>> = {
	sqlite: `CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, j TEXT, CONSTRAINT positive CHECK (a > 0));
		CREATE TABLE u (id INTEGER PRIMARY KEY, a);`,
	postgres: `CREATE TABLE t (id int PRIMARY KEY, a int, b int, j jsonb, span int4range, c int GENERATED ALWAYS AS (a) STORED,
			CONSTRAINT positive CHECK (a > 0), CONSTRAINT again FOREIGN KEY (a) REFERENCES t);
		CREATE TABLE u (id int PRIMARY KEY, a int);
		CREATE TABLE parents (id int, span int4range, CONSTRAINT parents_span EXCLUDE USING gist (span WITH &&));
		CREATE SEQUENCE s; CREATE SCHEMA x;
		CREATE FUNCTION logs_in() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';`
};

function example(since: string, mark: string, sql: string): Example {
	return { since, mark, sql };
}

/** One example for each thing that is known to be newer than the oldest version one may write for. */
export const examples: Readonly<Record<DialectName, readonly Example[]>> = {
	sqlite: [
		example(
			'3.28',
			'GROUPS',
			'SELECT sum(a) OVER (ORDER BY a GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t'
		),
		example('3.28', 'EXCLUDE', 'SELECT sum(a) OVER (ORDER BY a ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM t'),
		example('3.30', 'NULLS LAST', 'SELECT a FROM t ORDER BY a DESC NULLS LAST'),
		example('3.30', 'FILTER', 'SELECT count(*) FILTER (WHERE a > 1) FROM t'),
		example(
			'3.31',
			'GENERATED ALWAYS AS (',
			'CREATE TABLE g (a, b INTEGER GENERATED ALWAYS AS (a + 1) STORED)'
		),
		example('3.31', 'AS', 'CREATE TEMP TABLE g (a, b INTEGER AS (CAST(a AS INTEGER)))'),
		example('3.31', 'AS', 'ALTER TABLE main.t ADD COLUMN c INTEGER AS (a + 1)'),
		example('3.32', 'iif', 'SELECT iif(a > 1, a, b) FROM t'),
		example('3.33', 'FROM', 'UPDATE t SET a = u.a FROM u WHERE u.id = t.id'),
		example(
			'3.33',
			'FROM',
			'CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN DELETE FROM u; UPDATE t SET a = u.a FROM u WHERE u.id = t.id; END'
		),
		example('3.34', 'substring', "SELECT a || substring('abc', 2) FROM t"),
		example('3.35', 'DROP COLUMN', 'ALTER TABLE t DROP COLUMN b'),
		example('3.35', 'DROP', 'ALTER TABLE t DROP b'),
		example('3.35', 'RETURNING', 'INSERT INTO t (a) VALUES (1) RETURNING id'),
		example('3.35', 'RETURNING', 'DELETE FROM t WHERE a = 1 RETURNING *'),
		example('3.35', 'RETURNING', 'INSERT INTO t DEFAULT VALUES RETURNING "a"'),
		example('3.35', 'MATERIALIZED', 'WITH f AS NOT MATERIALIZED (SELECT a FROM t) SELECT * FROM f'),
		example('3.35', 'ON CONFLICT DO UPDATE', 'INSERT INTO t (id) VALUES (1) ON CONFLICT DO UPDATE SET a = 1'),
		example('3.35', 'pow', 'SELECT pow(a, 2) FROM t'),
		example('3.37', 'STRICT', 'CREATE TABLE IF NOT EXISTS g (a INTEGER PRIMARY KEY) WITHOUT ROWID, STRICT'),
		example('3.38', '->>', "SELECT j ->> 'a' FROM t"),
		example('3.38', '->', "CREATE INDEX g ON t (j -> '$.a')"),
		example('3.38', 'unixepoch', 'CREATE TABLE g (a INTEGER DEFAULT (unixepoch()))'),
		example('3.38', 'format', "SELECT format('%d', a) FROM t"),
		example('3.39', 'RIGHT JOIN', 'SELECT * FROM t RIGHT JOIN u ON u.id = t.id'),
		example('3.39', 'FULL OUTER JOIN', 'SELECT * FROM t NATURAL FULL OUTER JOIN u'),
		example('3.39', 'IS DISTINCT FROM', 'UPDATE t SET a = a IS DISTINCT FROM b'),
		example('3.39', 'IS NOT DISTINCT FROM', 'SELECT a IS NOT DISTINCT FROM b FROM t'),
		example('3.41', 'unhex', "SELECT unhex('ff')"),
		example('3.42', 'json_error_position', "SELECT json_error_position('[')"),
		example('3.43', 'octet_length', 'SELECT octet_length(a) FROM t'),
		example('3.43', 'timediff', "SELECT timediff('now', 'now')"),
		example('3.44', 'concat_ws', "SELECT concat_ws(',', a, b) FROM t"),
		example('3.44', 'ORDER BY', "SELECT group_concat(a, ',' ORDER BY b) FROM t"),
		example('3.45', 'jsonb_object', "SELECT jsonb_object('a', a) FROM t"),
		example('3.46', '1_000', 'SELECT 1_000'),
		example('3.46', 'json_pretty', "SELECT json_pretty('[]')"),
		example(
			'3.47',
			'RAISE',
			"CREATE TRIGGER g BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no ' || OLD.a); END"
		),
		example('3.48', 'iif', 'SELECT iif(a, b) FROM t'),
		example('3.48', 'if', 'SELECT if(a, b, 1) FROM t'),
		example('3.49', 'iif', 'SELECT iif(a, 1, b, 2, 3) FROM t'),
		example('3.50', 'unistr', "SELECT unistr('a')"),
		example('3.51', 'jsonb_each', "SELECT key FROM jsonb_each('[1]')"),
		example('3.53', 'json_array_insert', "SELECT json_array_insert('[1]', '$[0]', 2)"),
		example('3.53', 'ADD CONSTRAINT', 'ALTER TABLE t ADD CONSTRAINT small CHECK (b < 9)'),
		example('3.53', 'DROP CONSTRAINT', 'ALTER TABLE t DROP CONSTRAINT positive'),
		example('3.53', 'ADD CHECK', 'ALTER TABLE main.t ADD CHECK (b < 9)'),
		example('3.53', 'ALTER', 'ALTER TABLE t ALTER COLUMN a SET NOT NULL'),
		example('3.53', 'ALTER', 'ALTER TABLE "main"."t" ALTER a DROP NOT NULL')
	],
	postgres: [
		example('15', 'NULLS NOT DISTINCT', 'CREATE TABLE g (a int, b int UNIQUE NULLS NOT DISTINCT)'),
		example('15', 'NULLS NOT DISTINCT', 'CREATE UNIQUE INDEX g ON t (a) NULLS NOT DISTINCT'),
		example(
			'15',
			'ON DELETE SET',
			'CREATE TABLE g (a int REFERENCES t, FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL (a))'
		),
		example(
			'15',
			'MERGE',
			'WITH f AS (SELECT 1 AS id) MERGE INTO t USING f ON t.id = f.id WHEN MATCHED THEN DELETE'
		),
		example('15', 'security_invoker', 'CREATE VIEW g WITH (security_invoker) AS SELECT 1 AS one'),
		example('15', 'UNLOGGED', 'CREATE UNLOGGED SEQUENCE g'),
		example('15', 'SET UNLOGGED', 'ALTER SEQUENCE s SET UNLOGGED'),
		example('15', 'SET LOGGED', 'ALTER SEQUENCE s SET LOGGED'),
		example('15', 'SET ACCESS METHOD', 'ALTER TABLE t ALTER a SET DEFAULT 1, SET ACCESS METHOD heap'),
		example('15', 'numeric', 'CREATE TABLE g (a text, b numeric(2, -3))'),
		example('15', 't', 'CREATE PUBLICATION g FOR TABLE t (id)'),
		example('15', 'WHERE', 'CREATE PUBLICATION g FOR TABLE t WHERE (id > 1)'),
		example('15', 'TABLES IN SCHEMA', 'CREATE PUBLICATION g FOR TABLES IN SCHEMA x'),
		example('15', 'PARAMETER', 'GRANT SET ON PARAMETER work_mem TO CURRENT_USER'),
		example('15', 'header', 'COPY t (a, b) FROM STDIN (FORMAT csv, HEADER match)'),
		example('15', 'regexp_like', "SELECT regexp_like('a', 'b')"),
		example('16', 'STORAGE', 'CREATE TABLE g (a text, b text STORAGE external)'),
		example('16', 'STORAGE DEFAULT', 'ALTER TABLE t ALTER a SET STORAGE PLAIN, ALTER b SET STORAGE DEFAULT'),
		example('16', 'CREATE', 'CREATE STATISTICS ON a, b FROM t'),
		example('16', 'IS', "SELECT a, '{}' IS JSON OBJECT FROM t"),
		example('16', 'JSON_OBJECT', "SELECT JSON_OBJECT('a': 1)"),
		example('16', 'json_array', 'SELECT json_array(1, 2)'),
		example('16', 'json_arrayagg', 'SELECT json_arrayagg(a) FROM t'),
		example('16', 'json_objectagg', 'SELECT json_objectagg(a: b) FROM t WHERE a IS NOT NULL'),
		example('16', 'SELECT', 'SELECT * FROM (SELECT 1)'),
		example('16', 'any_value', 'SELECT pg_catalog.any_value(a) FROM t'),
		// Added to something, for an older PostgreSQL takes a number with letters behind it as a number and its alias.
		example('16', '1_000', "SELECT '1_000', 1_000 + 1"),
		example('16', '0x1F', 'SELECT 0x1F + 1'),
		example('16', 'default', "COPY t (a, b) FROM STDIN (FORMAT csv, DEFAULT 'x')"),
		example('16', 'system_user', 'SELECT system_user'),
		example('17', 'RETURNING', 'MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN DELETE RETURNING t.id'),
		example(
			'17',
			'NOT MATCHED BY SOURCE',
			'MERGE INTO t USING u ON t.id = u.id WHEN NOT MATCHED BY SOURCE THEN DELETE'
		),
		example('17', 'JSON_TABLE', "SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (a int PATH '$')) g"),
		example('17', 'JSON_VALUE', "SELECT JSON_VALUE(j, '$.a') FROM t"),
		example('17', 'JSON', "SELECT JSON('1' WITH UNIQUE KEYS)"),
		example('17', 'json_scalar', 'SELECT json_scalar(1)'),
		example('17', 'json_serialize', "SELECT json_serialize('1')"),
		example('17', 'AT LOCAL', 'SELECT now() AT LOCAL'),
		example('17', 'SET EXPRESSION', 'ALTER TABLE t ALTER COLUMN c SET EXPRESSION AS (a + 1)'),
		example('17', 'SET STATISTICS DEFAULT', 'ALTER TABLE t ALTER a SET STATISTICS DEFAULT'),
		example(
			'17',
			'EXCLUDE',
			'CREATE TABLE g (a int4range, EXCLUDE USING gist (a WITH =)) PARTITION BY LIST (a)'
		),
		example('17', 'login', 'CREATE EVENT TRIGGER g ON login EXECUTE FUNCTION logs_in()'),
		example('17', 'on_error', 'COPY t (a, b) FROM STDIN (FORMAT csv, ON_ERROR ignore)'),
		example('17', 'provider', "CREATE COLLATION g (provider = builtin, locale = 'C')"),
		example('17', 'memory', 'EXPLAIN (MEMORY) SELECT 1'),
		example('17', 'random', 'SELECT random(1, 6)'),
		example('17', 'to_bin', 'SELECT to_bin(5)'),
		example('18', 'GENERATED', 'CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a + 1))'),
		example('18', 'GENERATED', 'ALTER TABLE t ADD d int GENERATED ALWAYS AS (a) VIRTUAL'),
		example('18', 'CONSTRAINT', 'ALTER TABLE t ADD CONSTRAINT filled NOT NULL a NOT VALID'),
		example('18', 'NOT', 'CREATE TABLE g (a int, NOT NULL a)'),
		example('18', 'NO INHERIT', 'CREATE TABLE g (a int NOT NULL NO INHERIT)'),
		example('18', 'NOT ENFORCED', 'ALTER TABLE t ADD CONSTRAINT high CHECK (a > 5) NOT ENFORCED'),
		example('18', 'ENFORCED', 'ALTER TABLE t ALTER CONSTRAINT again NOT ENFORCED'),
		example('18', 'NOT', 'CREATE TABLE g (a int REFERENCES t NOT ENFORCED)'),
		example(
			'18',
			'WITHOUT OVERLAPS',
			'CREATE TABLE g (a int4range, b int4range, UNIQUE (b, a WITHOUT OVERLAPS))'
		),
		example('18', 'RETURNING', 'UPDATE t SET a = 1 RETURNING OLD.a'),
		example('18', 'RETURNING', 'DELETE FROM t RETURNING WITH (OLD AS o) o.a'),
		example('18', 'uuidv7', 'CREATE TABLE g (id uuid DEFAULT uuidv7())'),
		example('18', 'casefold', "SELECT casefold('A')"),
		example('18', 'json_strip_nulls', "SELECT json_strip_nulls('[null]', true)"),
		example('18', 'reject_limit', 'COPY t (a, b) FROM STDIN (FORMAT csv, ON_ERROR ignore, REJECT_LIMIT 3)'),
		example(
			'18',
			'publish_generated_columns',
			'CREATE PUBLICATION g WITH (publish_generated_columns = stored)'
		),
		example('18', 'LIKE', 'CREATE FOREIGN TABLE g (LIKE t) SERVER nowhere')
	]
};

/** Texts that look like one of the newer things and are none. */
export const lookalikes: Readonly<Record<DialectName, readonly string[]>> = {
	sqlite: [
		"SELECT 'RETURNING 1_000 -> RIGHT JOIN' -- IS DISTINCT FROM b ->> c",
		'/* STRICT */ CREATE TABLE "strict" ("unixepoch()" TEXT, returning1 TEXT)',
		'CREATE TABLE strict (strict TEXT, filter TEXT, materialized TEXT, groups TEXT, nulls TEXT, first TEXT)',
		'CREATE TABLE format (a, concat TEXT, if_ TEXT)',
		'INSERT INTO format (a) VALUES (1)',
		'CREATE INDEX concat ON format (a)',
		'CREATE TABLE child (id REFERENCES format(a))',
		'WITH u AS (SELECT 1), concat (x) AS (SELECT 2) SELECT * FROM concat',
		'CREATE VIEW pow (a) AS SELECT 1',
		'SELECT t.format, format FROM t',
		'SELECT sum(a) FILTER (WHERE a > 1) OVER (ORDER BY a) FROM t',
		'SELECT a FROM t WHERE a IN (SELECT b FROM t ORDER BY b)',
		'SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t',
		'UPDATE t SET a = (SELECT a FROM u) WHERE b = 1',
		'INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a = (SELECT 1 FROM u)',
		'CREATE TRIGGER g AFTER UPDATE ON t BEGIN DELETE FROM u; SELECT RAISE(IGNORE) FROM u; END',
		"CREATE TRIGGER g AFTER UPDATE ON t BEGIN SELECT RAISE(ABORT, 'no'); END",
		'CREATE TABLE copy AS SELECT CAST(a AS TEXT) AS b FROM t',
		'ALTER TABLE t ADD COLUMN "constraint" TEXT DEFAULT \'x\'',
		'ALTER TABLE t RENAME COLUMN a TO "drop"',
		'CREATE TABLE m (amount DECIMAL(10, 2) DEFAULT (1 - 2))',
		'SELECT a AS full, b right FROM t',
		'SELECT a - b, a > b, x\'2d3e\', "a->b", [a ->> b], `->` FROM t',
		'SELECT :a_1, $1_000, ?1'
	],
	postgres: [
		"SELECT 'MERGE RETURNING old.a 1_000 IS JSON' -- NULLS NOT DISTINCT uuidv7()",
		'SELECT "uuidv7()", "MERGE" FROM "MERGE"',
		'/* WITHOUT OVERLAPS */ CREATE TABLE merge (json_table text, period int, storage text, virtual int)',
		'CREATE FUNCTION uuidv7() RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$; SELECT uuidv7()',
		'SELECT app.any_value(a), app.casefold(b) FROM t',
		'CREATE TABLE g (a int GENERATED ALWAYS AS (b) STORED, b int CONSTRAINT x NOT NULL CHECK (b > 0) REFERENCES t)',
		'ALTER TABLE t ADD CHECK (a > 0) NOT VALID, ADD FOREIGN KEY (a) REFERENCES t DEFERRABLE, ALTER a SET NOT NULL',
		'CREATE DOMAIN d AS int CHECK (VALUE > 0) NOT NULL',
		'CREATE TABLE g (a int UNIQUE, b int, UNIQUE (a, b))',
		'UPDATE t AS old SET a = 1 RETURNING old.a',
		'INSERT INTO new VALUES (1) RETURNING new.id',
		'CREATE RULE r AS ON INSERT TO t DO INSTEAD INSERT INTO u VALUES (NEW.a) RETURNING NEW.a, 1',
		"SELECT json('1')",
		'SELECT * FROM (SELECT 1) AS found, LATERAL (SELECT 2) AS other',
		"SELECT random(), json_strip_nulls('[]'), now() AT TIME ZONE 'UTC', timezone('UTC', now())",
		'CREATE STATISTICS st ON a, b FROM t',
		"SELECT json_build_object('a', 1), jsonb_agg(a), row_to_json(t) FROM t",
		'CREATE VIEW g WITH (security_barrier) AS SELECT 1',
		'ALTER TABLE t SET LOGGED; ALTER TABLE t ALTER a SET STATISTICS 100, ALTER a SET STORAGE PLAIN',
		"SELECT a_1, t1_000.x, 1.5e3, 10 FROM t1_000, E'0x1F'::text",
		'COPY t FROM STDIN (FORMAT csv, HEADER true)',
		'CREATE TABLE g (a numeric(10, 2), b numeric(5), c numeric)',
		'CREATE PUBLICATION p FOR TABLE t, u; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()'
	]
};
