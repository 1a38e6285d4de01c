import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/lib/engine/schema/fill.ts';
import { everythingIn, everyDialect } from '../databases.ts';
import { Asked } from './asked.ts';

const users = `CREATE TABLE users (id integer PRIMARY KEY, name text, nick text);
	INSERT INTO users VALUES (1, 'Ada', 'ada'), (2, 'Bo', NULL), (3, 'Cy', NULL);`;

const up = (column: string, expression: string, table = 'users'): Fill => ({
	direction: 'upgrade',
	table,
	column,
	expression
});
const down = (column: string, expression: string): Fill => ({
	...up(column, expression),
	direction: 'downgrade'
});

everyDialect('a column that must have a value, on %s', (dialect) => {
	const withStatus =
		'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text, status text NOT NULL);';
	const strict = 'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text NOT NULL);';

	it('is asked about where the table has rows, with how many', async () => {
		const asked = await Asked.on(dialect, users, withStatus);
		const { gaps } = await asked.changes();
		expect(gaps).toMatchObject([
			{ direction: 'upgrade', table: 'users', column: 'status', why: 'added', rows: 3, placeholder: "''" }
		]);
	});

	it('is not asked about where the table is empty, or where the database gives the value', async () => {
		const empty = await Asked.on(
			dialect,
			'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text);',
			withStatus
		);
		expect((await empty.changes()).gaps).toEqual([]);
		const given = await Asked.on(dialect, users, withStatus.replace('NOT NULL', "NOT NULL DEFAULT 'new'"));
		expect((await given.changes()).gaps).toEqual([]);
	});

	it('is filled with what was said, and the script no longer asks', async () => {
		const asked = await Asked.on(dialect, users, withStatus);
		const { migration, refusedFills } = await asked.changes({
			fills: [up('status', "  'is ' || lower(name) ")]
		});
		expect(refusedFills).toEqual([]);
		expect(migration.warnings).toEqual([]);
		expect(migration.upgrade.sql).not.toContain('--');
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT status FROM users ORDER BY id')).toEqual([
			['is ada'],
			['is bo'],
			['is cy']
		]);
		expect(await asked.reply()).toEqual({ kind: 'equal' });
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT * FROM users WHERE id = 1')).toEqual([[1, 'Ada', 'ada']]);
	});

	it('is left to the reader of the script where nobody has said anything', async () => {
		const asked = await Asked.on(dialect, users, withStatus);
		const { migration } = await asked.changes();
		expect(migration.upgrade.sql).toMatch(/^\s*--/m);
		expect(migration.warnings.join()).toContain('`status` must not be NULL and has no default');
	});

	it('does what its field says where it is left open: it is refused, or the value that is named is written and told', async () => {
		const wanted =
			'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text, status text NOT NULL, day date NOT NULL, n integer NOT NULL UNIQUE);';
		const asked = await Asked.on(dialect, users, wanted);
		const { gaps, migration } = await asked.changes();
		const filled = gaps.filter(({ leftOpen }) => leftOpen !== 'refused');
		if (filled.length === 0) {
			expect(migration.upgrade.sql).toContain(
				'-- status needs a value for the rows there are: replace NULL.'
			);
			await expect(asked.run(migration.upgrade)).rejects.toThrow('NOT NULL');
			return;
		}
		expect(gaps.map(({ column, leftOpen, placeholder }) => [column, leftOpen, placeholder])).toEqual([
			['status', 'filled', "''"],
			['day', 'filled', 'current_date'],
			['n', 'numbered', undefined]
		]);
		for (const [value, warned] of [
			["''", "''"],
			['current_date', 'current_date'],
			['a number each', 'a number each']
		] as const) {
			expect(migration.upgrade.sql).toContain(
				`-- Nobody has said what rows of users get here: it is ${value}.`
			);
			expect(migration.warnings.join()).toContain(`rows that are in users get ${warned}.`);
		}
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT status, day = current_date, n FROM users ORDER BY id')).toEqual([
			['', true, 1],
			['', true, 2],
			['', true, 3]
		]);
	});

	it('is refused on both where NULLs must go and nobody has said by what', async () => {
		const asked = await Asked.on(dialect, users, strict);
		const { gaps, migration } = await asked.changes();
		expect(gaps.map(({ leftOpen }) => leftOpen)).toEqual(['refused']);
		await expect(asked.run(migration.upgrade)).rejects.toThrow();
	});

	it('is filled only where it is NULL if it was there before, and the losses are told', async () => {
		const asked = await Asked.on(dialect, users, strict);
		const open = await asked.changes();
		expect(open.gaps).toMatchObject([{ table: 'users', column: 'nick', why: 'nulls', rows: 2 }]);
		expect(open.migration.warnings).toEqual(['This fails if `nick` of users is NULL in some row.']);
		const { migration, refusedFills } = await asked.changes({ fills: [up('nick', 'name')] });
		expect(refusedFills).toEqual([]);
		expect(migration.warnings).toEqual(['Rows of users in which `nick` is NULL get name.']);
		expect(migration.downgrade.sql).toContain('-- Cannot bring back: NULLs of users.nick.');
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT nick FROM users ORDER BY id')).toEqual([['ada'], ['Bo'], ['Cy']]);
		await asked.run(migration.downgrade);
		expect(await asked.reply({ desired: users.split('INSERT')[0]! })).toEqual({ kind: 'equal' });
	});

	it('may be filled from a column that goes', async () => {
		const desired = 'CREATE TABLE users (id integer PRIMARY KEY, nick text, first_name text NOT NULL);';
		const asked = await Asked.on(dialect, users, desired);
		const { migration, refusedFills } = await asked.changes({ fills: [up('first_name', 'upper(name)')] });
		expect(refusedFills).toEqual([]);
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT first_name FROM users ORDER BY id')).toEqual([['ADA'], ['BO'], ['CY']]);
	});

	it('is named as it will be called where its table and others are renamed with it', async () => {
		const desired =
			'CREATE TABLE people (id integer PRIMARY KEY, full_name text, nick text NOT NULL, age integer NOT NULL);';
		const renames = [
			{ kind: 'table', from: 'users', to: 'people' },
			{ kind: 'column', table: 'people', from: 'name', to: 'full_name' }
		] as const;
		const asked = await Asked.on(dialect, users, desired);
		expect((await asked.changes({ renames })).gaps).toMatchObject([
			{ table: 'people', column: 'nick', rows: 2 },
			{ table: 'people', column: 'age', rows: 3 }
		]);
		const fills = [up('age', 'length(full_name)', 'people'), up('nick', 'full_name', 'people')];
		const { migration, refusedFills } = await asked.changes({ renames, fills });
		expect(refusedFills).toEqual([]);
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT full_name, nick, age FROM people ORDER BY id')).toEqual([
			['Ada', 'ada', 3],
			['Bo', 'Bo', 2],
			['Cy', 'Cy', 2]
		]);
	});

	it('is filled in a table that gets the name of an empty one', async () => {
		const before = 'CREATE TABLE full_one (a integer, b integer); CREATE TABLE empty_one (a text);';
		const after =
			'CREATE TABLE empty_one (a integer, b integer DEFAULT 5 NOT NULL); CREATE TABLE full_one (a text);';
		const renames = [
			{ kind: 'table', from: 'full_one', to: 'empty_one' },
			{ kind: 'table', from: 'empty_one', to: 'full_one' }
		] as const;
		const asked = await Asked.on(dialect, `${before} INSERT INTO full_one VALUES (1, NULL)`, after);
		const { migration } = await asked.changes({ renames });
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT * FROM empty_one')).toEqual([[1, 5]]);
	});

	describe('on the way back', () => {
		const before = users.replaceAll('NULL)', "'x')").replace('nick text', 'nick text NOT NULL');
		const without = 'CREATE TABLE users (id integer PRIMARY KEY, name text);';

		it('can be given too, and else is filled with next to nothing', async () => {
			const asked = await Asked.on(dialect, before, without);
			const { gaps, migration } = await asked.changes();
			expect(gaps).toMatchObject([
				{ direction: 'downgrade', table: 'users', column: 'nick', rows: 3, placeholder: "''" }
			]);
			expect(migration.downgrade.sql).toContain("users.nick is filled with ''.");
			const given = await asked.changes({ fills: [down('nick', 'lower(name)')] });
			expect(given.refusedFills).toEqual([]);
			expect(given.migration.downgrade.sql).toContain('users.nick is filled with lower(name).');
			await asked.run(given.migration.upgrade);
			await asked.run(given.migration.downgrade);
			expect(await asked.rows('SELECT nick FROM users ORDER BY id')).toEqual([['ada'], ['bo'], ['cy']]);
		});

		it('is refused where the rows that are there do not take it', async () => {
			const asked = await Asked.on(dialect, before, without);
			const { refusedFills } = await asked.changes({ fills: [down('nick', 'nobody')] });
			expect(refusedFills).toHaveLength(1);
			expect(refusedFills[0]!.problem.message).toContain('nobody');
		});
	});

	describe('a value that was given', () => {
		it.each([
			['a column that is not there', 'nickname', /nickname/],
			['a function that is not there', 'shout(name)', /shout/i],
			['NULL in some row', 'nick', /status/],
			['half an expression', 'lower(name', /./],
			['several statements', "'a'; DROP TABLE users", /one expression/],
			['a comment that would swallow the rest', "'a' -- or b", /one expression/],
			['nothing at all', '  ', /no value/]
		])('is refused where it is %s, and the database stays as it was', async (_, expression, message) => {
			const asked = await Asked.on(dialect, users, withStatus);
			const everything = await everythingIn(asked.database);
			const fill = up('status', expression);
			const { refusedFills } = await asked.changes({ fills: [fill] });
			expect(refusedFills.map(({ fill: refused }) => refused)).toEqual([fill]);
			const { problem } = refusedFills[0]!;
			expect(problem).toMatchObject({ code: 'value-refused', severity: 'error' });
			expect(problem.message).toMatch(message);
			expect(problem.hint).not.toBe('');
			expect(await everythingIn(asked.database)).toBe(everything);
		});

		it('is refused where nothing has to be filled, with what has', async () => {
			const asked = await Asked.on(dialect, users, withStatus);
			const { refusedFills } = await asked.changes({ fills: [up('name', "'x'"), up('status', "'new'")] });
			expect(refusedFills).toHaveLength(1);
			expect(refusedFills[0]!.problem).toMatchObject({
				code: 'nothing-to-fill',
				message: 'Nothing has to be filled in users.name.',
				hint: 'Values are needed in users.status.'
			});
		});

		it('is told apart from another one that is good', async () => {
			const desired = withStatus.replace('status text', 'age integer NOT NULL, status text');
			const asked = await Asked.on(dialect, users, desired);
			const { refusedFills } = await asked.changes({ fills: [up('age', '0'), up('status', 'nowhere.to')] });
			expect(refusedFills.map(({ fill }) => fill.column)).toEqual(['status']);
		});

		it('is not blamed for what other changes do', async () => {
			const desired = withStatus.replace('name text', 'name text CHECK (length(name) > 2)');
			const asked = await Asked.on(dialect, users, desired);
			const { refusedFills } = await asked.changes({ fills: [up('status', "'new'")] });
			expect(refusedFills).toEqual([]);
		});

		it('is not blamed for a gap that is still open beside it', async () => {
			const desired = withStatus.replace('nick text', 'nick text NOT NULL');
			const asked = await Asked.on(dialect, users, desired);
			const { refusedFills } = await asked.changes({ fills: [up('status', "'new'")] });
			expect(refusedFills).toEqual([]);
		});
	});
});

