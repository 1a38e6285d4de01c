import { describe, expect, it } from 'vitest';
import { drift } from '../../../src/lib/engine/run/index.ts';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { withoutStash } from '../../../src/lib/engine/run/stash-text.ts';
import { emptyDatabase, everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';
import { pictureInWords } from './pictures.ts';
import { ask, benchWith, makeSafe, thereAndBack, users } from './safe-bench.ts';

everyDialect('a safe downgrade on %s', (dialect) => {
	const whole = migration(
		`ALTER TABLE users ADD COLUMN email VARCHAR(40);
		CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), total NUMERIC(8, 2));
		CREATE TABLE lines (order_id INTEGER REFERENCES orders (id), n INTEGER, PRIMARY KEY (order_id, n))`,
		'DROP TABLE lines;\nDROP TABLE orders;\nALTER TABLE users DROP COLUMN email -- the last\n'
	);
	const rows = `UPDATE users SET email = name || '@x' WHERE id < 3;
		INSERT INTO orders VALUES (7, 1, 9.95), (8, NULL, 1.10); INSERT INTO lines VALUES (7, 1), (7, 2);`;

	it('brings back values of dropped columns and rows of dropped tables', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		const before = await pictureInWords(bench.database);
		const { words, notes, left, lost } = await makeSafe(bench);
		expect(words).toHaveLength(3);
		expect([notes, left]).toEqual([[], []]);
		expect(lost.map(({ table }) => table).toSorted()).toEqual(['lines', 'orders', 'users']);
		expect(await thereAndBack(bench)).toEqual(before);
		expect(await bench.tables()).not.toContainEqual(expect.stringContaining('updown_stash'));
	});

	it('changes nothing on a database that is new', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		await makeSafe(bench);
		const { files } = bench;
		const fresh = new Bench(await emptyDatabase(dialect), files);
		expect((await fresh.upgrade()).problems).toEqual([]);
		const safe = await everythingIn(fresh.database);
		const plain = new Bench(await emptyDatabase(dialect), { ...files, '0002_second.sql': whole });
		await plain.upgrade();
		expect(await everythingIn(plain.database)).toBe(safe);
	});

	it('is no drift, neither below nor above', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		await makeSafe(bench);
		const looked = () => drift(bench.context, () => openDatabase(dialect));
		expect((await looked()).kind).toBe('none');
		await bench.downgrade();
		expect(await bench.tables()).toContain('updown_stash_0002_orders');
		expect((await looked()).kind).toBe('none');
		await bench.upgrade();
		expect((await looked()).kind).toBe('none');
	});

	it('leaves what was changed, deleted or added meanwhile as it is', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		await makeSafe(bench);
		await bench.downgrade();
		await bench.database.execute(
			"DELETE FROM users WHERE id = 1; UPDATE users SET name = 'Bob' WHERE id = 2; INSERT INTO users VALUES (4, 'Di');"
		);
		expect((await bench.upgrade()).problems).toEqual([]);
		expect(await bench.rows('SELECT id, name, email FROM users ORDER BY id')).toEqual([
			[2, 'Bob', 'Bo@x'],
			[3, 'Cy', null],
			[4, 'Di', null]
		]);
		// The order of somebody who is gone would point nowhere.
		expect(await bench.rows('SELECT id FROM orders')).toEqual([[8]]);
		expect(await bench.rows('SELECT count(*) FROM lines')).toEqual([[0]]);
	});

	it('brings back rows that the downgrade deletes, and not those that somebody else deletes', async () => {
		const bench = await benchWith(
			dialect,
			migration("INSERT INTO users VALUES (10, 'Eve');", 'DELETE FROM users WHERE id >= 10;')
		);
		await bench.database.execute(
			"INSERT INTO users VALUES (11, 'Fay'); UPDATE users SET name = 'Eva' WHERE id = 10;"
		);
		expect((await makeSafe(bench)).left).toEqual([]);
		await bench.downgrade();
		await bench.database.execute('DELETE FROM users WHERE id = 2');
		await bench.upgrade();
		expect(await bench.rows('SELECT id FROM users ORDER BY id')).toEqual([[1], [3], [10], [11]]);
	});

	it('brings back values that a downgrade changes, where nobody has changed them since', async () => {
		const bench = await benchWith(
			dialect,
			migration('UPDATE users SET name = name;', 'UPDATE users SET name = upper(name);')
		);
		const { left, file } = await makeSafe(bench);
		expect(left, file.text).toEqual([]);
		await bench.downgrade();
		await bench.database.execute("UPDATE users SET name = 'ZOE' WHERE id = 3");
		await bench.upgrade();
		expect(await bench.rows('SELECT name FROM users ORDER BY id')).toEqual([['Ada'], ['Bo'], ['ZOE']]);
	});

	it('finds rows again through renames of the table, its columns and its key', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				`ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN id TO number;
				ALTER TABLE people ADD COLUMN "Odd Name" VARCHAR(9);`,
				`ALTER TABLE people DROP COLUMN "Odd Name"; ALTER TABLE people RENAME COLUMN number TO id;
				UPDATE people SET name = 'x' WHERE id = 1; ALTER TABLE people RENAME TO users;`
			)
		);
		await bench.database.execute(`UPDATE people SET "Odd Name" = 'n' || number;`);
		const before = await pictureInWords(bench.database);
		expect((await makeSafe(bench)).left).toEqual([]);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('fills a column that must have a value, and then restores it', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				"ALTER TABLE users ADD COLUMN email VARCHAR(40) NOT NULL DEFAULT '';",
				'ALTER TABLE users DROP COLUMN email;'
			)
		);
		await bench.database.execute("UPDATE users SET email = name || '@x'");
		const before = await pictureInWords(bench.database);
		await makeSafe(bench);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('takes the rows that an upgrade makes as they were put aside', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				"CREATE TABLE towns (id INTEGER PRIMARY KEY, name VARCHAR(9)); INSERT INTO towns VALUES (1, 'Bern'), (2, 'Bonn');",
				'DROP TABLE towns;'
			)
		);
		expect((await ask(bench)).kind).toBe('safe');
		await bench.database.execute(
			"UPDATE towns SET name = 'Berne' WHERE id = 1; INSERT INTO towns VALUES (3, 'Bath');"
		);
		const before = await pictureInWords(bench.database);
		await makeSafe(bench);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('says what it cannot put aside, as no key says which row is which', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				'CREATE TABLE log (line VARCHAR(9)); ALTER TABLE users ADD COLUMN n INTEGER;',
				'ALTER TABLE users DROP COLUMN n; DROP TABLE log;'
			)
		);
		bench.files = {
			...bench.files,
			'0003_third.sql': migration(
				'ALTER TABLE log ADD COLUMN at VARCHAR(9);',
				'ALTER TABLE log DROP COLUMN at;'
			)
		};
		await bench.upgrade();
		await bench.database.execute("INSERT INTO log VALUES ('a', 'b'), ('a', 'c')");
		const answer = await ask(bench, '0003');
		expect(answer).toMatchObject({ kind: 'failed', problem: { code: 'nothing-to-stash' } });
		expect(answer.kind === 'failed' && answer.problem.message).toContain('no key that stays');
		// A table that goes whole needs no key.
		await bench.downgrade();
		await bench.database.execute('UPDATE users SET n = id');
		const before = await pictureInWords(bench.database);
		expect((await makeSafe(bench, '0002')).left).toEqual([]);
		bench.files = { '0001_users.sql': users, '0002_second.sql': bench.files['0002_second.sql']! };
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('leaves a downgrade alone that its upgrade makes good by itself', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				'ALTER TABLE users ADD COLUMN shout VARCHAR(20); UPDATE users SET shout = upper(name);',
				'ALTER TABLE users DROP COLUMN shout;'
			)
		);
		expect(await ask(bench)).toEqual({ kind: 'safe' });
	});

	it('takes rows as they were put aside that the upgrade found none of on the day it was made safe', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				`CREATE TABLE vips (id INTEGER PRIMARY KEY, since VARCHAR(9)); INSERT INTO vips SELECT id, 'now' FROM users WHERE id > 3;
				CREATE TABLE log (line VARCHAR(9)); INSERT INTO log SELECT name FROM users WHERE id > 3;`,
				'DROP TABLE vips; DROP TABLE log;'
			)
		);
		await bench.database.execute("INSERT INTO vips VALUES (1, '1990'); INSERT INTO log VALUES ('z')");
		await makeSafe(bench);
		await bench.database.execute(
			"INSERT INTO users VALUES (4, 'Di'); INSERT INTO vips VALUES (4, '1999'); INSERT INTO log VALUES ('a'), ('a');"
		);
		const before = await pictureInWords(bench.database);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('brings back that there was nothing in a column that the downgrade fills', async () => {
		const bench = await benchWith(
			dialect,
			migration('UPDATE users SET name = name;', "UPDATE nicks SET nick = '' WHERE nick IS NULL;")
		);
		await bench.database.execute(
			"CREATE TABLE nicks (id INTEGER PRIMARY KEY, nick VARCHAR(9)); INSERT INTO nicks VALUES (1, NULL), (2, 'B');"
		);
		const before = await pictureInWords(bench.database);
		expect((await makeSafe(bench)).left).toEqual([]);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('puts aside what the upgrade fills in by itself today, as it may hold something else later', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				`ALTER TABLE users ADD COLUMN kind VARCHAR(9); UPDATE users SET kind = 'user';
				ALTER TABLE users ADD COLUMN email VARCHAR(40);`,
				'ALTER TABLE users DROP COLUMN email; ALTER TABLE users DROP COLUMN kind;'
			)
		);
		await bench.database.execute("UPDATE users SET email = 'a@x' WHERE id = 1");
		await makeSafe(bench);
		await bench.database.execute("UPDATE users SET kind = 'admin' WHERE id = 2");
		const before = await pictureInWords(bench.database);
		expect(await thereAndBack(bench)).toEqual(before);
	});

	it('says in the file and beside it that a key does not tell a new row from the one it has taken it from', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		const { cautions, file } = await makeSafe(bench);
		expect(cautions).toEqual([expect.stringContaining('takes the key of a deleted one')]);
		expect(file.text).toContain(
			'-- A new row that has taken the key of a deleted one gets the values of that one.'
		);
		await bench.downgrade();
		await bench.database.execute("DELETE FROM users WHERE id = 1; INSERT INTO users VALUES (1, 'Eve')");
		expect((await bench.upgrade()).problems).toEqual([]);
		expect(await bench.rows('SELECT email FROM users WHERE id = 1')).toEqual([['Ada@x']]);
	});

	it('refuses while a step is stuck midway', async () => {
		const bench = await benchWith(
			dialect,
			migration(
				'ALTER TABLE users ADD COLUMN email VARCHAR(40);',
				'ALTER TABLE users DROP COLUMN email; DROP TABLE nowhere;'
			).replace('-- migrate:down', '-- migrate:down transaction:false')
		);
		expect((await bench.downgrade()).status).toBe('failed');
		expect(await ask(bench)).toMatchObject({ kind: 'failed', problem: { code: 'partial-step' } });
	});

	it('leaves every byte of what was there, also where lines end in two ways', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		const text = whole
			.replaceAll('\n', '\r\n')
			.replace(
				'PRIMARY KEY (order_id, n))',
				"PRIMARY KEY (order_id, n));\r\nUPDATE users SET name = 'a\nb' WHERE id = 9;"
			)
			.replace('email -- the last', 'email; -- the last');
		bench.files = { ...bench.files, '0002_second.sql': text };
		const { file } = await makeSafe(bench);
		expect(withoutStash(file).text).toBe(text);
		expect(file.text.match(/(?<!\r)\n/g)).toHaveLength(1);
	});

	it('is written anew where the first one is not enough any more', async () => {
		const bench = await benchWith(dialect, whole);
		await bench.database.execute(rows);
		const first = await makeSafe(bench);
		expect((await ask(bench)).kind).toBe('safe');
		const also = (text: string) =>
			text.replace('ALTER TABLE users DROP', "UPDATE users SET name = 'x';\nALTER TABLE users DROP");
		bench.files = { ...bench.files, '0002_second.sql': also(first.file.text) };
		const before = await pictureInWords(bench.database);
		const second = await makeSafe(bench);
		expect(second.file.text.match(/-- updown:stash:/g)?.length).toBe(4);
		const bare = also(whole)
			.replace(/\)(?=\s+-- migrate:down)/, ');')
			.replace(' -- the last', '; -- the last');
		expect(withoutStash(second.file).text).toBe(bare);
		expect(await thereAndBack(bench)).toEqual(before);
	});
});

