import { describe, expect, it } from 'vitest';
import { differences, roundTrip } from './round-trip.ts';

const jobs = "CREATE TABLE jobs (id int PRIMARY KEY, state state NOT NULL DEFAULT 'new', past state[]);";
const state = (...values: readonly string[]) =>
	`CREATE TYPE state AS ENUM (${values.map((value) => `'${value}'`).join(', ')});`;

describe('an enum', () => {
	it('gets new values where they belong, and nothing else is touched', async () => {
		const { up } = await roundTrip(state('new', 'done') + jobs, state('new', 'open', 'done', 'lost') + jobs);
		expect(up).toEqual([
			"ALTER TYPE state ADD VALUE 'open' AFTER 'new';",
			"ALTER TYPE state ADD VALUE 'lost';"
		]);
	});

	it('gets a value before the first one', async () => {
		const { up } = await roundTrip(state('b'), state('a', 'b'));
		expect(up).toEqual(["ALTER TYPE state ADD VALUE 'a' BEFORE 'b';"]);
	});

	it('is replaced where a value goes or the order changes, and rows keep theirs', async () => {
		const { up, database } = await roundTrip(
			state('new', 'lost', 'done') + jobs,
			state('done', 'new') + jobs,
			"INSERT INTO jobs VALUES (1, 'done', '{new,done}'), (2, DEFAULT, NULL)"
		);
		expect(up[0]).toBe('ALTER TABLE jobs ALTER COLUMN state DROP DEFAULT;');
		expect(up).toContain('ALTER TYPE state RENAME TO state_before;');
		const { rows } = await database.query('SELECT id, state::text, past::text FROM jobs ORDER BY state');
		expect(rows).toEqual([
			[1, 'done', '{new,done}'],
			[2, 'new', null]
		]);
	});

	it('is replaced where the same script uses a new value, which PostgreSQL would refuse', async () => {
		const { up } = await roundTrip(
			state('new') + jobs,
			state('new', 'open') + jobs.replace("DEFAULT 'new'", "DEFAULT 'open'")
		);
		expect(up.join()).not.toContain('ADD VALUE');
	});

	it('is replaced under everything that stands on it', async () => {
		const standing = `${jobs} CREATE VIEW open AS SELECT id, state FROM jobs WHERE state <> 'done';
			CREATE INDEX busy ON jobs (id) WHERE state = 'new';
			ALTER TABLE jobs ADD CONSTRAINT not_lost CHECK (id > 0 OR state <> 'done');
			CREATE FUNCTION next(state) RETURNS state LANGUAGE sql AS 'SELECT $1';
			CREATE DOMAIN live AS state CHECK (VALUE <> 'done');
			CREATE TYPE entry AS (state state, at date);
			CREATE TABLE log (entry entry, live live, rest live[]);`;
		const { database } = await roundTrip(
			state('new', 'gone', 'done') + standing,
			state('done', 'new') + standing,
			`INSERT INTO log VALUES (ROW('done', '2020-01-01'), 'new', '{new}'), (NULL, NULL, NULL)`
		);
		const { rows } = await database.query('SELECT entry::text, live::text, rest::text FROM log');
		expect(rows).toEqual([
			['(done,2020-01-01)', 'new', '{new}'],
			[null, null, null]
		]);
	});

	it('that loses a value says where rows may hold it', async () => {
		const { migration } = await roundTrip(state('new', 'lost') + jobs, state('new') + jobs);
		expect(migration.warnings).toEqual([
			"This fails if `state` of jobs is 'lost' in some row.",
			"This fails if `past` of jobs is 'lost' in some row."
		]);
	});
});

describe('a value of an enum that is new', () => {
	it('may bound a partition at once', async () => {
		const made = (values: string, bound: string) => `CREATE TYPE m AS ENUM (${values});
			CREATE TABLE p (id int, k m) PARTITION BY LIST (k);
			CREATE TABLE pa PARTITION OF p FOR VALUES IN ('a'); CREATE TABLE pb PARTITION OF p FOR VALUES IN (${bound});`;
		const { database } = await roundTrip(
			made("'a', 'b'", "'b'"),
			made("'a', 'x', 'b'", "'b', 'x'"),
			"INSERT INTO p VALUES (1, 'a'), (2, 'b')"
		);
		const { rows } = await database.query('SELECT id, k::text, tableoid::regclass::text FROM p ORDER BY id');
		expect(rows).toEqual([
			[1, 'a', 'pa'],
			[2, 'b', 'pb']
		]);
	});
});

