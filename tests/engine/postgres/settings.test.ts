import { expect, it } from 'vitest';
import { Bench, migration } from '../run/support.ts';

const apart = { up: 'transaction:false' };

it.each([
	['SET search_path = other;', {}],
	['SET search_path = other;', apart],
	["SELECT pg_catalog.set_config('search_path', '', false);", {}],
	["SET statement_timeout = '5s'; SET timezone = 'Asia/Tokyo'; SET my.own = 'x';", {}],
	['RESET ALL;', {}],
	["DO $$ BEGIN PERFORM set_config('datestyle', 'German', false); END $$;", apart],
	['SET ROLE reader; RESET ROLE; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;', {}],
	['SET ROLE reader;', apart],
	['SET SESSION AUTHORIZATION reader;', apart]
])('after a step with %s the next finds the session as it was', async (sql, options) => {
	const bench = await Bench.open({}, false, 'postgres');
	await bench.database.execute(
		"CREATE SCHEMA other; DO $$ BEGIN CREATE ROLE reader SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END $$; SET work_mem = '5MB';"
	);
	const settings = () =>
		bench.rows(
			"SELECT name, setting FROM pg_settings WHERE name <> 'my.own' UNION ALL SELECT session_user, current_user ORDER BY 1"
		);
	const before = await settings();
	bench.files = { '1_a.sql': migration(`${sql}\nCREATE TABLE public.a (x int);`, '', options) };
	const result = await bench.upgrade();
	expect(result.problems).toEqual([]);
	expect(await settings()).toEqual(before);
	bench.files = { ...bench.files, '2_b.sql': migration('CREATE TABLE b (x int);', '') };
	expect((await bench.upgrade()).status).toBe('applied');
	expect(await bench.tables()).toEqual(['a', 'b', 'updown_migrations']);
});

it('a step that goes on sets again what its first statements had set', async () => {
	const up = migration(
		'SET search_path = other;\nCREATE TABLE a (x int);\nSELECT * FROM later;\nCREATE TABLE b (x int);',
		'',
		apart
	);
	const bench = await Bench.open({ '1_a.sql': up }, false, 'postgres');
	await bench.database.execute('CREATE SCHEMA other');
	expect((await bench.upgrade()).steps[0]).toMatchObject({ status: 'failed', stuck: 2 });
	await bench.database.execute('CREATE TABLE other.later (x int)');
	expect((await bench.upgrade()).status).toBe('applied');
	expect(await bench.rows('SELECT * FROM other.b')).toEqual([]);
});