it('brings back values of types that the downgrade drops, and goes on counting where it was', async () => {
	const bench = await benchWith(
		'postgres',
		migration(
			`CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN age AS integer CHECK (value > 0); CREATE SCHEMA app;
			ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN ages age[], ADD COLUMN at timestamptz, ADD COLUMN j json;
			CREATE TABLE app.notes (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood NOT NULL, raw bytea,
				n serial, twice integer GENERATED ALWAYS AS (1 + 1) STORED);`,
			'DROP SCHEMA app CASCADE; ALTER TABLE users DROP COLUMN mood, DROP COLUMN ages, DROP COLUMN at, DROP COLUMN j; DROP DOMAIN age; DROP TYPE mood;'
		)
	);
	await bench.database.execute(
		`UPDATE users SET mood = 'glad', ages = '{1,2}', at = now(), j = '{"a":  1}'; INSERT INTO app.notes (mood, raw) VALUES ('sad', '\\x00ff'), ('glad', NULL);`
	);
	const look = async () => [
		await bench.rows('SELECT * FROM users ORDER BY id'),
		await bench.rows('SELECT * FROM app.notes ORDER BY id')
	];
	const before = await look();
	expect((await makeSafe(bench)).left).toEqual([]);
	await thereAndBack(bench);
	expect(await look()).toEqual(before);
	await bench.database.execute("INSERT INTO app.notes (mood) VALUES ('sad')");
	expect(await bench.rows('SELECT id, n FROM app.notes ORDER BY id')).toEqual([
		[1, 1],
		[2, 2],
		[3, 3]
	]);
});

