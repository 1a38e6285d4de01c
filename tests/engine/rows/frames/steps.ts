import fc from 'fast-check';
import type { DialectName } from '../../../../src/lib/engine/dialects/dialect.ts';

/**
 * What every database begins with: with a number as key, with a text, without any, and with a trigger that writes elsewhere.
 * PostgreSQL compares few rows of many otherwise than all.
 */
export const start = {
	sqlite: `CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER, y TEXT);
		CREATE TABLE b (code TEXT PRIMARY KEY, n INTEGER UNIQUE);
		CREATE TABLE c (v INTEGER, w TEXT);
		CREATE TABLE d (k TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
		CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
		CREATE TABLE child (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE);
		INSERT INTO a VALUES (1, 1, 'one'), (2, 2, 'two'), (3, 3, 'three'), (4, NULL, NULL);
		INSERT INTO b VALUES ('p', 1), ('q', 2), ('r', NULL);
		INSERT INTO c VALUES (1, 'x'), (1, 'x'), (2, NULL);
		INSERT INTO d VALUES ('k', 1), ('l', 2);
		INSERT INTO child VALUES (1, 1), (2, 2), (3, 2);
		CREATE TRIGGER told AFTER DELETE ON b BEGIN INSERT INTO log (what) VALUES (old.code); END`,
	postgres: `CREATE TABLE a (id int PRIMARY KEY, x int, y text);
		CREATE TABLE b (code text PRIMARY KEY, n int UNIQUE);
		CREATE TABLE c (v int, w text);
		CREATE TABLE d (k text PRIMARY KEY, n int);
		CREATE TABLE log (id serial PRIMARY KEY, what text);
		CREATE TABLE child (id int PRIMARY KEY, a_id int REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE);
		INSERT INTO a VALUES (1, 1, 'one'), (2, 2, 'two'), (3, 3, 'three'), (4, NULL, NULL);
		INSERT INTO b VALUES ('p', 1), ('q', 2), ('r', NULL);
		INSERT INTO c VALUES (1, 'x'), (1, 'x'), (2, NULL);
		INSERT INTO d VALUES ('k', 1), ('l', 2);
		INSERT INTO child VALUES (1, 1), (2, 2), (3, 2);
		INSERT INTO a SELECT 1000 + 20 * i, 100 + i, 'a' || i FROM generate_series(1, 20) AS i;
		INSERT INTO b SELECT 'b' || i, 100 + i FROM generate_series(1, 20) AS i;
		INSERT INTO d SELECT 'd' || i, 100 + i FROM generate_series(1, 20) AS i;
		INSERT INTO child SELECT i, 1000 + 20 * (i % 20 + 1) FROM generate_series(10, 40) AS i;
		CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN INSERT INTO log (what) VALUES (old.code); RETURN old; END';
		CREATE TRIGGER told AFTER DELETE ON b FOR EACH ROW EXECUTE FUNCTION tell()`
};

const both = [
	"INSERT INTO a VALUES (5, 5, 'five')",
	'INSERT INTO a (id) VALUES (6), (7)',
	'UPDATE a SET x = x + 1 WHERE id = 2',
	'UPDATE a SET y = y',
	"UPDATE a SET y = 'same'",
	'UPDATE a SET id = id + 10',
	'UPDATE a SET id = 9 WHERE id = 1',
	'DELETE FROM a WHERE id = 3',
	'DELETE FROM a',
	'DELETE FROM b',
	"DELETE FROM b WHERE code = 'p'",
	'UPDATE b SET code = upper(code)',
	"UPDATE b SET n = n WHERE code = 'q'",
	"INSERT INTO b SELECT 'z' || code, NULL FROM b",
	'DELETE FROM c WHERE v = 1',
	"UPDATE c SET w = 'y' WHERE v = 2",
	'INSERT INTO c SELECT * FROM c',
	'UPDATE d SET n = n * 2',
	'DELETE FROM d',
	"INSERT INTO d VALUES ('m', 3)",
	'ALTER TABLE a ADD COLUMN z INTEGER',
	'ALTER TABLE b ADD COLUMN z INTEGER DEFAULT 7',
	'ALTER TABLE a DROP COLUMN y',
	'ALTER TABLE a RENAME COLUMN x TO xx',
	'ALTER TABLE b RENAME TO bb',
	'ALTER TABLE d RENAME TO dd',
	'ALTER TABLE b RENAME TO bb; ALTER TABLE bb RENAME COLUMN n TO m',
	'ALTER TABLE d RENAME COLUMN n TO m; ALTER TABLE d RENAME TO dd; ALTER TABLE dd ADD COLUMN n INTEGER DEFAULT 5',
	'ALTER TABLE a RENAME COLUMN x TO xx; ALTER TABLE a ADD COLUMN x INTEGER; UPDATE a SET x = 2 * xx',
	"CREATE TABLE e (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO e VALUES (1, 'e')",
	'CREATE TABLE f AS SELECT * FROM b',
	'DROP TABLE c',
	'DROP TABLE child',
	'DROP TABLE child; CREATE TABLE child (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE)',
	'DROP TABLE IF EXISTS c; CREATE TABLE c (v INTEGER, w TEXT)',
	'DROP TABLE log',
	'CREATE TABLE a2 (id INTEGER PRIMARY KEY, x INTEGER, y TEXT); INSERT INTO a2 SELECT id, x, y FROM a WHERE id < 4; DROP TABLE child; DROP TABLE a; ALTER TABLE a2 RENAME TO a',
	'ALTER TABLE c RENAME TO swap; ALTER TABLE d RENAME TO c; ALTER TABLE swap RENAME TO d'
];

