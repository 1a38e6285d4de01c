import { describe, expect, it } from 'vitest';
import { describeFates } from '../../../src/lib/engine/rows/describe-fates.ts';
import { rehearse } from '../../../src/lib/engine/run/index.ts';
import type { MoveCommand, Rehearsal } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const head: MoveCommand = { kind: 'upgrade', target: 'head' };

/** What a rehearsal says of the rows, step by step. */
const words = ({ steps }: Rehearsal) =>
	steps.map(({ tables }) => tables.flatMap((table) => describeFates(table).map((each) => each.words)));

const users = migration(
	`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40));
	INSERT INTO users VALUES (1, 'Ada', 'ada@x'), (2, 'Bo', NULL), (3, 'Cy', 'cy@x');`,
	'DROP TABLE users;'
);

everyDialect('a rehearsal on %s', (dialect) => {
	const open = async (files: Readonly<Record<string, string>>) => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, dialect);
		await bench.upgrade();
		bench.files = { '0001_users.sql': users, ...files };
		return bench;
	};

	it('says what every step would do to the rows, and leaves the database as it was', async () => {
		const bench = await open({
			'0002_no_email.sql': migration(
				'ALTER TABLE users DROP COLUMN email;',
				'ALTER TABLE users ADD COLUMN email VARCHAR(40);'
			),
			'0003_fewer.sql': migration(
				"DELETE FROM users WHERE id = 3; UPDATE users SET name = 'Bob' WHERE id = 2;",
				'SELECT 1;'
			),
			'0004_people.sql': migration(
				'ALTER TABLE users RENAME TO people; CREATE TABLE towns (id INTEGER PRIMARY KEY);',
				'DROP TABLE towns; ALTER TABLE people RENAME TO users;'
			)
		});
		const before = await everythingIn(bench.database);
		const rehearsal = await rehearse(bench.context, head);
		expect(rehearsal.result.status).toBe('applied');
		expect(words(rehearsal)).toEqual([
			['users.email is gone. 2 values are lost with it.'],
			['1 of 3 rows of users is lost.', 'users.name: 1 of 2 rows holds another value.'],
			['2 rows of people, which was users, are kept.', 'towns is new, with 0 rows.']
		]);
		expect(await everythingIn(bench.database)).toBe(before);
		expect((await bench.ledger()).map(({ revision }) => revision)).toEqual(['0001']);
	});

	it('goes down as well, and says that a column comes back without its values', async () => {
		const bench = await open({
			'0002_no_email.sql': migration(
				'ALTER TABLE users DROP COLUMN email;',
				'ALTER TABLE users ADD COLUMN email VARCHAR(40);'
			)
		});
		await bench.upgrade();
		const rehearsal = await rehearse(bench.context, { kind: 'downgrade', target: '-1' });
		expect(words(rehearsal)).toEqual([['users.email is new. It holds nothing in 3 rows.']]);
		expect((await bench.ledger()).map(({ revision }) => revision)).toEqual(['0001', '0002']);
	});

	it('shows the rows that make a step fail that keeps nothing together', async () => {
		const bench = await open({
			'0002_unique.sql': migration(
				"UPDATE users SET name = 'Ada' WHERE id = 3; CREATE UNIQUE INDEX users_name ON users (name);",
				'DROP INDEX users_name;',
				{ up: 'transaction:false' }
			)
		});
		const before = await everythingIn(bench.database);
		const { result, culprits } = await rehearse(bench.context, head);
		expect(result.problems[0]?.message).toContain('Statement 2 of 2 was refused.');
		expect(culprits?.sentence).toBe('2 of 3 rows of users share their name with others.');
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('shows the rows that make a step fail', async () => {
		const bench = await open({
			'0002_unique.sql': migration(
				"UPDATE users SET name = 'Ada' WHERE id = 3; CREATE UNIQUE INDEX users_name ON users (name);",
				'DROP INDEX users_name;'
			)
		});
		const before = await everythingIn(bench.database);
		const { result, culprits } = await rehearse(bench.context, head);
		expect(result.status).toBe('failed');
		expect(culprits?.sentence).toBe('2 of 3 rows of users share their name with others.');
		expect(culprits?.rows.rows.map(({ values }) => values[0])).toEqual([1, 3]);
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('tries steps without a transaction too', async () => {
		const bench = await open({
			'0002_half.sql': migration(
				"INSERT INTO users VALUES (4, 'Di', NULL); INSERT INTO nowhere VALUES (1);",
				'SELECT 1;',
				{ up: 'transaction:false' }
			)
		});
		const before = await everythingIn(bench.database);
		const { result } = await rehearse(bench.context, head);
		expect(result.steps.map((step) => (step.status === 'failed' ? step.stuck : step.status))).toEqual([1]);
		expect(await everythingIn(bench.database)).toBe(before);
		expect((await bench.ledger()).map(({ revision }) => revision)).toEqual(['0001']);
	});
});

describe('a rehearsal on PostgreSQL', () => {
	const open = async (up: string, more: string) => {
		const first = migration(up, 'SELECT 1;');
		const bench = await Bench.open({ '0001_first.sql': first }, true, 'postgres');
		await bench.upgrade();
		bench.files = { '0001_first.sql': first, '0002_more.sql': migration(more, 'SELECT 1;') };
		return bench;
	};

	it('puts sequences back, which no rollback does', async () => {
		const bench = await open(
			'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text); INSERT INTO t (v) VALUES (1);',
			"INSERT INTO t (v) SELECT 'x' FROM generate_series(1, 10);"
		);
		expect(words(await rehearse(bench.context, head))).toEqual([['10 rows added to t.']]);
		const { rows } = await bench.database.query("INSERT INTO t (v) VALUES ('next') RETURNING id");
		expect(rows).toEqual([[2]]);
	});

	it('checks at the end of a step what waits for it', async () => {
		const bench = await open(
			'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);',
			'INSERT INTO c VALUES (7);'
		);
		const { result } = await rehearse(bench.context, head);
		expect(result.status).toBe('failed');
		expect(result.problems[0]?.message).toContain('a row that is not there');
	});

	it.each([
		['ALTER TABLE users ALTER email SET NOT NULL;', '1 of 3 rows of users has no email.'],
		["ALTER TABLE users ADD CHECK (name <> 'Bo');", "1 of 3 rows of users breaks name <> 'Bo'."],
		[
			'ALTER TABLE users ALTER name TYPE integer USING name::integer;',
			'3 of 3 rows of users have a name that is no integer.'
		],
		['ALTER TABLE users ADD COLUMN age int NOT NULL;', '3 of 3 rows of users would have no value in it.'],
		[
			'CREATE TABLE towns (id int PRIMARY KEY); ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES towns (id);',
			'3 of 3 rows of users point at rows of towns that are not there.'
		]
	])('tells which rows refuse %s', async (sql, sentence) => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, 'postgres');
		await bench.upgrade();
		bench.files = { '0001_users.sql': users, '0002_more.sql': migration(sql, 'SELECT 1;') };
		const { culprits } = await rehearse(bench.context, head);
		expect(culprits?.sentence).toBe(sentence);
	});
});

