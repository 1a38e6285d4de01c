import { describe, expect, test } from 'vitest';
import { render } from './rendered.ts';

describe('a name that is taken again', () => {
	test('going back, a table gets its rows and its name back though another has it meanwhile', async () => {
		const step = await render(
			'CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)',
			'CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE people (badge TEXT)',
			{ renames: [{ kind: 'table', from: 'people', to: 'customers' }] }
		);
		expect(step.upgrade.sql).toBe(
			'ALTER TABLE people RENAME TO customers;\nCREATE TABLE people (badge TEXT);\n'
		);
		expect(step.downgrade.sql).toBe('DROP TABLE people;\nALTER TABLE customers RENAME TO people;\n');
		await step.fill("INSERT INTO people VALUES (1, 'Ada')");
		await step.up();
		await step.down();
		expect(await step.query('SELECT * FROM people')).toEqual([[1, 'Ada']]);
	});

	test.each([
		['a view that goes', 'CREATE VIEW x AS SELECT a FROM t', 'CREATE TABLE x (a, b)'],
		[
			'a view that takes its own',
			'CREATE VIEW x AS SELECT a FROM t',
			'CREATE TABLE x (a, b); CREATE VIEW t AS SELECT a FROM x'
		],
		['an index that goes', 'CREATE INDEX x ON t (a)', 'CREATE TABLE x (a, b)'],
		['an index of a table made anew', 'CREATE INDEX x ON t (a)', 'CREATE TABLE x (a TEXT, b)']
	])('a table gets the name of %s', async (_, other, after) => {
		const step = await render(`CREATE TABLE t (a, b); ${other}`, after, {
			renames: [{ kind: 'table', from: 't', to: 'x' }]
		});
		await step.fill("INSERT INTO t VALUES ('1', 2)");
		await step.up();
		expect(await step.query('SELECT a, b FROM x')).toEqual([['1', 2]]);
		await step.down();
		expect(await step.query('SELECT a, b FROM t')).toEqual([['1', 2]]);
	});

	test('so does a column', async () => {
		const step = await render('CREATE TABLE t (id, name)', 'CREATE TABLE t (id, full_name, name)', {
			renames: [{ kind: 'column', table: 't', from: 'name', to: 'full_name' }]
		});
		await step.fill("INSERT INTO t VALUES (1, 'Ada')");
		await step.up();
		expect(await step.query('SELECT id, full_name, name FROM t')).toEqual([[1, 'Ada', null]]);
		await step.down();
		expect(await step.query('SELECT id, name FROM t')).toEqual([[1, 'Ada']]);
	});

	test('what had the name and was dropped is told by that name', async () => {
		const step = await render('CREATE TABLE a (x, old); CREATE TABLE b (y)', 'CREATE TABLE b (x, z)', {
			renames: [
				{ kind: 'table', from: 'a', to: 'b' },
				{ kind: 'column', table: 'b', from: 'old', to: 'z' }
			],
			rows: { a: 2, b: 7 }
		});
		expect(step.warnings).toEqual(['Dropping b loses its 7 rows.']);
		expect(step.downgrade.sql).toMatch(/^-- Cannot bring back: the rows of b\.\n/);
		await step.fill('INSERT INTO a VALUES (1, 2)');
		await step.up();
		expect(await step.query('SELECT x, z FROM b')).toEqual([[1, 2]]);
		await step.down();
		expect(await step.query('SELECT x, old FROM a')).toEqual([[1, 2]]);
	});

	test('an index goes from a table that changes places with one that is made anew', async () => {
		const step = await render(
			'CREATE TABLE a (x TEXT); CREATE TABLE b (y TEXT); CREATE INDEX i ON a (x)',
			'CREATE TABLE b (x TEXT); CREATE TABLE a (y TEXT NOT NULL)',
			{
				renames: [
					{ kind: 'table', from: 'a', to: 'b' },
					{ kind: 'table', from: 'b', to: 'a' }
				]
			}
		);
		await step.up();
		await step.down();
	});

	test('a name that differs only in its case from one that is dropped is free', async () => {
		const step = await render('CREATE TABLE t (id, a, b)', 'CREATE TABLE t (id, A)', {
			renames: [{ kind: 'column', table: 't', from: 'b', to: 'A' }]
		});
		await step.fill("INSERT INTO t VALUES (1, 'a', 'b')");
		await step.up();
		expect(await step.query('SELECT id, A FROM t')).toEqual([[1, 'b']]);
		await step.down();
		expect(await step.query('SELECT id, a, b FROM t')).toEqual([[1, null, 'b']]);
	});
});

