import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../../src/lib/engine/dialects/registry.ts';
import type { DialectName } from '../../../src/lib/engine/dialects/dialect.ts';
import { describeFates } from '../../../src/lib/engine/rows/describe-fates.ts';
import { describeChange } from '../../../src/lib/engine/schema/describe.ts';
import { everyDialect } from '../databases.ts';
import { frameOfStep } from './one-step.ts';

/** All that can stand on a table, so that a rename has much that follows it. */
const start = {
	sqlite: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT NOT NULL CHECK (mail LIKE '%@%'),
			up INT REFERENCES users, size INT GENERATED ALWAYS AS (length(mail)) STORED);
		CREATE INDEX users_mail ON users (mail) WHERE mail <> '';
		CREATE TABLE log (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), what TEXT);
		CREATE TRIGGER told AFTER UPDATE OF mail ON users BEGIN INSERT INTO log (what) VALUES (new.mail); END;
		INSERT INTO users (id, name, mail, up) VALUES (1, 'Ada', 'a@x', NULL), (2, 'Bo', 'b@x', 1);
		INSERT INTO log VALUES (1, 1, 'hm')`,
	postgres: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT NOT NULL CHECK (mail LIKE '%@%'),
			up INT REFERENCES users, size INT GENERATED ALWAYS AS (length(mail)) STORED, n SERIAL);
		CREATE INDEX users_mail ON users (mail) WHERE mail <> '';
		CREATE TABLE log (id SERIAL PRIMARY KEY, user_id INT REFERENCES users (id), what TEXT);
		CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
			'BEGIN INSERT INTO log (what) VALUES (new.mail); RETURN new; END';
		CREATE TRIGGER told AFTER UPDATE OF mail ON users FOR EACH ROW WHEN (new.mail <> old.mail) EXECUTE FUNCTION tell();
		ALTER TABLE users ENABLE ROW LEVEL SECURITY;
		CREATE POLICY own ON users USING (mail <> 'x');
		INSERT INTO users (id, name, mail, up) VALUES (1, 'Ada', 'a@x', NULL), (2, 'Bo', 'b@x', 1);
		INSERT INTO log (user_id, what) VALUES (1, 'hm')`
};

/** What a step is said to have changed, and what became of the rows. */
async function told(dialect: DialectName, step: string) {
	const { changes, tables = [] } = await frameOfStep(dialect, start[dialect], step);
	const own = dialectOf(dialect);
	return {
		changes: changes.map((change) => own.describe?.(change) ?? describeChange(change)),
		rows: tables.flatMap((fates) => describeFates(fates).map(({ words }) => words))
	};
}

everyDialect('on %s, what follows a rename by itself is not told as a change', (dialect) => {
	it('when a table is renamed', async () => {
		expect(await told(dialect, 'ALTER TABLE users RENAME TO people;')).toEqual({
			changes: ['Renamed table users to people.'],
			rows: ['2 rows of people, which was users, are kept.']
		});
	});

	it('when a column is renamed', async () => {
		const { changes } = await told(dialect, 'ALTER TABLE users RENAME COLUMN mail TO email;');
		expect(changes).toEqual(['Renamed `mail` to `email` in users.']);
	});

	it('when a table and its columns are renamed', async () => {
		const step = `ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN id TO uid;
			ALTER TABLE people RENAME COLUMN mail TO email;`;
		expect(await told(dialect, step)).toEqual({
			changes: [
				'Renamed table users to people.',
				'Renamed `id` to `uid` in people.',
				'Renamed `mail` to `email` in people.'
			],
			rows: ['2 rows of people, which was users, are kept.']
		});
	});

	it('when two tables change their names', async () => {
		const step =
			'ALTER TABLE users RENAME TO t; ALTER TABLE log RENAME TO users; ALTER TABLE t RENAME TO log;';
		const { changes, rows } = await told(dialect, step);
		expect(changes.toSorted()).toEqual(['Renamed table log to users.', 'Renamed table users to log.']);
		expect(rows.toSorted()).toEqual([
			'1 row of users, which was log, is kept.',
			'2 rows of log, which was users, are kept.'
		]);
	});
});

describe('on postgres', () => {
	it('a table that goes to another schema takes its rows along', async () => {
		const step =
			'CREATE SCHEMA app; ALTER TABLE users SET SCHEMA app; ALTER TABLE app.users RENAME TO "People";';
		expect(await told('postgres', step)).toEqual({
			changes: ['Created schema app.', 'Renamed table users to app."People".'],
			rows: ['2 rows of app."People", which was users, are kept.']
		});
	});

	it('a value of an enum and an attribute that get other names are told as renamed', async () => {
		const types = `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TYPE home AS (street text, no int);
			CREATE TABLE moods (id int PRIMARY KEY, m mood DEFAULT 'sad', at home); INSERT INTO moods (id, at) VALUES (1, '(Main,5)')`;
		const step = `ALTER TYPE mood RENAME VALUE 'sad' TO 'low'; ALTER TYPE mood RENAME VALUE 'low' TO 'down';
			ALTER TYPE home RENAME ATTRIBUTE street TO road;`;
		const { changes, tables } = await frameOfStep('postgres', types, step);
		expect(changes.map((change) => describeChange(change))).toEqual([
			'Renamed value `sad` of mood to `down`.',
			'Renamed attribute `street` of home to `road`.'
		]);
		// The row was not written, and reads otherwise.
		expect(tables).toMatchObject([{ table: 'moods', rows: { changed: 1, kept: 0, lost: 0 } }]);
	});

	it('what is changed besides the rename is told as it was and is', async () => {
		const step = `ALTER TABLE users RENAME COLUMN mail TO email; ALTER POLICY own ON users USING (email <> 'y');`;
		expect((await told('postgres', step)).changes).toEqual([
			'Renamed `mail` to `email` in users.',
			"Changed policy own on users: using (mail <> 'x'::text) → (email <> 'y'::text)."
		]);
	});
});
