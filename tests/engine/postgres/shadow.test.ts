import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { autogenerate, inspectSchema } from '../../../src/lib/engine/run/index.ts';
import { emptyDatabase } from '../databases.ts';

let database: Database;

beforeEach(async () => {
	database = await emptyDatabase('postgres');
	await database.execute(
		"COMMENT ON SCHEMA public IS 'standard public schema'; CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY); INSERT INTO app.users VALUES (7);"
	);
});

async function ask(desired: string) {
	const before = await inspectSchema(database);
	const reply = await autogenerate(database, { desired, renames: [] }, () => {
		throw new Error('PostgreSQL needs no second database.');
	});
	expect(await inspectSchema(database)).toEqual(before);
	expect(await database.dialect.transactions.rollback(database)).toBe(false);
	return reply;
}

const users = 'CREATE SCHEMA app; CREATE TABLE app.users (id int PRIMARY KEY);';

describe('schema.sql', () => {
	it('is tried in the same database, which stays as it is', async () => {
		expect((await ask(users)).kind).toBe('equal');
		const reply = await ask(`${users} CREATE TABLE public.users (name text);`);
		expect(reply.kind === 'changes' && reply.migration.upgrade.sql).toMatch(/^CREATE TABLE users/);
		expect((await database.query('SELECT id FROM app.users')).rows).toEqual([[7]]);
	});

	it('does not see what belongs to the whole database', async () => {
		const whole =
			'CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE $a$no$a$; END $$; CREATE PUBLICATION p FOR ALL TABLES;';
		const late = 'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION no();';
		await database.execute(whole + late);
		try {
			expect((await ask(users + whole + late)).kind).toBe('equal');
		} finally {
			await database.execute('DROP EVENT TRIGGER e; DROP PUBLICATION p');
		}
	});

	it('may be what pg_dump writes, rows and transaction included', async () => {
		const dump = [
			'\\restrict secret',
			'BEGIN;',
			"SELECT pg_catalog.set_config('search_path', '', false);",
			'CREATE SCHEMA app;',
			'CREATE TABLE app.users (id int);',
			'COPY app.users (id) FROM stdin;',
			"it's $$ 1",
			'\\.',
			'ALTER TABLE ONLY app.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);',
			'CREATE INDEX CONCURRENTLY other ON app.users (id);',
			'DROP INDEX CONCURRENTLY app.other;',
			'COMMIT;',
			'\\unrestrict secret'
		].join('\n');
		expect((await ask(dump)).kind).toBe('equal');
	});

	it.each([
		['CREATE TABLE a ();\n  ROLLBACK;', 'undoes others'],
		['CREATE TABLE a ();\n  CREATE DATABASE b;', 'more than this one database'],
		['CREATE TABLE a ();\n  CREATE TABL b ();', 'TABL']
	])('that cannot be a schema is refused where it is: %j', async (desired, words) => {
		const reply = await ask(desired);
		const problem = reply.kind === 'failed' ? reply.problem : undefined;
		expect(problem?.message).toContain(words);
		expect(problem?.span?.start.line).toBe(2);
	});

	it('with nothing in it is asked about', async () => {
		expect((await ask('')).kind).toBe('nothingDesired');
	});
});
