import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { roundTrip } from '../../../src/lib/engine/run/index.ts';
import { replay } from '../../../src/lib/engine/run/replay.ts';
import { everyDialect, everythingIn } from '../databases.ts';
import { Bench, migration } from './support.ts';

const users = migration(
	`CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
	INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');`,
	'DROP TABLE users;'
);

const folder = {
	'0001_users.sql': users,
	'0002_index.sql': migration('CREATE INDEX users_name ON users (name);', 'DROP INDEX users_name;'),
	'0003_email.sql': migration(
		"ALTER TABLE users ADD COLUMN email VARCHAR(40); UPDATE users SET email = name || '@x';",
		'ALTER TABLE users DROP COLUMN email;'
	),
	'0004_no_email.sql': migration(
		'ALTER TABLE users DROP COLUMN email;',
		'ALTER TABLE users ADD COLUMN email VARCHAR(40);'
	),
	'0005_forgets.sql': migration('CREATE TABLE towns (id INTEGER PRIMARY KEY);', 'SELECT 1;')
};

everyDialect('a round trip on %s', (dialect) => {
	it('gives every migration of a folder its verdict, on the rows that are there', async () => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, dialect);
		await bench.upgrade();
		bench.files = folder;
		const before = await everythingIn(bench.database);
		const { trips, problems } = await roundTrip(bench.context);
		expect(problems).toEqual([]);
		expect(trips.map(({ revision, verdict }) => [revision, verdict])).toEqual([
			['0001', 'reversible'],
			['0002', 'reversible'],
			['0003', 'reversible'],
			['0004', 'lossy'],
			['0005', 'irreversible']
		]);
		expect(await everythingIn(bench.database)).toBe(before);
	});

	it('blames a migration for what its own downgrade leaves, wherever the database is', async () => {
		const bench = await Bench.open(
			{
				'0001_users.sql': users,
				'0002_index.sql': migration(
					'DROP INDEX IF EXISTS users_name; CREATE INDEX users_name ON users (name);',
					'SELECT 1;'
				),
				'0003_mail.sql': migration(
					'ALTER TABLE users ADD COLUMN mail VARCHAR(9);',
					'ALTER TABLE users DROP COLUMN mail;'
				)
			},
			true,
			dialect
		);
		const verdicts = async () => {
			const { trips } = await roundTrip(bench.context, undefined, (stops) =>
				replay(bench.context, stops, () => openDatabase(dialect))
			);
			return trips.map(({ revision, changes }) => [revision, changes.map(({ kind }) => kind)]);
		};
		const blamed = [
			['0001', []],
			['0002', ['addObject']],
			['0003', []]
		];
		expect(await verdicts()).toEqual(blamed);
		await bench.upgrade();
		await bench.database.execute('CREATE TABLE by_hand (id INTEGER)');
		expect(await verdicts()).toEqual(blamed);
	});

	it('finds every wrong way back of a folder, from below as from above', async () => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, dialect);
		await bench.upgrade();
		bench.files = {
			'0001_users.sql': users,
			'0002_towns.sql': migration('CREATE TABLE towns (id INTEGER PRIMARY KEY);', 'SELECT 1;'),
			'0003_index.sql': migration('CREATE INDEX users_name ON users (name);', 'DROP INDEX users_names;'),
			'0004_upper.sql': migration(
				'UPDATE users SET name = upper(name);',
				'UPDATE users SET name = lower(name);'
			),
			'0005_mail.sql': migration(
				'ALTER TABLE users ADD COLUMN mail VARCHAR(9);',
				'ALTER TABLE users DROP COLUMN mail;'
			)
		};
		const trips = async () =>
			(
				await roundTrip(bench.context, undefined, (stops) =>
					replay(bench.context, stops, () => openDatabase(dialect))
				)
			).trips;
		const told = async () => (await trips()).map(({ revision, verdict }) => `${revision} ${verdict}`);
		const found = [
			'0001 reversible',
			'0002 irreversible',
			'0003 irreversible',
			'0004 lossy',
			'0005 reversible'
		];
		expect(await told()).toEqual(found);
		await bench.upgrade();
		// The way down ends at the third, whose downgrade is refused. From above, names in capitals
		// come back as they were, and what the first makes again is not what the fourth's downgrade has left of it.
		expect(await told()).toEqual(['0003 refused', '0004 reversible', '0005 reversible']);
		bench.files = {
			...bench.files,
			'0003_index.sql': migration('CREATE INDEX users_name ON users (name);', 'SELECT 1;')
		};
		expect(await told()).toEqual(found.with(0, '0001 lossy').with(3, '0004 reversible'));
	});

	it('commits each step, as it is when it really runs', async () => {
		// PostgreSQL lets nobody use a value of an enum in the transaction that has added it.
		const kind = {
			sqlite: { type: 'VARCHAR(9)', add: 'SELECT 1', use: 'SELECT 1' },
			postgres: { type: 'kind', add: "ALTER TYPE kind ADD VALUE 'c' BEFORE 'b'", use: 'DROP TYPE gone' }
		}[dialect];
		const make = (values: string) => (dialect === 'sqlite' ? '' : `CREATE TYPE kind AS ENUM (${values});`);
		const first = migration(
			`${make("'a', 'c', 'b'")} CREATE TABLE users (id INTEGER PRIMARY KEY, kind ${kind.type});
			INSERT INTO users VALUES (1, 'a'), (2, 'b');`,
			'DROP TABLE users;'
		);
		const bench = await Bench.open({ '0001_users.sql': first }, true, dialect);
		await bench.upgrade();
		const move = (cell: string) => `ALTER TABLE users ALTER COLUMN kind TYPE kind USING (${cell})::kind;`;
		const up =
			dialect === 'sqlite'
				? "UPDATE users SET kind = 'b' WHERE kind = 'c';"
				: `ALTER TYPE kind RENAME TO gone; ${make("'a', 'b'")}
				${move("CASE kind WHEN 'c' THEN 'b' ELSE kind::text END")} ${kind.use};`;
		bench.files = { ...bench.files, '0002_fewer.sql': migration(up, `${kind.add};`) };
		const before = await everythingIn(bench.database);
		for (const applied of [false, true]) {
			const { trips } = await roundTrip(bench.context);
			expect(trips.at(-1)).toMatchObject({ revision: '0002', verdict: 'reversible' });
			if (!applied) expect(await everythingIn(bench.database)).toBe(before);
			if (!applied) await bench.upgrade();
		}
	});

	it('tells a migration that brings the schema back and not the values', async () => {
		const bench = await Bench.open({ '0001_users.sql': users }, true, dialect);
		await bench.upgrade();
		bench.files = {
			'0001_users.sql': users,
			'0002_shout.sql': migration(
				'UPDATE users SET name = upper(name);',
				'UPDATE users SET name = lower(name);'
			)
		};
		const { trips } = await roundTrip(bench.context);
		expect(trips.at(-1)?.verdict).toBe('lossy');
		expect(trips.at(-1)?.tables[0]?.examples.rows[0]).toMatchObject({
			fate: 'changed',
			values: [1, 'ada'],
			old: { 1: 'Ada' }
		});
	});

	it('says so where there were no rows to tell by', async () => {
		const bench = await Bench.open(
			{ '0001_towns.sql': migration('CREATE TABLE towns (id INTEGER PRIMARY KEY);', 'DROP TABLE towns;') },
			true,
			dialect
		);
		const { trips } = await roundTrip(bench.context);
		expect(trips.map(({ verdict, way }) => [verdict, way.join()])).toEqual([
			['schemaOnly', 'upgrade,downgrade,upgrade']
		]);
	});

	it('ends where there is no way back, and says why', async () => {
		const bench = await Bench.open(
			{ '0001_towns.sql': migration('CREATE TABLE towns (id INTEGER PRIMARY KEY);') },
			true,
			dialect
		);
		const { trips } = await roundTrip(bench.context);
		expect(trips).toMatchObject([{ verdict: 'irreversible', problem: { code: 'no-down' } }]);
	});
});
