import { describe, expect, it } from 'vitest';
import { Asked, type Changes } from './asked.ts';

const tried = 'Tried on the rows that are there, this fails.';
const both = ['sqlite', 'postgres'] as const;

async function warningsOf(
	dialect: (typeof both)[number],
	present: string,
	desired: string
): Promise<readonly string[]> {
	const reply = await (await Asked.on(dialect, present, desired)).reply();
	return (reply as Changes).migration.warnings;
}

const table = (more = '') => `CREATE TABLE t (id INTEGER PRIMARY KEY, x INTEGER${more});`;
const rows = 'INSERT INTO t VALUES (1, 1), (2, -1), (3, 5), (4, 5);';

describe.each(both)('a migration that is about to be written on %s', (dialect) => {
	it('says which rows a new rule would stop at', async () => {
		const [first] = await warningsOf(dialect, table() + rows, table(', UNIQUE (x)'));
		expect(first).toContain(tried);
		expect(first).toMatch(/2 of 4 rows .* share their x with others\./);
	});

	it('says that a row breaks a new check', async () => {
		const [first] = await warningsOf(dialect, table() + rows, table(' CHECK (x > 0)'));
		expect(first).toContain(tried);
	});

	it('says that the rows pass where they keep the rule', async () => {
		const warnings = await warningsOf(dialect, table() + rows, table(' CHECK (x > -2)'));
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toMatch(
			/^This fails if a row of t breaks the check .*\. The rows that are there pass\.$/
		);
	});

	it('says in how many rows the values of a dropped column are lost', async () => {
		const [first] = await warningsOf(dialect, table() + rows, 'CREATE TABLE t (id INTEGER PRIMARY KEY);');
		expect(first).toContain('Dropping `x` from t loses its values in its 4 rows;');
	});

	it('leaves the rows and the structure as they were', async () => {
		const asked = await Asked.on(dialect, table() + rows, table(' CHECK (x > 0)'));
		await asked.reply();
		expect((await asked.database.query('SELECT count(*) FROM t')).rows).toEqual([[4]]);
		await asked.database.query('INSERT INTO t VALUES (5, -7)');
	});

	it('tries it too where what was asked is answered with: dropped', async () => {
		const asked = await Asked.on(dialect, table() + rows, table(', UNIQUE (y)').replace(' x ', ' y '));
		const { suggestions, migration } = await asked.changes();
		expect(suggestions).toHaveLength(1);
		expect(migration.warnings.join()).not.toContain(tried);
		const dropped = suggestions.map(({ rename }) => rename);
		const lost = table(' CHECK (y IS NOT NULL)').replace(' x ', ' y ');
		for (const answer of [dropped, 'all'] as const)
			expect((await asked.wanting(lost).changes({ dropped: answer })).migration.warnings[0]).toContain(tried);
	});
});

describe('a migration on PostgreSQL that nothing was asked about', () => {
	it('says so where the value that is filled in is none', async () => {
		const keys = 'CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE o (id int';
		const [first] = await warningsOf(
			'postgres',
			`${keys}); INSERT INTO o VALUES (1);`,
			`${keys}, cid int NOT NULL REFERENCES c);`
		);
		expect(first).toContain(tried);
		const [check] = await warningsOf(
			'postgres',
			`${keys}); INSERT INTO o VALUES (1);`,
			`${keys}, code text NOT NULL CHECK (length(code) = 3));`
		);
		expect(check).toContain(tried);
	});

	it('says so where there was nothing else to warn of', async () => {
		const structure = (labels: string) =>
			`CREATE TYPE e AS ENUM (${labels}); CREATE TYPE r AS RANGE (SUBTYPE = e); CREATE TABLE t (r r);`;
		const [first] = await warningsOf(
			'postgres',
			`${structure("'a', 'b'")} INSERT INTO t VALUES ('[a,b]');`,
			structure("'b', 'a'")
		);
		expect(first).toContain(tried);
	});
});

describe('a migration on SQLite', () => {
	const parents =
		'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER';
	const pointing = `${parents}); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1), (2, 8), (3, 9);`;
	const leaves =
		'This leaves rows that point nowhere if a row of c points at a row of p that is not there, as foreign keys are not enforced.';

	it('counts the rows it leaves pointing nowhere where foreign keys are not enforced', async () => {
		const [first, threat] = await warningsOf('sqlite', pointing, `${parents} REFERENCES p);`);
		expect(first).toBe(
			'Tried on the rows that are there, 2 rows point nowhere afterwards: row 2 of c: p points at a row of p that is not there; row 3 of c: p points at a row of p that is not there.'
		);
		expect(threat).toBe(leaves);
	});

	it('says which rows break a check of the table that is made anew', async () => {
		const [first] = await warningsOf('sqlite', table() + rows, table(' CHECK (x > 0)'));
		expect(first).toBe(`${tried} 1 of 4 rows to be copied into new_t breaks x > 0.`);
	});

	it('says that no row points nowhere where none does', async () => {
		const sound = pointing.replace(', (2, 8), (3, 9)', '');
		expect(await warningsOf('sqlite', sound, `${parents} REFERENCES p);`)).toEqual([
			`${leaves} The rows that are there pass.`
		]);
	});

	it('says which rows point nowhere after a table was dropped for another one', async () => {
		const child = (parent: string) =>
			`CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES ${parent});`;
		const asked = await Asked.on(
			'sqlite',
			`CREATE TABLE p (id INTEGER PRIMARY KEY); ${child('p')} INSERT INTO p VALUES (1); INSERT INTO c VALUES (7, 1);`,
			`CREATE TABLE pp (id INTEGER PRIMARY KEY); ${child('pp')}`
		);
		await asked.database.execute('PRAGMA foreign_keys = ON');
		const { migration } = await asked.changes({ dropped: 'all' });
		expect(migration.warnings[0]).toBe(
			`${tried} Rows point nowhere: row 7 of c: p points at a row of pp that is not there.`
		);
	});
});

describe('values that a generated UPDATE writes on SQLite', () => {
	const users = `CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT); CREATE UNIQUE INDEX by_nick ON users (nick);
		INSERT INTO users VALUES (1, 'ada'), (2, NULL), (3, NULL);`;
	const desired =
		'CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT NOT NULL); CREATE UNIQUE INDEX by_nick ON users (nick);';

	it.each(['3.35', '3.53'])('are told where they do not keep the rows apart, for %s', async (target) => {
		const asked = await Asked.on('sqlite', users, desired);
		const fill = { direction: 'upgrade', table: 'users', column: 'nick' } as const;
		const refused = await asked.changes({ target, fills: [{ ...fill, expression: "'ada'" }] });
		expect(JSON.stringify(refused.refusedFills)).toContain('UNIQUE constraint failed: users.nick');
		const { migration, refusedFills } = await asked.changes({
			target,
			fills: [{ ...fill, expression: "'user ' || id" }]
		});
		expect(refusedFills).toEqual([]);
		expect(migration.upgrade.sql.startsWith('UPDATE')).toBe(target === '3.53');
		await asked.run(migration.upgrade);
		expect(await asked.reply({ target })).toEqual({ kind: 'equal' });
		await asked.run(migration.downgrade);
		expect(await asked.rows('SELECT nick FROM users')).toEqual([['ada'], ['user 2'], ['user 3']]);
	});
});
