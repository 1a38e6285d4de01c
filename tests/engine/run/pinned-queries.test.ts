import { expect, it } from 'vitest';
import {
	brokenBy,
	queriesIn,
	tryQueries,
	verdictsAt,
	type QuerySet,
	type TriedQueries
} from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

/** Expand, migrate, contract: a name is split in two over three migrations. */
const folder = {
	'0001_users.sql': migration(
		`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20));
		INSERT INTO users VALUES (1, 'Ada L'), (2, 'Bo X');`,
		'DROP TABLE users;'
	),
	'0002_expand.sql': migration(
		'ALTER TABLE users ADD COLUMN first VARCHAR(20);',
		'ALTER TABLE users DROP COLUMN first;'
	),
	'0003_migrate.sql': migration(
		'UPDATE users SET first = substr(name, 1, 2);',
		'UPDATE users SET first = NULL;'
	),
	'0004_contract.sql': migration(
		'ALTER TABLE users DROP COLUMN name;',
		`ALTER TABLE users ADD COLUMN name VARCHAR(20);
		UPDATE users SET name = first;`
	)
};

const sets: readonly QuerySet[] = [
	{
		name: 'app v1',
		sql: `-- names
SELECT id, name FROM users;
-- sign up
INSERT INTO users (id, name) VALUES (9, 'Cy');`
	},
	{ name: 'app v2', sql: 'SELECT first FROM users' }
];

/** A line for each version: where, and what it does to each query. */
function matrix({ versions }: TriedQueries): readonly string[] {
	return versions.map((version, at) => {
		const place = `${version.revision ?? 'base'}${version.isPresent ? '*' : ''}`;
		return `${place}: ${verdictsAt(version, versions[at - 1]).join(' ')}`;
	});
}

everyDialect('the queries of an app that still runs, on %s', (dialect) => {
	it('tell which step breaks which, at every version, and leave the database as it was', async () => {
		const bench = await Bench.open(folder, true, dialect);
		await bench.upgrade('0002');
		const before = await everythingIn(bench.database);
		const tried = await tryQueries(bench.context, sets);
		expect(tried.problems).toEqual([]);
		expect(tried.queries.map(({ set, name }) => `${set}: ${name}`)).toEqual([
			'app v1: names',
			'app v1: sign up',
			'app v2: SELECT first FROM users'
		]);
		expect(matrix(tried)).toEqual([
			'base: fails fails fails',
			'0001: works works fails',
			'0002*: works works works',
			'0003: works works differs',
			'0004: fails fails works'
		]);
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('are the same wherever the database is', async () => {
		const bench = await Bench.open(folder, true, dialect);
		for (const target of ['0001', '0004']) {
			await bench.upgrade(target);
			const tried = await tryQueries(bench.context, sets);
			expect(matrix(tried).map((line) => line.replace('*', '').slice(0, 4))).toEqual([
				'base',
				'0001',
				'0002',
				'0003',
				'0004'
			]);
			expect(matrix(tried).at(-1)).toContain('fails fails works');
		}
	});

	it('show what they answer, and why they fail', async () => {
		const bench = await Bench.open(folder, true, dialect);
		await bench.upgrade('0003');
		const { versions } = await tryQueries(bench.context, sets);
		const [names, signUp] = versions.find(({ isPresent }) => isPresent)?.answers ?? [];
		expect(names).toMatchObject({
			columns: ['id', 'name'],
			rows: [
				[1, 'Ada L'],
				[2, 'Bo X']
			],
			total: 2
		});
		expect(signUp).toMatchObject({ kind: 'works', rowsChanged: 1 });
		const [broken] = versions.at(-1)?.answers ?? [];
		expect(broken).toMatchObject({ kind: 'fails', message: expect.stringContaining('name') as string });
	});

	it('do not care in which order rows come', async () => {
		const bench = await Bench.open(
			{
				'0001_t.sql': migration(
					'CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2);',
					'DROP TABLE t;'
				),
				'0002_t.sql': migration('DELETE FROM t; INSERT INTO t VALUES (2), (1);', 'SELECT 1;')
			},
			true,
			dialect
		);
		await bench.upgrade('0001');
		const tried = await tryQueries(bench.context, [{ name: 'app', sql: 'SELECT a FROM t' }]);
		expect(matrix(tried).at(-1)).toBe('0002: works');
	});

	it('warn of the step that breaks them before it is run', async () => {
		const bench = await Bench.open(folder, true, dialect);
		await bench.upgrade('0003');
		const tried = await tryQueries(bench.context, sets, { command: { kind: 'upgrade', target: '+1' } });
		expect(matrix(tried)).toHaveLength(2);
		expect(brokenBy(tried, 'upgrade').map(({ name }) => name)).toEqual(['names', 'sign up']);
		const down = await tryQueries(bench.context, sets, { command: { kind: 'downgrade', target: '0001' } });
		expect(brokenBy(down, 'downgrade').map(({ set }) => set)).toEqual(['app v2']);
	});

	it('go as far as there is a way', async () => {
		const bench = await Bench.open(
			{ ...folder, '0005_no.sql': migration('SELECT nothing FROM nowhere;') },
			true,
			dialect
		);
		await bench.upgrade('0001');
		const tried = await tryQueries(bench.context, sets);
		expect(tried.versions.at(-1)?.revision).toBe('0004');
		expect(tried.problems).toHaveLength(1);
	});

	it('are named by the comment above them', async () => {
		const { database } = await Bench.open({}, true, dialect);
		const sql = "-- all of them\n-- the users\nSELECT ';' FROM users;\n\nSELECT\n  2;";
		expect(queriesIn({ name: 'app', sql }, database.dialect)).toEqual([
			{ name: 'the users', sql: expect.stringMatching(/^SELECT ';' FROM users;?$/) as string },
			{ name: 'SELECT 2', sql: expect.stringMatching(/^SELECT\n {2}2;?$/) as string }
		]);
	});
});
