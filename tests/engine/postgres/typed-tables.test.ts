import { describe, expect, it } from 'vitest';
import { migrated } from './migrated.ts';
import { roundTrip } from './round-trip.ts';

const type = 'CREATE TYPE place AS (a int, b text);';

describe('a table of a type', () => {
	it('says its defaults and its NOT NULLs where it is made', async () => {
		const { up } = await roundTrip(
			type,
			`${type} CREATE TABLE t OF place (PRIMARY KEY (a), b DEFAULT 'x' NOT NULL)`
		);
		expect(up).toEqual([
			"CREATE TABLE t OF place (\n\ta NOT NULL,\n\tb DEFAULT 'x'::text NOT NULL,\n\tPRIMARY KEY (a)\n);"
		]);
	});

	it('keeps its rows and the names of its NOT NULLs where it is made anew', async () => {
		const table = `${type} CREATE TABLE t OF place (a NOT NULL)`;
		const { up, database } = await roundTrip(
			`${table};`,
			`${table} PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t DEFAULT;`,
			"INSERT INTO t VALUES (1, 'x')"
		);
		expect(up.join('\n')).toContain('a CONSTRAINT t_a_not_null NOT NULL');
		expect((await database.query('SELECT * FROM t')).rows).toEqual([[1, 'x']]);
	});

	it('gives its constraints other names, for which it is of no type meanwhile', async () => {
		const { up } = await roundTrip(
			`${type} CREATE TABLE t OF place (a CONSTRAINT n1 NOT NULL, CONSTRAINT k1 PRIMARY KEY (a), CONSTRAINT c1 CHECK (a > 0))`,
			`${type} CREATE TABLE t OF place (a CONSTRAINT n2 NOT NULL, CONSTRAINT k2 PRIMARY KEY (a), CONSTRAINT c2 CHECK (a > 0))`
		);
		expect(up.join('\n')).not.toMatch(/DROP|ADD/);
	});

	it('gets another name for a column with its type, and with all that is of it', async () => {
		const all = (column: string, more = '') => `CREATE TYPE place AS (a int, ${column} text${more});
			CREATE TABLE t OF place (PRIMARY KEY (a), ${column} DEFAULT 'x'); CREATE TABLE u OF place;
			CREATE TABLE w (v place); CREATE VIEW vv AS SELECT (v).${column} FROM w;`;
		const query = 'SELECT t.c, (w.v).c FROM t, w';
		const { up, upgrade } = await migrated(
			all('b'),
			all('c', ', d date'),
			{
				data: "INSERT INTO t VALUES (1, 'kept'); INSERT INTO w VALUES (ROW(1, 'kept too'))",
				renames: [{ kind: 'column', table: 't', from: 'b', to: 'c' }]
			},
			query
		);
		expect(upgrade).toContain('ALTER TYPE place RENAME ATTRIBUTE b TO c CASCADE');
		expect(up(query)).toEqual([['kept', 'kept too']]);
	});

	it('comes to be of another type, and leaves the old one to be dropped', async () => {
		const before = `${type} CREATE TABLE t OF place (PRIMARY KEY (a))`;
		await roundTrip(
			before,
			'CREATE TYPE other AS (a int, c date); CREATE TABLE t OF other (PRIMARY KEY (a))'
		);
		await roundTrip(before, 'CREATE TABLE t (a int PRIMARY KEY, b text)');
	});
});
