import { describe, expect, it } from 'vitest';
import { roundTrip } from './round-trip.ts';

describe('objects that few databases have', () => {
	it.each([
		[
			'collations and domains on them',
			"CREATE COLLATION c (locale = 'C'); CREATE DOMAIN d AS text COLLATE c",
			"CREATE COLLATION c (lc_collate = 'C', lc_ctype = 'POSIX'); COMMENT ON COLLATION c IS 'c'; CREATE DOMAIN d AS text COLLATE c"
		],
		[
			'casts',
			"CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION m(int) RETURNS mood LANGUAGE sql AS $$ SELECT 'a'::mood $$; CREATE CAST (int AS mood) WITH FUNCTION m(int)",
			"CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION m(int) RETURNS mood LANGUAGE sql AS $$ SELECT 'a'::mood $$; CREATE CAST (int AS mood) WITH FUNCTION m(int) AS IMPLICIT; COMMENT ON CAST (int AS mood) IS 'c'"
		],
		[
			'operators',
			'CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql AS $$ SELECT true $$; CREATE OPERATOR === (leftarg = int, rightarg = text, function = eq)',
			'CREATE FUNCTION eq(int, text) RETURNS bool LANGUAGE sql AS $$ SELECT true $$; CREATE OPERATOR === (leftarg = int, rightarg = text, function = eq, restrict = eqsel)'
		],
		[
			'operator classes',
			'',
			`CREATE TYPE t AS (a int); CREATE FUNCTION cmp(t, t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
			CREATE FUNCTION lt(t, t) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE OPERATOR <<<< (leftarg = t, rightarg = t, function = lt);
			CREATE OPERATOR FAMILY f USING btree; CREATE OPERATOR CLASS k FOR TYPE t USING btree FAMILY f AS OPERATOR 1 <<<<, FUNCTION 1 cmp(t, t)`
		],
		[
			'text search',
			"CREATE TEXT SEARCH DICTIONARY d (template = simple, stopwords = 'english'); CREATE TEXT SEARCH CONFIGURATION c (parser = default); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, int WITH d",
			'CREATE TEXT SEARCH DICTIONARY d (template = simple, accept = false); CREATE TEXT SEARCH CONFIGURATION c (parser = default); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word, email WITH d, simple'
		],
		[
			'foreign servers',
			"CREATE FOREIGN DATA WRAPPER w OPTIONS (a 'x'); CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (u 'x')",
			"CREATE FOREIGN DATA WRAPPER w OPTIONS (b 'y'); CREATE SERVER s VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (\"I x\" 'o''p'); CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (u 'z')"
		],
		[
			'publications',
			'CREATE TABLE t (id int PRIMARY KEY, a int); CREATE SCHEMA s; CREATE PUBLICATION p FOR TABLE t, TABLES IN SCHEMA s',
			"CREATE TABLE t (id int PRIMARY KEY, a int); CREATE SCHEMA s; CREATE PUBLICATION p FOR TABLE t WHERE (id > 3) WITH (publish = 'insert')"
		],
		[
			'event triggers',
			'CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()',
			"CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f(); ALTER EVENT TRIGGER e DISABLE"
		],
		[
			'languages, access methods and conversions',
			'',
			"CREATE LANGUAGE l HANDLER plpgsql_call_handler; CREATE ACCESS METHOD m TYPE INDEX HANDLER bthandler; CREATE CONVERSION v FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8"
		],
		[
			'extensions',
			'CREATE SCHEMA e; CREATE EXTENSION hstore WITH SCHEMA e; CREATE TABLE t (h e.hstore)',
			"CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'pairs'; CREATE TABLE t (h hstore)"
		]
	])('come, go and change: %s', async (_, before, after) => {
		await roundTrip(before, after);
	});

	it('move an extension with the columns that stand on it', async () => {
		const { database } = await roundTrip(
			'CREATE SCHEMA e; CREATE EXTENSION hstore WITH SCHEMA e; CREATE TABLE t (h e.hstore)',
			'CREATE EXTENSION hstore; CREATE TABLE t (h hstore)',
			"INSERT INTO t VALUES ('a=>1')"
		);
		expect((await database.query('SELECT h::text FROM t')).rows).toEqual([['"a"=>"1"']]);
	});
});

describe('a collation that is a copy of one of the system’s', () => {
	it('is made as a copy again, which does for texts in any encoding', async () => {
		const { database, down } = await roundTrip(
			'CREATE COLLATION c FROM "C"; CREATE TABLE t (a text COLLATE c)',
			'CREATE COLLATION c FROM "POSIX"; CREATE TABLE t (a text COLLATE c)',
			"INSERT INTO t VALUES ('x')"
		);
		const { rows } = await database.query(
			"SELECT collcollate, collencoding FROM pg_collation WHERE collname = 'c'"
		);
		expect(rows).toEqual([['POSIX', -1]]);
		expect(down.join()).toContain('CREATE COLLATION c FROM pg_catalog."C"');
	});
});
