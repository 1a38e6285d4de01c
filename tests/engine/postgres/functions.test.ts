import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';
import { differences, roundTrip } from './round-trip.ts';

const price = (head: string, body = 'SELECT 1') =>
	`CREATE FUNCTION price(${head} LANGUAGE sql AS $$ ${body} $$;`;

describe('a function', () => {
	it.each([
		['a column comes', 'a int', 'SELECT a FROM t', 'a int, c date', 'SELECT a, c FROM t'],
		['a column comes that it does not read', 'a int', 'SELECT 1', 'a int, c date', 'SELECT 1, NULL::date'],
		[
			'others take the place of a column',
			'a int, b text',
			'SELECT a, b FROM t',
			'a bigint, d int',
			'SELECT a, d FROM t'
		]
	])(
		'returns the rows of a table with the columns that it has, where %s',
		async (_, old, read, now, reads) => {
			const made = (columns: string, body: string) => `CREATE TABLE t (${columns});
			CREATE FUNCTION f() RETURNS SETOF t BEGIN ATOMIC ${body}; END; CREATE VIEW v AS SELECT a FROM f();`;
			await roundTrip(made(old, read), made(now, reads), 'INSERT INTO t VALUES (1)');
			await roundTrip(made(now, reads), made(old, read), 'INSERT INTO t VALUES (1)');
		}
	);

	it('that becomes another one names what keeps what the old one computed, and how it is computed anew', async () => {
		const tables = (more: number) => `
			CREATE FUNCTION plus(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x + ${more}';
			CREATE TABLE t (a int, b int GENERATED ALWAYS AS (plus(a)) STORED, CHECK (plus(a) > 0));
			CREATE INDEX i ON t (plus(a));`;
		const query = 'SELECT b FROM t';
		const options = { data: 'INSERT INTO t VALUES (1)', rows: { t: 1 }, meanwhile: 'UPDATE t SET a = a' };
		const { warnings, up, down } = await migrated(tables(1), tables(2), options, query);
		expect(warnings).toEqual([
			'i keeps what the old plus computed: REINDEX INDEX i builds it anew.',
			'`b` of t keeps what the old plus computed: UPDATE t SET a = a computes it anew.',
			'The rows of t are not held against the check plus(a) > 0 again, which asks the new plus.'
		]);
		expect([up(query), down(query)]).toEqual([[[2]], [[3]]]);
		expect((await migrated(tables(1), tables(2), { rows: { t: 0 } })).warnings).toEqual([]);
	});

	it('that becomes another one names also the checks of domains, and those that ask it by way of another function', async () => {
		const tables = (least: number) => `
			CREATE FUNCTION fits(x int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT x > ${least}';
			CREATE FUNCTION suits(x int) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN fits(x); END';
			CREATE DOMAIN size AS int DEFAULT 3 CHECK (fits(VALUE));
			CREATE TABLE t (a int CHECK (suits(a)), b size);`;
		expect((await migrated(tables(1), tables(2), { rows: { t: 1 } })).warnings).toEqual([
			"The values in `b` of t are not held against size's CHECK (fits(VALUE)) again, which asks the new fits.",
			'The rows of t are not held against the check suits(a) again, which asks the new fits.'
		]);
	});

	it.each([
		['with other arguments', 'fits(x, 1)'],
		['of another type', "fits('a'::text)"],
		['of the type of a parameter', 'fits(y)'],
		['of the type of a parameter by its place', 'fits( $2 )']
	])('is not taken for one of its name that is called %s', async (_, call) => {
		const tables = (least: number, called: string) => `
			CREATE FUNCTION fits(x int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT x > ${least}';
			CREATE FUNCTION fits(x int, y int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT x > y';
			CREATE FUNCTION fits(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT x IS NOT NULL';
			CREATE FUNCTION suits(x int, y text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RETURN ${called}; END$$;
			CREATE TABLE t (a int CHECK (suits(a, 'x')));`;
		const warned = async (called: string) =>
			(await migrated(tables(1, called), tables(2, called), { rows: { t: 1 } })).warnings;
		expect(await warned(call)).toEqual([]);
		expect(await warned('fits(x)')).toHaveLength(1);
	});

	it('that takes any arguments is made once another of its name is gone, whose calls it takes over', async () => {
		const using = 'CREATE TABLE t (a int DEFAULT f(1)); CREATE VIEW v AS SELECT f(a) AS x FROM t;';
		const list = "CREATE FUNCTION f(VARIADIC int[]) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';";
		const any = "CREATE FUNCTION f(anyelement) RETURNS anyelement IMMUTABLE LANGUAGE sql AS 'SELECT $1';";
		await roundTrip(`${list} ${using}`, `${any} ${using}`);
		await roundTrip(`${any} ${using}`, `${list} ${using}`);
	});

	it('is replaced where only its body or its attributes change', async () => {
		const user = 'CREATE VIEW v AS SELECT price(1) AS p;';
		const { up } = await roundTrip(
			price('a int) RETURNS int') + user,
			price('a int) RETURNS int IMMUTABLE STRICT COST 5 SET work_mem = 1024') + user
		);
		expect(up).toHaveLength(1);
		expect(up[0]).toMatch(/^CREATE OR REPLACE FUNCTION price\(a integer\)/);
	});

	it.each([
		['returns another type', 'a int) RETURNS int', 'a int) RETURNS bigint'],
		['calls a parameter otherwise', 'a int) RETURNS int', 'b int) RETURNS int'],
		['loses a default', 'a int DEFAULT 1) RETURNS int', 'a int) RETURNS int'],
		['gives other columns', 'a int, OUT x int, OUT y int)', 'a int, OUT x int, OUT z int)']
	])('that %s goes and comes back with the views that call it', async (_, before, after) => {
		const called = before.includes('OUT') ? '(price(1)).x' : 'price(1)';
		const view = `CREATE VIEW v AS SELECT ${called} AS p; CREATE VIEW w AS SELECT p FROM v;`;
		const body = before.includes('OUT') ? 'SELECT 1, 2' : 'SELECT 1';
		const { up } = await roundTrip(price(before, body) + view, price(after, body) + view);
		expect(up.slice(0, 3)).toEqual(['DROP VIEW w;', 'DROP VIEW v;', 'DROP FUNCTION price(integer);']);
	});

	it('comes after what its body mentions', async () => {
		const { up } = await roundTrip(
			'',
			'CREATE TABLE orders (id int, total int); CREATE FUNCTION all_of_it() RETURNS bigint LANGUAGE sql AS $$ SELECT sum(total) FROM orders $$;'
		);
		expect(up.map((sql) => sql.slice(0, 12))).toEqual(['CREATE TABLE', 'CREATE FUNCT']);
	});

	it('may call one that calls it: then PostgreSQL is told not to look into bodies', async () => {
		const { up } = await roundTrip(
			'',
			`SET check_function_bodies = off;
			CREATE FUNCTION even(n int) RETURNS bool LANGUAGE sql AS $$ SELECT n = 0 OR odd(n - 1) $$;
			CREATE FUNCTION odd(n int) RETURNS bool LANGUAGE sql AS $$ SELECT n <> 0 AND even(n - 1) $$;`
		);
		expect(up[0]).toBe('SET LOCAL check_function_bodies = off;');
	});

	it('may be the default of a table that it reads', async () => {
		await roundTrip(
			'',
			`SET check_function_bodies = off;
			CREATE FUNCTION next_place() RETURNS int LANGUAGE sql AS $$ SELECT max(place) + 1 FROM queue $$;
			CREATE TABLE queue (place int DEFAULT next_place());`
		);
	});

	it('with a body of statements stands on what it names', async () => {
		const body =
			'CREATE FUNCTION first() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT name FROM people; END;';
		const { up } = await roundTrip(
			`CREATE TABLE people (name varchar(10)); ${body}`,
			`CREATE TABLE people (name text); ${body}`
		);
		expect(up[0]).toBe('DROP FUNCTION first();');
	});

	it('becomes a procedure', async () => {
		await roundTrip(
			'CREATE FUNCTION f(int) RETURNS void LANGUAGE sql AS $$ $$',
			'CREATE PROCEDURE f(int) LANGUAGE sql AS $$ $$'
		);
	});

	it('is not different for being written differently', async () => {
		expect(
			await differences(
				"CREATE FUNCTION f(a int4) RETURNS varchar AS 'SELECT 1' LANGUAGE 'sql' VOLATILE",
				"create or replace function public.f(IN a integer) returns character varying language sql cost 100 as 'SELECT 1'"
			)
		).toEqual([]);
	});
});

