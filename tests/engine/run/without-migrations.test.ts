import { expect, it } from 'vitest';
import { describeFates } from '../../../src/lib/engine/rows/describe-fates.ts';
import { compareWays } from '../../../src/lib/engine/run/index.ts';
import type { Rehearsal } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const words = (way: Rehearsal | undefined) =>
	way?.steps.flatMap(({ tables }) =>
		tables.flatMap((table) => describeFates(table).map((each) => each.words))
	);

const shop = migration(
	`CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
	CREATE TABLE orders (id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (id));
	CREATE VIEW buyers AS SELECT p.name FROM people AS p JOIN orders AS o ON o.person = p.id;
	INSERT INTO people VALUES (1, 'Ada'), (2, 'Bo');
	INSERT INTO orders VALUES (1, 1), (2, 1), (3, 2);`,
	'DROP VIEW buyers; DROP TABLE orders; DROP TABLE people;'
);

everyDialect('doing without migrations on %s', (dialect) => {
	const open = async (next: string) => {
		const bench = await Bench.open({ '0001_shop.sql': shop }, true, dialect);
		await bench.upgrade();
		bench.files = { '0001_shop.sql': shop, '0002_next.sql': next };
		return bench;
	};

	it('gives the same structure without the rows, and leaves the database as it was', async () => {
		const bench = await open(migration('ALTER TABLE people ADD COLUMN email VARCHAR(40);'));
		const before = await everythingIn(bench.database);
		const { migrated, recreated, script } = await compareWays(bench.context, '+1');
		expect(migrated.result.status).toBe('applied');
		expect(words(migrated)).toEqual(['people.email is new. It holds nothing in 2 rows.']);
		expect(recreated?.result.status).toBe('applied');
		expect(words(recreated)?.toSorted()).toEqual([
			'2 of 2 rows of people are lost.',
			'3 of 3 rows of orders are lost.'
		]);
		expect(script).toMatch(/DROP TABLE[\s\S]*CREATE TABLE people[\s\S]*email/);
		expect(await everythingIn(bench.database)).toBe(before);
		expect((await bench.ledger()).map(({ revision }) => revision)).toEqual(['0001']);
	});

	it('loses a table that the migration only calls by another name', async () => {
		const bench = await open(migration('DROP VIEW buyers; ALTER TABLE people RENAME TO users;'));
		const { migrated, recreated } = await compareWays(bench.context, 'head');
		expect(words(migrated)).toEqual(['2 rows of users, which was people, are kept.']);
		expect(words(recreated)).toContain('people is gone. 2 rows are lost with it.');
		expect(words(recreated)).toContain('users is new, with 0 rows.');
	});

	it('does not begin where the migration itself does not get through', async () => {
		const bench = await open(migration('ALTER TABLE nobody ADD COLUMN email VARCHAR(40);'));
		const before = await everythingIn(bench.database);
		const { migrated, recreated } = await compareWays(bench.context, '+1');
		expect(migrated.result.status).toBe('failed');
		expect(recreated).toBeUndefined();
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('runs beside a migration that keeps nothing together', async () => {
		const bench = await open(
			migration('ALTER TABLE people ADD COLUMN email VARCHAR(40);', undefined, { up: 'transaction:false' })
		);
		const before = await everythingIn(bench.database);
		const { migrated, recreated } = await compareWays(bench.context, '+1');
		expect([migrated.result.status, recreated?.result.status]).toEqual(['applied', 'applied']);
		expect(words(recreated)).toContain('3 of 3 rows of orders are lost.');
		expect(await everythingIn(bench.database)).toBe(before);
	});
});

it('says which objects wait for each other where nothing can create the new schema', async () => {
	const circle = `CREATE FUNCTION even(int) RETURNS boolean LANGUAGE sql RETURN true;
		CREATE FUNCTION odd(int) RETURNS boolean LANGUAGE sql RETURN $1 > 0 AND even($1 - 1);
		CREATE OR REPLACE FUNCTION even(int) RETURNS boolean LANGUAGE sql RETURN $1 = 0 OR odd($1 - 1);`;
	const bench = await Bench.open({ '0001_circle.sql': migration(circle) }, true, 'postgres');
	const { migrated, recreated, refused } = await compareWays(bench.context, '+1');
	expect(migrated.result.status).toBe('applied');
	expect(recreated).toBeUndefined();
	expect(refused).toMatchObject({
		code: 'no-order',
		message: expect.stringContaining('function `even(integer)`') as string
	});
});