describe('a rehearsal on SQLite', () => {
	it.each([
		[
			`CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
			INSERT INTO users_new (id, email) SELECT id, email FROM users;`,
			'1 of 3 rows to be copied into users_new has no email.'
		],
		[
			`CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT CONSTRAINT long_enough CHECK (length(name) > 2));
			INSERT INTO users_new SELECT id, name FROM users;`,
			'2 of 3 rows to be copied into users_new break length(name) > 2.'
		],
		['ALTER TABLE users ADD COLUMN age INTEGER NOT NULL;', '3 of 3 rows of users would have no value in it.'],
		['ALTER TABLE users ALTER COLUMN email SET NOT NULL;', '1 of 3 rows of users has no email.'],
		[
			'CREATE UNIQUE INDEX by_name ON users (name); UPDATE users SET name = substr(name, 2, 0), email = 1;',
			'3 of 3 rows of users share their name with others.'
		],
		[
			`ALTER TABLE users ADD COLUMN nick TEXT CHECK (nick <> 'none');
			UPDATE main.users SET nick = coalesce(NULL, 'none') WHERE email IS NULL;`,
			"1 of 3 rows of users breaks nick <> 'none'."
		],
		[
			'ALTER TABLE main."users" ADD CONSTRAINT long_enough CHECK (length(name) > 2);',
			'2 of 3 rows of users break length(name) > 2.'
		]
	])('tells which rows refuse %s', async (sql, sentence) => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, 'sqlite');
		await bench.upgrade();
		bench.files = { '0001_users.sql': users, '0002_more.sql': migration(sql, 'SELECT 1;') };
		const { culprits } = await rehearse(bench.context, head);
		expect(culprits?.sentence).toBe(sentence);
	});
});
