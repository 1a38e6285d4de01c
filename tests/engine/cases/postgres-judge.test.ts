import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RenderedMigration } from '../../../src/lib/engine/index.ts';
import type { Case, Verdict } from '../../peers/cases/case.ts';
import { Bench } from '../../peers/cases/postgres/bench.ts';
import type { Migrations } from '../../peers/cases/postgres/engine.ts';
import { postgresJudge } from '../../peers/cases/postgres/judge.ts';

let bench: Bench;

beforeAll(async () => {
	bench = await Bench.open(['pgcrypto']);
});

afterAll(async () => {
	await bench.close();
});

const narrow = 'CREATE TABLE t (a int PRIMARY KEY);';
const wide = 'CREATE TABLE t (a int PRIMARY KEY, b text);';

/** What the judge says of a migration written by hand, where schemas are known by their SQL. */
function verdict(
	variant: string,
	[upgrade, downgrade]: readonly [string, string],
	{ before = narrow, after = wide, noop = false, warnings = [] as readonly string[] } = {}
): Promise<Verdict> {
	const example: Case = { id: 'x', kind: 'table', before, after, noop, column_reorder: false };
	const script = (sql: string) => ({ sql, foreignKeys: true });
	const migrations: Migrations<string> = {
		schemaOf: async (sql) => sql,
		changes: (from, to) => (from === to ? 0 : 1),
		renames: () => [],
		render: (): RenderedMigration => ({ upgrade: script(upgrade), downgrade: script(downgrade), warnings }),
		close: async () => undefined
	};
	return postgresJudge(bench, migrations).judge(example, variant);
}

const good = ['ALTER TABLE t ADD b text;', 'ALTER TABLE t DROP b;'] as const;

describe('the judge of generated migrations', () => {
	it.each(['compare', 'empty', 'rows', 'renames'])('lets a good one pass with %s', async (variant) => {
		expect(await verdict(variant, good)).toEqual({ outcome: 'passed' });
	});

	it.each([
		['an upgrade that does nothing', ['', good[1]], 'upgrade gives another schema'],
		['an upgrade that does something else', ['ALTER TABLE t ADD b int;', good[1]], 'b text'],
		['an upgrade that is refused', ['ALTER TABLE u ADD b text;', good[1]], '42P01'],
		['a downgrade that does nothing', [good[0], ''], 'downgrade gives another schema'],
		['a downgrade that is refused', [good[0], 'ALTER TABLE u DROP b;'], 'downgrade: 42P01']
	] as const)('sees %s', async (_, scripts, why) => {
		expect(await verdict('empty', scripts)).toEqual({
			outcome: 'failed',
			why: expect.stringContaining(why) as string
		});
	});

	it('sees values that are lost, unless a warning names their table', async () => {
		const anew = [`DROP TABLE t; ${wide}`, good[1]] as const;
		expect(await verdict('empty', anew)).toEqual({ outcome: 'passed' });
		expect(await verdict('rows', anew)).toEqual({
			outcome: 'failed',
			why: expect.stringContaining('upgrade loses values') as string
		});
		expect(await verdict('rows', anew, { warnings: ['The rows of t are lost.'] })).toEqual({
			outcome: 'passed'
		});
	});

	it('sees values that the downgrade loses', async () => {
		expect(await verdict('rows', [good[0], `DROP TABLE t; ${narrow}`])).toEqual({
			outcome: 'failed',
			why: expect.stringContaining('downgrade loses values') as string
		});
	});

	it('lets an upgrade be refused for its rows where a warning has said so', async () => {
		const strict = ['ALTER TABLE t ADD b text NOT NULL;', good[1]] as const;
		const after = 'CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL);';
		expect(await verdict('empty', strict, { after })).toEqual({ outcome: 'passed' });
		expect(await verdict('rows', strict, { after })).toMatchObject({ outcome: 'failed' });
		const warnings = ['The new column has no value for the rows: the upgrade fails.'];
		expect(await verdict('rows', strict, { after, warnings })).toEqual({ outcome: 'foretold' });
	});

	it('holds what compare says against the catalog', async () => {
		const other = 'CREATE TABLE public.t (a integer, PRIMARY KEY (a));';
		expect(await verdict('compare', good, { after: other, noop: true })).toMatchObject({ outcome: 'failed' });
		expect(await verdict('compare', good, { after: narrow, noop: true })).toEqual({ outcome: 'passed' });
	});

	it('says of SQL that PostgreSQL refuses that it cannot be run', async () => {
		expect(await verdict('empty', good, { before: 'CREATE TABLE t (a nothing);' })).toEqual({
			outcome: 'unrunnable',
			why: expect.stringContaining('type "nothing" does not exist') as string
		});
	});

	it('runs one statement at a time what cannot run at once', async () => {
		const index = `${wide} CREATE INDEX CONCURRENTLY i ON t (b);`;
		expect(
			await verdict('empty', ['CREATE INDEX i ON t (b);', 'DROP INDEX i;'], { before: wide, after: index })
		).toEqual({ outcome: 'passed' });
	});

	it('forgets what the SQL of a pair has set', async () => {
		const set = `SET search_path = ''; SET check_function_bodies = off; CREATE TABLE public.t (a int PRIMARY KEY);`;
		expect(await verdict('rows', good, { before: set })).toEqual({ outcome: 'passed' });
	});
});

describe('the bench', () => {
	it('is empty again whatever was made', async () => {
		await bench.clear();
		const empty = await bench.fingerprint();
		const renewed = bench.renewed;
		const refused = await bench.make(`
			CREATE SCHEMA s; CREATE EXTENSION pgcrypto SCHEMA s; CREATE ROLE r;
			CREATE TABLE s.t (a int); ALTER TABLE s.t OWNER TO r; GRANT CREATE ON SCHEMA s TO r;
			CREATE TYPE e AS ENUM ('1'); CREATE CAST (e AS int) WITH INOUT;
			CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
			CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION f();
			CREATE PUBLICATION p FOR TABLE s.t;
			CREATE FOREIGN DATA WRAPPER w; CREATE SERVER v FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR r SERVER v;
			CREATE LANGUAGE l HANDLER plpgsql_call_handler; CREATE ACCESS METHOD m TYPE index HANDLER bthandler;
			CREATE COLLATION c (provider = builtin, locale = 'C.UTF-8');
			ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT SELECT ON TABLES TO PUBLIC;
			COMMENT ON SCHEMA public IS 'mine'; COMMENT ON EXTENSION plpgsql IS 'mine';
		`);
		expect(refused).toBeUndefined();
		expect(await bench.fingerprint()).not.toBe(empty);
		await bench.clear();
		expect(await bench.fingerprint()).toBe(empty);
		expect(bench.renewed).toBe(renewed);
	});

	it('is made anew where something of the system itself was dropped', async () => {
		await bench.clear();
		const empty = await bench.fingerprint();
		const renewed = bench.renewed;
		await bench.make(`COMMENT ON EXTENSION plpgsql IS 'mine'; CREATE TYPE pg_catalog.stays AS (a int)`);
		await bench.make(
			`SET allow_system_table_mods = on; CREATE FUNCTION pg_catalog.stays() RETURNS int LANGUAGE sql AS 'SELECT 1'`
		);
		await bench.clear();
		expect(await bench.fingerprint()).toBe(empty);
		expect(bench.renewed).toBe(renewed + 1);
	});
});