describe('a value of another kind', () => {
	it('is refused by PostgreSQL where it does not fit the type', async () => {
		const desired =
			'CREATE TABLE users (id integer PRIMARY KEY, name text, nick text, age integer NOT NULL);';
		const asked = await Asked.on('postgres', users, desired);
		const { refusedFills } = await asked.changes({ fills: [up('age', 'name')] });
		expect(refusedFills[0]?.problem.message).toContain('integer');
	});

	it('is refused by SQLite where it would make one row of all', async () => {
		const before = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, CHECK (a <> 1));';
		const asked = await Asked.on(
			'sqlite',
			`${before} INSERT INTO t (a) VALUES ('p'), ('q'), ('r');`,
			'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER NOT NULL, CHECK (a <> 2));'
		);
		const folding = await asked.changes({ fills: [up('b', 'count(*)', 't')] });
		expect(folding.refusedFills.map(({ problem }) => problem.message)).toEqual([
			'With it, of the 3 rows of t only 1 would be left.'
		]);
		const counted = await asked.changes({ fills: [up('b', '(SELECT count(*) FROM t)', 't')] });
		expect(counted.refusedFills).toEqual([]);
		const numbered = await asked.changes({ fills: [up('b', 'row_number() OVER (ORDER BY id)', 't')] });
		expect(numbered.refusedFills).toEqual([]);
	});

	it('is refused by SQLite where a row it points at is not there', async () => {
		const desired = `CREATE TABLE users (id integer PRIMARY KEY, name text, nick text,
			boss integer NOT NULL REFERENCES users);`;
		const asked = await Asked.on('sqlite', `PRAGMA foreign_keys = ON; ${users}`, desired);
		expect((await asked.changes({ fills: [up('boss', '1')] })).refusedFills).toEqual([]);
		const { refusedFills } = await asked.changes({ fills: [up('boss', '9')] });
		expect(refusedFills[0]?.problem.message).toContain('users');
		expect(await asked.rows('PRAGMA foreign_keys')).toEqual([[1]]);
	});
});

