import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';

describe('a domain whose check calls a function over that same domain', () => {
	const type = (below = 'int') => `CREATE DOMAIN d AS ${below};`;
	const ok = (from = 0, returns = 'boolean') =>
		`CREATE FUNCTION ok(d) RETURNS ${returns} LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1::bigint > ${from}; END';`;
	const check =
		"ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 100 OR ok(VALUE)); COMMENT ON CONSTRAINT pos ON DOMAIN d IS 'why';";
	const table = 'CREATE TABLE t (a d, n int);';
	const whole = type() + ok() + check + table;
	const options = { data: 'INSERT INTO t VALUES (101), (102)' };
	const query = 'SELECT a FROM t ORDER BY a';

	it('comes and goes with it', async () => {
		const { upgrade } = await migrated('', whole);
		expect(upgrade).toMatch(
			/CREATE FUNCTION ok[^]*ALTER DOMAIN d ADD CONSTRAINT pos CHECK[^]*CREATE TABLE t/
		);
		const { down } = await migrated(whole, 'CREATE TABLE other (a int);');
		expect(down('SELECT count(*) FROM t')).toEqual([]);
	});

	it.each([
		['gets it later', type() + table, whole],
		['gets it with the function', type() + ok() + table, whole]
	])('keeps the values of its columns where it %s', async (_, before, after) => {
		const { up } = await migrated(before, after, options, query);
		expect(up(query)).toEqual([[101], [102]]);
	});

	it.each([
		['another body in it', type() + ok(-5) + check + table],
		[
			'a function that returns another type',
			type() + ok(0, 'int') + check.replace('ok(VALUE)', 'ok(VALUE) = 1') + table
		],
		['another type below', type('bigint') + ok() + check + table]
	])('may have %s', async (_, after) => {
		// PostgreSQL asks the check without end for any value that is written, so that there are no rows.
		expect((await migrated(whole, after)).upgrade).not.toBe('');
	});

	it('may have a default that comes from such a function', async () => {
		const made = `${type()} CREATE FUNCTION first_d() RETURNS d LANGUAGE sql AS 'SELECT 5::d'; ALTER DOMAIN d SET DEFAULT first_d();`;
		const { upgrade } = await migrated('', made + table);
		expect(upgrade).toContain('ALTER DOMAIN d SET DEFAULT first_d()');
		await migrated(made + table, table.replace('a d', 'a int'), options, query);
	});

	it('may come round by way of a table that has columns of it', async () => {
		const round = (names: string) =>
			`CREATE DOMAIN d AS int; CREATE TABLE t (a d, n int${names});
			CREATE FUNCTION known(v int) RETURNS boolean LANGUAGE sql BEGIN ATOMIC SELECT v > 100 OR EXISTS (SELECT FROM t WHERE n = v); END;
			ALTER DOMAIN d ADD CONSTRAINT pos CHECK (known(VALUE));`;
		const { up } = await migrated(round(''), round(', m text'), options, query);
		expect(up(query)).toEqual([[101], [102]]);
		await migrated(round(''), 'CREATE TABLE t (a int, n int);', options, query);
		await migrated('CREATE TABLE t (a int, n int);', round(''), options, query);
	});
});