describe('a domain', () => {
	it('is changed where it is', async () => {
		const { up } = await roundTrip(
			'CREATE DOMAIN age AS int NOT NULL CONSTRAINT low CHECK (VALUE >= 0) CONSTRAINT high CHECK (VALUE < 200); CREATE TABLE t (a age)',
			`CREATE DOMAIN age AS int DEFAULT 7 CONSTRAINT lowest CHECK (VALUE >= 0) CONSTRAINT high CHECK (VALUE < 150);
			COMMENT ON CONSTRAINT high ON DOMAIN age IS 'nobody lives so long'; CREATE TABLE t (a age)`
		);
		expect(up).toEqual([
			'ALTER DOMAIN age SET DEFAULT 7;',
			'ALTER DOMAIN age DROP NOT NULL;',
			'ALTER DOMAIN age RENAME CONSTRAINT low TO lowest;',
			'ALTER DOMAIN age DROP CONSTRAINT high;',
			'ALTER DOMAIN age ADD CONSTRAINT high CHECK ((VALUE < 150));',
			"COMMENT ON CONSTRAINT high ON DOMAIN age IS 'nobody lives so long';"
		]);
	});

	it('is replaced where it stands on another type, and rows keep their values', async () => {
		const { database } = await roundTrip(
			'CREATE DOMAIN code AS int; CREATE TABLE t (c code DEFAULT 1, d code[])',
			'CREATE DOMAIN code AS text; CREATE TABLE t (c code DEFAULT 1, d code[])',
			"INSERT INTO t VALUES (12, '{3,4}')"
		);
		expect((await database.query('SELECT c::text, d::text FROM t')).rows).toEqual([['12', '{3,4}']]);
	});

	it('is replaced where it must be proved inside of an array', async () => {
		const table = 'CREATE TABLE t (names name_[]);';
		const { database } = await roundTrip(
			`CREATE DOMAIN name_ AS text; ${table}`,
			`CREATE DOMAIN name_ AS text CHECK (VALUE <> ''); ${table}`,
			"INSERT INTO t VALUES ('{a,b}')"
		);
		const { rows } = await database.query('SELECT names::text FROM t');
		expect(rows).toEqual([['{a,b}']]);
	});

	it('lets go of a function that only its check needs, and stays', async () => {
		const check = (signature: string) =>
			`CREATE FUNCTION ok(${signature}) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
			CREATE DOMAIN d AS text CHECK (ok(VALUE)); CREATE TABLE t (a d)`;
		const { up } = await roundTrip(check('text'), check('text, int DEFAULT 0'));
		expect(up.map((sql) => sql.split(' ').slice(0, 3).join(' '))).toEqual([
			'ALTER DOMAIN d',
			'DROP FUNCTION ok(text);',
			'CREATE FUNCTION ok(text,',
			'ALTER DOMAIN d'
		]);
	});

	it('over another brings numbers over as numbers', async () => {
		const domains = (type: string) =>
			`CREATE DOMAIN d AS ${type}; CREATE DOMAIN dd AS d CHECK (VALUE > 0); CREATE TABLE t (a dd)`;
		const { database } = await roundTrip(
			domains('numeric(10,2)'),
			domains('int'),
			'INSERT INTO t VALUES (3)'
		);
		const { rows } = await database.query('SELECT a::int FROM t');
		expect(rows).toEqual([[3]]);
	});

	it('keeps what is said of a check that gets another name', async () => {
		const domain = (name: string, comment: string) =>
			`CREATE DOMAIN d AS int CONSTRAINT ${name} CHECK (VALUE > 0); COMMENT ON CONSTRAINT ${name} ON DOMAIN d IS ${comment}`;
		const { up } = await roundTrip(domain('a', "'said'"), domain('b', "'said'"));
		expect(up).toEqual(['ALTER DOMAIN d RENAME CONSTRAINT a TO b;']);
		await roundTrip(domain('a', 'NULL'), domain('b', "'said'"));
	});
});

