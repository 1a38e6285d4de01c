import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

const holder = 'CREATE TABLE h (id int, x t);';
const query = 'SELECT x::text FROM h ORDER BY id';

describe('a column that holds rows of a table', () => {
	it.each([
		['as they are', 't', "ROW(5, 'q')", '(5,q)'],
		['in lists', 't[]', "ARRAY[ROW(5, 'q')::t, NULL]", '{"(5,q)",NULL}'],
		['in a domain with a check', 'd', "ROW(5, 'q')::t", '(5,q)'],
		['in a composite type', 'c', "ROW(ROW(5, 'q'), 7)", '("(5,q)",7)']
	])('keeps them when a column of the table gets another type: %s', async (_, type, value, kept) => {
		const made = (a: string) => `CREATE TABLE t (a ${a}, b text); CREATE DOMAIN d AS t CHECK ((VALUE).a > 0);
			CREATE TYPE c AS (y t, z int); CREATE TABLE h (id int, x ${type});`;
		const { up, down } = await migrated(
			made('int'),
			made('bigint'),
			{ data: `INSERT INTO h VALUES (1, ${value}), (2, NULL)` },
			query
		);
		const rows = [[kept], [null]];
		expect([up(query), down(query)]).toEqual([rows, rows]);
	});

	it('keeps them where they are rows of a table that holds such rows', async () => {
		const made = (a: string) => `CREATE TABLE t (a ${a}); ${holder} CREATE TABLE g (y h);`;
		const outer = 'SELECT y::text FROM g';
		const { up, down } = await migrated(
			made('int'),
			made('bigint'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5)), (2, NULL), (3, ROW(NULL)); INSERT INTO g SELECT h FROM h' },
			query,
			outer
		);
		const rows = [
			[['(5)'], [null], ['()']],
			[['(1,"(5)")'], ['(2,)'], ['(3,"()")']]
		];
		expect([up(query), up(outer)]).toEqual(rows);
		expect([down(query), down(outer)]).toEqual(rows);
	});

	it('keeps what stands on it, and tables below it', async () => {
		const made = (a: string) => `CREATE TABLE t (a ${a}, b text);
			CREATE TABLE h (id int PRIMARY KEY, x t NOT NULL DEFAULT ROW(1, NULL)::t, g ${a} GENERATED ALWAYS AS ((x).a + 1) STORED,
				UNIQUE (x), CHECK ((x).a > 0));
			CREATE INDEX i ON h (((x).a)); CREATE VIEW v AS SELECT (x).a FROM h; CREATE TABLE below (z int) INHERITS (h);
			CREATE MATERIALIZED VIEW m AS SELECT t AS row FROM t;`;
		const { up, down, upgrade } = await migrated(
			made('int'),
			made('bigint'),
			{ data: "INSERT INTO h VALUES (1, ROW(5, 'q')); INSERT INTO below VALUES (2, ROW(6, 'r'))" },
			query
		);
		const rows = [['(5,q)'], ['(6,r)']];
		expect([up(query), down(query)]).toEqual([rows, rows]);
		expect(upgrade).not.toContain('ALTER TABLE below ALTER COLUMN x TYPE');
	});

	it('rounds its values as the table does, and says that they may not fit', async () => {
		const made = (a: string) => `CREATE TABLE t (a ${a}); ${holder}`;
		const { up, warnings } = await migrated(
			made('numeric'),
			made('int'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5.4))' },
			query
		);
		expect(up(query)).toEqual([['(5)']]);
		expect(warnings).toContain(
			'In `x` of h goes `a` from numeric to integer: this fails where a value does not fit.'
		);
	});

	it('keeps JSON inside of them as it is written', async () => {
		const made = (a: string) => `CREATE TABLE t (a ${a}, j json, n numeric[]); ${holder}`;
		const { up, down } = await migrated(
			made('int'),
			made('bigint'),
			{ data: `INSERT INTO h VALUES (1, ROW(5, '{"b": 1.0,  "a": 1, "a": 2}', '{1.50,NaN}'))` },
			query
		);
		const rows = [['(5,"{""b"": 1.0,  ""a"": 1, ""a"": 2}","{1.50,NaN}")']];
		expect([up(query), down(query)]).toEqual([rows, rows]);
	});

	it.each([
		['a column that is computed', 'b int GENERATED ALWAYS AS (a + 1) STORED'],
		['a column that counts', 'b int GENERATED ALWAYS AS IDENTITY'],
		['a serial column', 'b serial'],
		['a column of a checked domain', 'b positive']
	])('keeps them when the table gets %s', async (_, column) => {
		const made = (more: string) =>
			`CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE t (a int${more}); ${holder}`;
		const { up, down } = await migrated(
			made(''),
			made(`, ${column}`),
			{ data: 'INSERT INTO t VALUES (1); INSERT INTO h VALUES (1, ROW(5)), (2, NULL)' },
			query
		);
		expect([up(query), down(query)]).toEqual([
			[['(5,)'], [null]],
			[['(5)'], [null]]
		]);
	});

	it('keeps them when the table becomes unlogged, or loses a value of an enum, or gets another name', async () => {
		const before = `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (a e); CREATE TABLE h (id int, x t);`;
		const after = `CREATE TYPE e AS ENUM ('a'); CREATE UNLOGGED TABLE s (a e); CREATE TABLE h (id int, x s);`;
		const { up, down, warnings } = await migrated(
			before,
			after,
			{
				data: "INSERT INTO h VALUES (1, ROW('a')), (2, NULL)",
				renames: [{ kind: 'table', from: 't', to: 's' }]
			},
			query
		);
		const rows = [['(a)'], [null]];
		expect([up(query), down(query)]).toEqual([rows, rows]);
		expect(warnings.join()).not.toContain('goes from t to s');
	});

	it('may come or go while the table changes', async () => {
		const made = (a: string, x: string) => `CREATE TABLE t (a ${a}); CREATE TABLE h (id int${x});`;
		await migrated(made('int', ', x t'), made('bigint', ''), { data: 'INSERT INTO h VALUES (1, ROW(5))' });
		const { up, down } = await migrated(
			made('int', ', x t'),
			made('bigint', ', x text'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5))' },
			query
		);
		expect([up(query), down(query)]).toEqual([[['(5)']], [['(5)']]]);
	});
});