describe('a column of a PostgreSQL domain', () => {
	const loose = 'CREATE DOMAIN email AS text; CREATE TABLE t (id integer, a email);';
	const strict = loose.replace('AS text', 'AS text NOT NULL');
	const rows = "INSERT INTO t VALUES (1, 'x'), (2, NULL);";

	it('is asked about where the domain takes no NULL from now on, and filled before', async () => {
		const asked = await Asked.on('postgres', loose + rows, strict);
		const { gaps } = await asked.changes();
		expect(gaps).toMatchObject([
			{ direction: 'upgrade', table: 't', column: 'a', why: 'nulls', leftOpen: 'refused', rows: 1 }
		]);
		const { migration, refusedFills } = await asked.changes({ fills: [up('a', "'e' || id", 't')] });
		expect(refusedFills).toEqual([]);
		expect(migration.warnings).toEqual([]);
		expect(migration.downgrade.sql).toContain('NULLs of t.a');
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a FROM t ORDER BY id')).toEqual([['x'], ['e2']]);
		expect(await asked.reply()).toEqual({ kind: 'equal' });
	});

	it('is asked about where it is new and the domain takes no NULL', async () => {
		const present = 'CREATE DOMAIN email AS text NOT NULL; CREATE TABLE t (id integer);';
		const asked = await Asked.on('postgres', `${present} INSERT INTO t VALUES (1)`, strict);
		const { gaps, migration } = await asked.changes();
		expect(gaps).toMatchObject([{ column: 'a', why: 'added', leftOpen: 'filled', placeholder: "''" }]);
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a FROM t')).toEqual([['']]);
	});

	it('is filled by its default, where that is new as well', async () => {
		const asked = await Asked.on(
			'postgres',
			loose + rows,
			strict.replace('a email', "a email DEFAULT 'none'")
		);
		const { gaps, migration } = await asked.changes();
		expect(gaps).toEqual([]);
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a FROM t ORDER BY id')).toEqual([['x'], ['none']]);
	});

	it('is filled on the way back with a value that says as little as possible', async () => {
		const asked = await Asked.on('postgres', strict + rows.replace('NULL', "'y'"), loose);
		const { migration } = await asked.changes();
		await asked.run(migration.upgrade);
		await asked.database.execute('INSERT INTO t VALUES (3, NULL)');
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT a FROM t ORDER BY id')).toEqual([['x'], ['y'], ['']]);
	});

	it.each([
		['text', 'of the type below', "'e' || id", 'e2', 'x'],
		['integer', 'of another type', "'e' || id", 'e2', '7'],
		['jsonb', 'over text', "'e' || id", 'e2', '7'],
		['text', 'with a value from another table', '(SELECT max(b) FROM u)', 'u', 'x']
	])('is asked about where a column of %s becomes one, %s', async (type, _, value, filled, kept) => {
		const start = 'CREATE DOMAIN email AS text NOT NULL; CREATE TABLE u (b text);';
		const before = `${start} CREATE TABLE t (id integer, a ${type} UNIQUE);`;
		const asked = await Asked.on(
			'postgres',
			`${before} INSERT INTO t VALUES (1, '${kept}'), (2, NULL); INSERT INTO u VALUES ('u');`,
			`${start} CREATE TABLE t (id integer, a email UNIQUE);`
		);
		const { gaps, migration: open } = await asked.changes();
		expect(gaps).toMatchObject([
			{ direction: 'upgrade', table: 't', column: 'a', why: 'nulls', leftOpen: 'refused', rows: 1 }
		]);
		expect(open.warnings.join(' ')).toContain('This fails if `a` of t is NULL in some row.');
		const { migration, refusedFills } = await asked.changes({ fills: [up('a', value, 't')] });
		expect(refusedFills).toEqual([]);
		expect(migration.warnings.join(' ')).not.toMatch(/fails if `a`/);
		expect(migration.downgrade.sql).toContain('NULLs of t.a');
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a FROM t ORDER BY id')).toEqual([[kept], [filled]]);
		expect(await asked.reply()).toEqual({ kind: 'equal' });
	});

	it('is filled by its default, or that of the domain, where a column becomes one', async () => {
		const start = "CREATE DOMAIN email AS text DEFAULT 'none' NOT NULL;";
		const asked = await Asked.on(
			'postgres',
			`${start} CREATE TABLE t (id integer, a integer, b text); INSERT INTO t VALUES (1, 7, NULL), (2, NULL, 'y');`,
			`${start} CREATE TABLE t (id integer, a email, b email DEFAULT 'b');`
		);
		const { gaps, migration } = await asked.changes();
		expect(gaps).toEqual([]);
		expect(migration.warnings).toContain("Rows of t in which `a` is NULL get its default 'none'::text.");
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a, b FROM t ORDER BY id')).toEqual([
			['7', 'b'],
			['none', 'y']
		]);
	});

	it('that becomes one on the way back is filled with a value that says as little as possible', async () => {
		const start = 'CREATE DOMAIN email AS text NOT NULL;';
		const asked = await Asked.on(
			'postgres',
			`${start} CREATE TABLE t (id integer, a email); INSERT INTO t VALUES (1, 'x');`,
			`${start} CREATE TABLE t (id integer, a text);`
		);
		const { migration } = await asked.changes();
		await asked.run(migration.upgrade);
		await asked.database.execute('INSERT INTO t VALUES (3, NULL)');
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT a FROM t ORDER BY id')).toEqual([['x'], ['']]);
	});
});