describe('a composite type', () => {
	it('is changed where it is', async () => {
		const { up } = await roundTrip(
			'CREATE TYPE place AS (street text, zip int)',
			"CREATE TYPE place AS (zip int, city text); COMMENT ON COLUMN place.city IS 'in full'"
		);
		expect(up).toEqual([
			'ALTER TYPE place DROP ATTRIBUTE street;',
			'ALTER TYPE place ADD ATTRIBUTE city text;',
			"COMMENT ON COLUMN place.city IS 'in full';"
		]);
	});

	it('is replaced attribute by attribute where rows hold it and a type changes', async () => {
		const { database } = await roundTrip(
			'CREATE TYPE place AS (zip int, street text); CREATE TABLE t (p place)',
			'CREATE TYPE place AS (street text, zip text, city text); CREATE TABLE t (p place)',
			"INSERT INTO t VALUES (ROW(1010, 'a, b')), (NULL)"
		);
		expect((await database.query('SELECT p::text FROM t')).rows).toEqual([['("a, b",1010,)'], [null]]);
	});

	it('brings arrays over by the names of what is inside, not by its place', async () => {
		const types = (attributes: string) =>
			`CREATE TYPE c AS (${attributes}); CREATE TYPE o AS (k text, c c); CREATE TABLE t (cs c[], o o)`;
		const { database } = await roundTrip(
			types('a int, b int'),
			types('b int, m text, a int'),
			"INSERT INTO t VALUES (ARRAY[ROW(1, 2)::c], ROW('k', ROW(3, 4))), (NULL, NULL)"
		);
		const { rows } = await database.query('SELECT (cs[1]).a, (cs[1]).b, ((o).c).a, o IS NULL FROM t');
		expect(rows).toEqual([
			[1, 2, 3, false],
			[null, null, null, true]
		]);
	});

	it('that gains or loses an attribute says whose values do', async () => {
		const table = 'CREATE TABLE t (x c)';
		const { migration } = await roundTrip(
			`CREATE TYPE c AS (a int, b int); ${table}`,
			`CREATE TYPE c AS (b int); ${table}`
		);
		expect(migration.warnings).toEqual([
			'Values in `x` of t lose `a`; a downgrade brings it back without them.'
		]);
	});
});

describe('a range type', () => {
	it('is replaced together with its multiranges', async () => {
		const { database } = await roundTrip(
			'CREATE TYPE span AS RANGE (subtype = int4); CREATE TABLE t (s span)',
			'CREATE TYPE span AS RANGE (subtype = numeric); CREATE TABLE t (s span)',
			"INSERT INTO t VALUES ('[1,4)')"
		);
		expect((await database.query('SELECT s::text, span_multirange(s)::text FROM t')).rows).toEqual([
			['[1,4)', '{[1,4)}']
		]);
	});
});

describe('a collation', () => {
	it('is replaced under the columns and indexes that use it', async () => {
		const collation = (parts: string) =>
			`CREATE COLLATION c (${parts}); CREATE TABLE t (a text COLLATE c); CREATE INDEX i ON t (a)`;
		const { up } = await roundTrip(
			collation("provider = icu, locale = 'en'"),
			collation("provider = builtin, locale = 'C.UTF-8'")
		);
		expect(up).toContain('ALTER TABLE t ALTER COLUMN a TYPE text COLLATE c;');
	});
});

describe('types that say the same', () => {
	it('are equal however they are written', async () => {
		expect(
			await differences(
				'CREATE DOMAIN d AS int4 CHECK (value>0); CREATE TYPE c AS (a varchar(3), b int)',
				'CREATE DOMAIN d AS integer; ALTER DOMAIN d ADD CHECK ((VALUE > 0)); CREATE TYPE c AS (a character varying(3)); ALTER TYPE c ADD ATTRIBUTE b integer'
			)
		).toEqual([]);
	});
});
