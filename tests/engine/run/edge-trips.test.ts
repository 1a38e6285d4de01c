import { expect, it } from 'vitest';
import { roundTrip } from '../../../src/lib/engine/run/index.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const people = migration(
	`CREATE TABLE people (
		id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40), age INTEGER CHECK (age >= 18));
	INSERT INTO people VALUES (1, 'Ada Lovelace', 'ada@x', 36);`,
	'DROP TABLE people;'
);

everyDialect('edge rows in a round trip on %s', (dialect) => {
	async function bench(files: Readonly<Record<string, string>>): Promise<Bench> {
		const opened = await Bench.open({ '0001_people.sql': people }, true, dialect);
		await opened.upgrade();
		opened.files = { '0001_people.sql': people, ...files };
		return opened;
	}

	it('find what is lost of values that the user’s own rows do not have', async () => {
		// Own rows have an e-mail address, so that NULL and '' are not told apart only by others.
		const open = await bench({
			'0002_no_nulls.sql': migration(
				"UPDATE people SET email = '' WHERE email IS NULL;",
				"UPDATE people SET email = NULL WHERE email = '';"
			)
		});
		const before = await everythingIn(open.database);
		const { trips } = await roundTrip(open.context);
		const [first, second] = trips;
		expect(first).toMatchObject({ verdict: 'reversible' });
		expect(second).toMatchObject({ verdict: 'reversible', edges: { verdict: 'lossy' } });
		expect(second?.edges?.tables[0]).toMatchObject({ table: 'people' });
		expect(await everythingIn(open.database)).toBe(before);
	});

	it('find rows that a migration cannot take, and go on with the next', async () => {
		const required =
			dialect === 'sqlite'
				? `CREATE TABLE new_people (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL,
						email VARCHAR(40) NOT NULL, age INTEGER CHECK (age >= 18));
					INSERT INTO new_people SELECT * FROM people; DROP TABLE people;
					ALTER TABLE new_people RENAME TO people;`
				: 'ALTER TABLE people ALTER COLUMN email SET NOT NULL;';
		const optional =
			dialect === 'sqlite'
				? `CREATE TABLE new_people (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL,
						email VARCHAR(40), age INTEGER CHECK (age >= 18));
					INSERT INTO new_people SELECT * FROM people; DROP TABLE people;
					ALTER TABLE new_people RENAME TO people;`
				: 'ALTER TABLE people ALTER COLUMN email DROP NOT NULL;';
		const open = await bench({
			'0002_required.sql': migration(required, optional),
			'0003_index.sql': migration('CREATE INDEX people_name ON people (name);', 'DROP INDEX people_name;')
		});
		const { trips } = await roundTrip(open.context);
		expect(trips[1]).toMatchObject({ verdict: 'reversible', edges: { verdict: 'refused' } });
		expect(trips[1]?.edges?.problem?.message).toMatch(/email/);
		expect(trips[2]).toMatchObject({ verdict: 'reversible', edges: { verdict: 'reversible' } });
	});

	it('go upwards from below a migration that is applied, as its downgrade cannot keep what it made', async () => {
		const open = await bench({
			'0002_phone.sql': migration(
				'ALTER TABLE people ADD COLUMN phone VARCHAR(20);',
				'ALTER TABLE people DROP COLUMN phone;'
			)
		});
		await open.upgrade();
		const { trips } = await roundTrip(open.context);
		expect(trips[0]?.edges).toBeUndefined();
		expect(trips[1]).toMatchObject({ verdict: 'reversible', edges: { verdict: 'reversible' } });
		expect(trips[1]?.edges?.way).toEqual(['upgrade', 'downgrade', 'upgrade']);
	});

	it('keep to keys, references and checks, and try what a check mentions', async () => {
		const orders = migration(
			`CREATE TABLE orders (
				id INTEGER PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (id),
				state VARCHAR(8) NOT NULL CHECK (state IN ('open', 'paid')));`,
			'DROP TABLE orders;'
		);
		const renamed = migration(
			"UPDATE orders SET state = 'paid' WHERE state = 'open';",
			"UPDATE orders SET state = 'open' WHERE state = 'paid';"
		);
		const open = await bench({ '0002_orders.sql': orders, '0003_all_paid.sql': renamed });
		const { trips } = await roundTrip(open.context);
		expect(trips[2]).toMatchObject({ verdict: 'reversible', edges: { verdict: 'lossy' } });
		const planted = trips[2]?.edges?.planted ?? [];
		expect(planted.map(({ table }) => table)).toEqual(['people', 'orders']);
		for (const { rows } of planted) expect(rows).toBeGreaterThan(2);
	});

	it('say why none could be put into a table', async () => {
		const impossible = migration(
			'CREATE TABLE closed (n INTEGER CHECK (n < 0 AND n > 0), m INTEGER NOT NULL CHECK (m <> m));',
			'DROP TABLE closed;'
		);
		const index = migration('CREATE INDEX closed_n ON closed (n);', 'DROP INDEX closed_n;');
		const both = { '0002_closed.sql': impossible };
		const open = await bench(both);
		await open.upgrade();
		open.files = {
			'0001_people.sql': people,
			...both,
			'0003_index.sql': index,
			'0004_people.sql': migration(
				'CREATE INDEX people_closed ON people (name); UPDATE closed SET n = 1;',
				'DROP INDEX people_closed;'
			)
		};
		const { trips } = await roundTrip(open.context);
		expect(trips[2]?.edges).toBeUndefined();
		const [closed] = trips[3]?.edges?.planted.filter(({ table }) => table === 'closed') ?? [];
		expect(closed).toMatchObject({ rows: 0 });
		expect(closed?.refused).toMatch(/constraint/i);
	});

	it('are put into a table whose name must be quoted, and not into one that shares a word with it', async () => {
		const both = migration(
			'CREATE TABLE "pet names" (id INTEGER PRIMARY KEY, name VARCHAR(9)); CREATE TABLE names (id INTEGER PRIMARY KEY);',
			'DROP TABLE names; DROP TABLE "pet names";'
		);
		const open = await bench({
			'0002_pets.sql': both,
			'0003_index.sql': migration('CREATE INDEX by_name ON "pet names" (name);', 'DROP INDEX by_name;')
		});
		const { trips } = await roundTrip(open.context);
		const planted = trips[2]?.edges?.planted.map(({ table }) => open.database.dialect.relation(table));
		expect(planted).toEqual(['"pet names"']);
	});
});