describe('an aggregate', () => {
	it('is replaced where it gives the same type', async () => {
		const { up } = await roundTrip(
			"CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0')",
			"CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '7', parallel = safe)"
		);
		expect(up).toHaveLength(1);
		expect(up[0]).toContain('CREATE OR REPLACE AGGREGATE total(integer)');
	});
});

describe('two functions of one name', () => {
	const one = price('a int) RETURNS int');
	const more = price('a int, b int DEFAULT 1) RETURNS int');
	const table = (type: string) => `CREATE TABLE t (a int, c ${type});`;
	const view = 'CREATE VIEW v AS SELECT c, price(a) AS p FROM t;';

	it('that may take the same call are made after what calls one of them', async () => {
		const { up } = await roundTrip(
			table('numeric(5,1)') + one + view,
			table('numeric(6,1)') + one + view + more
		);
		expect(up.map((sql) => sql.slice(0, 12))).toEqual([
			'DROP VIEW v;',
			'ALTER TABLE ',
			'CREATE VIEW ',
			'CREATE FUNCT'
		]);
	});

	it('that may take the same call stay, one of them under another name while a caller of the other is made', async () => {
		const user = 'CREATE VIEW w AS SELECT price(1, 2);';
		const { up } = await roundTrip(
			table('numeric(5,1)') + one + view + more + user,
			table('numeric(6,1)') + one + view + more + user
		);
		expect(up).toContain('ALTER FUNCTION price(integer, integer) RENAME TO price_in_between;');
		expect(up.at(-1)).toBe('ALTER FUNCTION price_in_between(integer, integer) RENAME TO price;');
		expect(up.join('\n')).not.toContain('DROP FUNCTION');
	});

	it('may be called by whatever a table has, made before the second is', async () => {
		const all = `CREATE TABLE u (a int DEFAULT price(3), c int GENERATED ALWAYS AS (a + price(4)) STORED,
			CHECK (price(a) > 0)); CREATE POLICY p ON u USING (price(a) > 0); CREATE INDEX ON u (price(a));`;
		const stable = (head: string) => price(`${head} IMMUTABLE`);
		await roundTrip('', stable('a int) RETURNS int') + all + stable('a int, b int DEFAULT 1) RETURNS int'));
	});

	it('are no trouble to each other where no call fits both', async () => {
		const other = price('a int, b int) RETURNS int');
		const { up } = await roundTrip(
			table('numeric(5,1)') + one + other + view,
			table('numeric(6,1)') + one + other + view
		);
		expect(up).toHaveLength(3);
	});
});