const own = {
	sqlite: [
		'DROP /* all of */ TABLE\n"log"; CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT)',
		"INSERT OR REPLACE INTO a VALUES (2, 20, 'new')",
		"REPLACE INTO b VALUES ('s', 2)",
		'UPDATE OR REPLACE b SET n = 1',
		"REPLACE INTO d VALUES ('k', 9)",
		'CREATE TABLE c2 AS SELECT * FROM c; DROP TABLE c; ALTER TABLE c2 RENAME TO c',
		'CREATE TEMP TABLE t AS SELECT v + 1 AS v, w FROM c; DROP TABLE c; CREATE TABLE c AS SELECT * FROM t; DROP TABLE t',
		'UPDATE c SET rowid = rowid + 100',
		'DELETE FROM a WHERE id = 1; UPDATE a SET id = 1 WHERE id = 2',
		'CREATE TABLE b2 (code TEXT PRIMARY KEY, n INTEGER UNIQUE); DROP TABLE b; ALTER TABLE b2 RENAME TO b'
	],
	postgres: [
		'TRUNCATE b',
		'TRUNCATE a CASCADE',
		"INSERT INTO b VALUES ('p', 5) ON CONFLICT (code) DO UPDATE SET n = 8",
		'ALTER TABLE a ALTER x TYPE bigint',
		"ALTER TABLE b ALTER n TYPE text USING n::text || '!'",
		'UPDATE b SET n = -n',
		"DO 'BEGIN DELETE FROM d; END'",
		"UPDATE a SET y = 'few' WHERE id % 5 = 0 AND id < 1100",
		'DELETE FROM a WHERE id IN (1040, 1200)',
		'UPDATE b SET n = n + 1000 WHERE n > 117',
		"DO $$ BEGIN UPDATE d SET n = 0 WHERE k = 'd7'; UPDATE b SET n = 101; EXCEPTION WHEN others THEN DELETE FROM d WHERE k = 'd9'; END $$",
		"SAVEPOINT s; UPDATE d SET n = 9; ROLLBACK TO s; UPDATE d SET k = 'new' WHERE k = 'd3'",
		'MERGE INTO a USING b ON a.x = b.n WHEN MATCHED THEN DELETE',
		'MERGE INTO a USING d ON a.x = d.n WHEN MATCHED THEN UPDATE SET y = d.k WHEN NOT MATCHED THEN INSERT VALUES (d.n + 3000, d.n, d.k)',
		"DELETE FROM a WHERE id = 2; INSERT INTO a VALUES (2, 2, 'two')",
		"DELETE FROM d WHERE k = 'k'; INSERT INTO d VALUES ('k', 7); UPDATE d SET n = 1 WHERE k = 'k'",
		"INSERT INTO a VALUES (2000, 1, 'new'); UPDATE a SET x = 7 WHERE id = 2000; DELETE FROM a WHERE id = 2000",
		'UPDATE a SET id = id + 5000; UPDATE a SET id = id - 5000 WHERE id > 5001',
		'UPDATE a SET id = -id WHERE id < 3; UPDATE a SET id = 3 + id WHERE id < 0',
		'WITH gone AS (DELETE FROM d WHERE n > 100 RETURNING *) INSERT INTO a SELECT n + 5000, n, k FROM gone',
		'WITH up AS (UPDATE a SET x = 5 WHERE id < 3 RETURNING id) UPDATE a SET x = 6 WHERE id > 3 AND id < 1100',
		'INSERT INTO d SELECT k, 0 FROM d ON CONFLICT (k) DO UPDATE SET n = d.n + 1 WHERE d.n > 110',
		'DELETE FROM child WHERE id > 35; UPDATE child SET a_id = 2 WHERE id < 12'
	]
};

/** A step: statements, most of which a database takes. */
export function steps(dialect: DialectName): fc.Arbitrary<readonly string[]> {
	const one = fc.constantFrom(...both, ...own[dialect]);
	return fc.array(
		fc.array(one, { minLength: 1, maxLength: 3 }).map((list) => list.join(';\n')),
		{
			minLength: 1,
			maxLength: 4
		}
	);
}

/** What only writes rows. */
const ofRows = [...both, ...own.postgres].filter(
	(sql) => !/\b(?:alter|create|drop|truncate|do|savepoint)\b/i.test(sql)
);

/** A step of PostgreSQL that only writes rows. */
export const rowSteps: fc.Arbitrary<string> = fc
	.array(fc.constantFrom(...ofRows), { minLength: 1, maxLength: 4 })
	.map((list) => list.join(';\n'));