describe('a column that holds rows of a view', () => {
	it.each([
		['as they are', 'v', 'ROW(5, 6)', '(6,5)', '(5,6)'],
		['in lists', 'v[]', 'ARRAY[ROW(5, 6)::v]', '{"(6,5)"}', '{"(5,6)"}'],
		['in a domain', 'd', 'ROW(5, 6)::v', '(6,5)', '(5,6)'],
		['in a composite type', 'c', 'ROW(ROW(5, 6))', '("(6,5)")', '("(5,6)")']
	])('keeps them by their names when the view is made anew: %s', async (_, type, value, after, before) => {
		const made = (
			view: string
		) => `CREATE VIEW v AS SELECT ${view}; CREATE DOMAIN d AS v CHECK ((VALUE).a > 0);
			CREATE TYPE c AS (y v); CREATE TABLE h (id int, x ${type});`;
		const { up, down, warnings } = await migrated(
			made('1 AS a, 2 AS b'),
			made('2 AS b, 1::bigint AS a'),
			{ data: `INSERT INTO h VALUES (1, ${value}), (2, NULL)` },
			query
		);
		expect([up(query), down(query)]).toEqual([
			[[after], [null]],
			[[before], [null]]
		]);
		expect(warnings).toContain(
			'In `x` of h goes `a` from integer to bigint: this fails where a value does not fit.'
		);
	});

	it('keeps them when a table below the view changes, and what stands on the view comes back', async () => {
		const made = (a: string) => `CREATE SEQUENCE s; CREATE TABLE t (a ${a}); CREATE VIEW v AS SELECT a FROM t;
			ALTER VIEW v ALTER a SET DEFAULT nextval('s'); COMMENT ON VIEW v IS 'all'; CREATE VIEW over AS SELECT a FROM v;
			CREATE FUNCTION f(v) RETURNS v LANGUAGE sql AS 'SELECT $1'; CREATE TABLE h (id int, x v);`;
		const { up, down } = await migrated(
			made('int'),
			made('bigint'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5)), (2, NULL)' },
			query
		);
		const rows = [['(5)'], [null]];
		expect([up(query), down(query)]).toEqual([rows, rows]);
	});

	it('keeps types in the view until its rows have been brought over', async () => {
		const made = (view: string, rest: string) =>
			`CREATE DOMAIN d AS ${rest}; CREATE TYPE pair AS (${rest === 'int' ? 'n int' : 'm text'});
			CREATE VIEW v AS SELECT 1 AS a, ${view}; CREATE TABLE h (id int, x v);`;
		const { up, down } = await migrated(
			made('NULL::d AS b, NULL::pair AS c', 'int'),
			made('NULL::pair AS c, NULL::d AS b', 'bigint'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5, 6, NULL)), (2, NULL)' },
			query
		);
		expect(up(query)).toEqual([['(5,,6)'], [null]]);
		expect(down(query)).toEqual([['(5,6,)'], [null]]);
	});

	it('may be of a materialized view', async () => {
		const made = (a: string) =>
			`CREATE MATERIALIZED VIEW v AS SELECT 1::${a} AS a; CREATE INDEX i ON v (a); CREATE TABLE h (id int, x v);`;
		const { up, down } = await migrated(
			made('int'),
			made('bigint'),
			{ data: 'INSERT INTO h VALUES (1, ROW(5)), (2, NULL)' },
			query
		);
		const rows = [['(5)'], [null]];
		expect([up(query), down(query)]).toEqual([rows, rows]);
	});
});