test('a column comes back under its name though another one has it meanwhile in another case', async () => {
	const step = await render('CREATE TABLE t (a, b, c)', 'CREATE TABLE t (b, c, A)', {
		renames: [{ kind: 'column', table: 't', from: 'a', to: 'b' }]
	});
	await step.fill("INSERT INTO t VALUES ('a', 'b', 'c')");
	await step.up();
	expect(await step.query('SELECT b, c, A FROM t')).toEqual([['a', 'c', null]]);
	await step.down();
	expect(await step.query('SELECT a, b, c FROM t')).toEqual([['a', null, 'c']]);
});

describe('a column that is called like the row number', () => {
	test.each(['rowid', 'oid', '_rowid_', 'ROWID'])(
		'comes, goes and is renamed, and rows are kept: %s',
		async (name) => {
			for (const [before, after, renamed] of [
				['id, a', `id, a, ${name}`, false],
				['id, a', `id, ${name}`, true],
				[`id, ${name}`, 'id, a', true]
			] as const) {
				const last = (list: string) => list.split(', ').at(-1) ?? '';
				const step = await render(`CREATE TABLE t (${before})`, `CREATE TABLE t (${after})`, {
					renames: renamed ? [{ kind: 'column', table: 't', from: last(before), to: last(after) }] : []
				});
				await step.fill("INSERT INTO t VALUES (7, 'x'), (3, 'y')");
				await step.up();
				if (renamed)
					expect(await step.query(`SELECT ${after} FROM t`)).toEqual([
						[7, 'x'],
						[3, 'y']
					]);
				await step.down();
				expect(await step.query(`SELECT ${before} FROM t`)).toEqual([
					[7, 'x'],
					[3, 'y']
				]);
			}
		}
	);

	test('keys that point at it follow', async () => {
		const step = await render(
			'CREATE TABLE p (code TEXT UNIQUE); CREATE TABLE c (x REFERENCES p (code))',
			'CREATE TABLE p (oid TEXT UNIQUE); CREATE TABLE c (x REFERENCES p (oid))',
			{ renames: [{ kind: 'column', table: 'p', from: 'code', to: 'oid' }] }
		);
		await step.fill("PRAGMA foreign_keys = ON; INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('a')");
		await step.up();
		await step.down();
		expect(await step.query('SELECT code, x FROM p, c')).toEqual([['a', 'a']]);
	});
});

describe('a column of the key of a table without rowid, of which SQLite’s RENAME COLUMN forgets a place', () => {
	test.each(['UNIQUE (a, b)', 'UNIQUE (b, a)'])('is renamed all the same: %s', async (unique) => {
		const table = (name: string) =>
			`CREATE TABLE t (${name} TEXT, b, PRIMARY KEY (${name}), ${unique.replace('a', name)}) WITHOUT ROWID;
				CREATE TABLE c (x REFERENCES t (${name}))`;
		const step = await render(table('a'), table('code'), {
			renames: [{ kind: 'column', table: 't', from: 'a', to: 'code' }]
		});
		await step.fill("PRAGMA foreign_keys = ON; INSERT INTO t VALUES ('k', 1); INSERT INTO c VALUES ('k')");
		await step.up();
		expect(await step.query('SELECT code, b, x FROM t, c')).toEqual([['k', 1, 'k']]);
		await step.down();
		expect(await step.query('SELECT a, b, x FROM t, c')).toEqual([['k', 1, 'k']]);
	});
});