it('goes on counting also where there is no number yet, or one that is no integer, and takes rows with a key that is checked late', async () => {
	const bench = await benchWith(
		'postgres',
		migration(
			`CREATE TABLE coins (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY DEFERRABLE);
			CREATE SEQUENCE s; CREATE TABLE notes (id numeric PRIMARY KEY DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY notes.id;
			INSERT INTO coins SELECT id FROM users WHERE id > 3;`,
			'DROP TABLE coins; DROP TABLE notes;'
		)
	);
	await bench.database.execute('INSERT INTO coins VALUES (0); INSERT INTO notes VALUES (DEFAULT), (DEFAULT)');
	const look = async () => [
		await bench.rows('SELECT id FROM coins ORDER BY id'),
		await bench.rows('SELECT id FROM notes ORDER BY id')
	];
	const before = await look();
	expect((await makeSafe(bench)).left).toEqual([]);
	await thereAndBack(bench);
	expect(await look()).toEqual(before);
	await bench.database.execute('INSERT INTO notes VALUES (DEFAULT)');
	expect(await bench.rows('SELECT max(id)::int FROM notes')).toEqual([[3]]);
});

describe('rows of a table too large to be kept for a comparison', () => {
	const large = migration(
		`CREATE TABLE large (id INTEGER PRIMARY KEY, filler bytea);
		ALTER TABLE large ALTER filler SET STORAGE EXTERNAL;
		INSERT INTO large SELECT i, decode(repeat('00', 1048576), 'hex') FROM generate_series(1, 65) AS i;`,
		'DROP TABLE large;'
	);
	const open = async (second: string) => {
		const bench = await Bench.open({ '0001_large.sql': large, '0002_second.sql': second }, true, 'postgres');
		expect((await bench.upgrade()).status).toBe('applied');
		return bench;
	};

	it('are not called safe', async () => {
		const bench = await open(
			migration(
				'UPDATE large SET id = id;',
				'DELETE FROM large WHERE id > 7; COMMENT ON TABLE large IS NULL;'
			)
		);
		const answer = await ask(bench);
		if (answer.kind !== 'failed') throw new Error(answer.kind);
		expect(answer.problem.code).toBe('not-seen');
		expect(answer.problem.message).toContain('Whether every row of large comes back could not be seen.');
	});

	it('are told of beside what is put aside', async () => {
		const bench = await open(
			migration('ALTER TABLE large ADD COLUMN n INTEGER;', 'ALTER TABLE large DROP COLUMN n;')
		);
		const answer = await ask(bench);
		if (answer.kind !== 'written') throw new Error(JSON.stringify(answer));
		expect(answer.words).toEqual([expect.stringContaining('The values of `n` of large are put aside')]);
		expect(answer.left).toEqual([]);
		expect(answer.unseen).toEqual([expect.stringContaining('could not be seen')]);
	});
});