describe('a column of a PostgreSQL table that is made anew', () => {
	const strict = 'CREATE DOMAIN d AS int NOT NULL;';
	const parted = (column: string) =>
		`CREATE TABLE t (a int, ${column}) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t DEFAULT;`;
	const fills = [up('b', '7', 't')];

	it.each([
		['by its default', 'CREATE TABLE t (a int, b int);', parted('b int NOT NULL DEFAULT 5'), [], 5],
		['by what was said', 'CREATE TABLE t (a int, b int);', parted('b int NOT NULL'), fills, 7],
		[
			'by what was said of a domain',
			`${strict} CREATE TABLE t (a int, b int);`,
			strict + parted('b d'),
			fills,
			7
		],
		[
			'though its type is another',
			`${strict} CREATE TABLE t (a int, b text);`,
			strict + parted('b d'),
			fills,
			7
		]
	] as const)('is filled %s', async (_, before, after, given, value) => {
		const asked = await Asked.on('postgres', `${before} INSERT INTO t VALUES (1, NULL), (2, 3)`, after);
		const { migration, refusedFills } = await asked.changes({ fills: given });
		expect(refusedFills).toEqual([]);
		await asked.run(migration.upgrade);
		expect(await asked.rows('SELECT a, b::int FROM t ORDER BY a')).toEqual([
			[1, value],
			[2, 3]
		]);
		expect((await asked.reply()).kind).toBe('equal');
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT a, b::int FROM t ORDER BY a')).toHaveLength(2);
	});

	it('is filled on the way back with a value that says as little as possible', async () => {
		const before = 'CREATE TABLE t (a int, b int NOT NULL);';
		const asked = await Asked.on('postgres', `${before} INSERT INTO t VALUES (1, 2)`, parted('b int'));
		const { migration } = await asked.changes();
		await asked.run(migration.upgrade);
		await asked.run({ sql: 'INSERT INTO t VALUES (2, NULL);', foreignKeys: true });
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT * FROM t ORDER BY a')).toEqual([
			[1, 2],
			[2, 0]
		]);
	});
});
