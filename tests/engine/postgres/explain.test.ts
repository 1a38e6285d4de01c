import { describe, expect, it } from 'vitest';
import { emptyDatabase } from '../databases.ts';
import { refusal } from './support.ts';

const shop = `CREATE TABLE users (id int PRIMARY KEY, email text, age text CHECK (age <> ''));
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE VIEW adults AS SELECT id, age FROM users;
INSERT INTO users VALUES (1, NULL, '7'), (2, 'a', 'x'), (3, 'a', NULL);
INSERT INTO orders VALUES (1, 1);`;

/** A statement PostgreSQL refuses, its SQLSTATE, and words the explanation must have. */
const cases: readonly (readonly [string, string, RegExp])[] = [
	['ALTER TABLE users ALTER COLUMN email SET NOT NULL', '23502', /email of users.*UPDATE users SET email/],
	['ALTER TABLE users ADD COLUMN n int NOT NULL', '23502', /n of users.*DEFAULT/],
	['INSERT INTO users VALUES (NULL)', '23502', /id of users must have a value/],
	['INSERT INTO orders VALUES (2, 99)', '23503', /orders points at a row that is not there: user_id is 99/],
	['DELETE FROM users WHERE id = 1', '23503', /Rows of orders still point/],
	[
		'ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES users; INSERT INTO orders VALUES (9)',
		'23503',
		/id is 9/
	],
	['INSERT INTO users VALUES (1)', '23505', /id = 1 is there already/],
	['CREATE UNIQUE INDEX users_email ON users (email)', '23505', /several rows have email = a.*HAVING count/],
	["ALTER TABLE users ADD CHECK (age = 'y')", '23514', /rows that the new check users_age_check1 forbids/],
	["INSERT INTO users (id, age) VALUES (9, '')", '23514', /breaks the rule of its check/],
	[
		'CREATE TABLE r (a int4range, EXCLUDE USING gist (a WITH &&)); INSERT INTO r VALUES ($$[1,5)$$), ($$[2,3)$$)',
		'23P01',
		/exclude each other/
	],
	['SELECT * FROM nowhere', '42P01', /no table or view nowhere/],
	['SELECT u.id FROM users', '42P01', /FROM does not bring it in/],
	['SELECT nope FROM users', '42703', /no column nope/],
	['ALTER TABLE users DROP COLUMN nope', '42703', /no column nope in users/],
	['SELECT nosuch(1)', '42883', /no function nosuch\(integer\)/],
	["SELECT id = 'a'::text FROM users", '42883', /no operator for these types: integer = text/],
	['CREATE TABLE users (a int)', '42P07', /already a table.*IF NOT EXISTS/],
	['ALTER TABLE users ADD COLUMN id int', '42701', /column id in users/],
	['CREATE TABLE t (a int, a int)', '42701', /a is named twice/],
	["CREATE TYPE mood AS ENUM ('x')", '42710', /type mood/],
	['ALTER TABLE users ADD CONSTRAINT users_pkey UNIQUE (id)', '42P07', /users_pkey/],
	['ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (true)', '42710', /users_age_check on users/],
	['SELEC 1', '42601', /does not understand.*"SELEC"/],
	['CREATE TABLE t (a int', '42601', /stops before it is complete/],
	["SELECT 'open", '42601', /unterminated quoted string/],
	['\\i other.sql', '42601', /\\i is a command of the program psql/],
	['ALTER TABLE users ALTER COLUMN age TYPE int', '42804', /USING age::integer/],
	["INSERT INTO users (id) SELECT 'x'::text::int", '22P02', /"x" is no integer/],
	["SELECT 'a:b'::tsvector", '42601', /no value of tsvector.*a:b/],
	[
		"CREATE TABLE d (c text); INSERT INTO d VALUES ('a:b'); ALTER TABLE d ALTER c TYPE tsvector USING c::tsvector",
		'42601',
		/no value of tsvector.*USING/
	],
	["SELECT 'a &'::tsquery", '42601', /no value of tsquery/],
	["SELECT '$.a ..'::jsonpath", '42601', /no value of jsonpath/],
	["SELECT '{1'::int[]", '22P02', /no value of the type it is to have.*malformed array literal/],
	["SELECT '{'::json", '22P02', /no value of the type.*ended unexpectedly/],
	["SELECT 'sad'::mood", '22P02', /not one of the values of mood.*ADD VALUE/],
	['DROP TABLE users', '2BP01', /adults.*CASCADE/],
	['DROP TYPE text', '2BP01', /needed|need it|required/],
	['BEGIN; VACUUM', '25001', /VACUUM cannot run inside.*transaction:false/],
	["BEGIN; ALTER TYPE mood ADD VALUE 'new'; SELECT 'new'::mood", '55P04', /'new' was added.*of its own/],
	['CREATE OR REPLACE VIEW adults AS SELECT age FROM users', '42P16', /DROP VIEW/],
	['ALTER TABLE users ADD PRIMARY KEY (email)', '42P16', /one primary key/],
	['ALTER TABLE users ALTER COLUMN age TYPE varchar(5)', '0A000', /type of a column.*view/],
	['SELECT 1::nosuchtype', '42704', /no type nosuchtype/],
	['ALTER TABLE users OWNER TO nobody', '42704', /no role nobody.*CREATE ROLE nobody/],
	['CREATE EXTENSION postgis', '0A000', /postgis is not part/],
	[
		"CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p",
		'0A000',
		/takes its rows from another server/
	],
	["LOAD 'nosuch'", '58P01', /file is missing/],
	[`CREATE TABLE w (${Array.from({ length: 1601 }, (_, at) => `c${at} int`).join(', ')})`, '54011', /1600/],
	['SAVEPOINT a', '25P01', /needs a transaction/],
	[
		'CREATE TABLE public.t (a int); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES orders (user_id)',
		'42830',
		/UNIQUE/
	],
	['DROP TABLE pg_class', '42501', /own tables/],
	["DO $$ BEGIN RAISE 'not today'; END $$", 'P0001', /not today/],
	['SELECT 1/0', '22012', /zero/],
	['SELECT 99999999999::int', '22003', /does not fit/]
];

describe('an error is told in plain words, with what to do next', () => {
	it.each(cases)('%s', async (sql, code, words) => {
		const database = await emptyDatabase('postgres');
		await database.execute(shop);
		const failure = await refusal(database.execute(sql));
		expect(failure).toMatchObject({ code });
		const { message, hint } = database.dialect.explain(failure);
		expect(`${message} ${hint}`).toMatch(words);
		expect(`${message} ${hint}`).not.toMatch(/undefined|\.\./);
		expect(message).toMatch(/[.!?…]$/);
		expect(hint).toMatch(/[.!?…)]$/);
	});

	it.each(['53200', '40P01', '57014', '42622', '25P02', '3F000', '99999'])(
		'%s, which a test cannot cause',
		async (code) => {
			const { dialect } = await emptyDatabase('postgres');
			const { message, hint } = dialect.explain({
				message: 'out of shared memory',
				code,
				sql: '',
				start: 0,
				end: 0
			});
			expect(message).toMatch(/\.$/);
			expect(hint).not.toBe('');
		}
	);
});
