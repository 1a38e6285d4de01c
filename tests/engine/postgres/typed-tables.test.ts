import { describe, expect, it } from 'vitest';
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
});
