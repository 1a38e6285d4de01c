import { describe, expect, test } from 'vitest';
import { renamesIn } from '../../../src/lib/engine/dialects/sqlite/renames-in.ts';

/** Each rename as `table a > b` or `table.a > b`. */
function told(...statements: readonly string[]): readonly string[] {
	return renamesIn(statements).map((rename) =>
		'table' in rename
			? `${rename.table}.${rename.from} > ${rename.to}`
			: `${rename.kind} ${rename.from} > ${rename.to}`
	);
}

describe('what statements rename', () => {
	test.each([
		['ALTER TABLE users RENAME TO people;', 'table users > people'],
		['ALTER TABLE users RENAME COLUMN name TO full_name', 'users.name > full_name'],
		['alter table users rename name to full_name', 'users.name > full_name'],
		['ALTER TABLE main."my users" RENAME COLUMN [a b] TO `c d`;', 'my users.a b > c d'],
		['-- why\n/* because */ ALTER /* x */ TABLE users RENAME TO people', 'table users > people'],
		['ALTER TABLE users RENAME COLUMN column TO "to"', 'users.column > to']
	])('%s', (sql, expected) => {
		expect(told(sql)).toEqual([expected]);
	});

	test.each([
		['ALTER TABLE users ADD COLUMN renamed TEXT'],
		["SELECT 'ALTER TABLE users RENAME TO people'"],
		['ALTER TABLE users RENAME'],
		['ALTER TABLE users RENAME COLUMN name'],
		['']
	])('nothing: %s', (sql) => {
		expect(told(sql)).toEqual([]);
	});

	test('comments before a statement cost no more than reading them', () => {
		expect(told(`${'/* a */ '.repeat(10_000)}CREATE TABLE t (a)`)).toEqual([]);
	});

	test('a name that changes twice counts once, from first to last', () => {
		expect(told('ALTER TABLE a RENAME TO b', 'ALTER TABLE b RENAME TO c')).toEqual(['table a > c']);
		expect(told('ALTER TABLE t RENAME x TO y', 'ALTER TABLE t RENAME y TO z')).toEqual(['t.x > z']);
	});

	test('a name that comes back is no rename, and two can change places', () => {
		expect(told('ALTER TABLE a RENAME TO b', 'ALTER TABLE b RENAME TO a')).toEqual([]);
		expect(
			told('ALTER TABLE t RENAME x TO i', 'ALTER TABLE t RENAME y TO x', 'ALTER TABLE t RENAME i TO y')
		).toEqual(['t.y > x', 't.x > y']);
	});

	test('a table that is made anew tells by what it copies which columns have another name', () => {
		const rebuilt = (columns: string, values: string) => [
			'CREATE TABLE _alembic_tmp_users (id INTEGER)',
			`INSERT INTO _alembic_tmp_users (${columns}) SELECT ${values} \nFROM users`,
			'DROP TABLE users',
			'ALTER TABLE _alembic_tmp_users RENAME TO users'
		];
		expect(told(...rebuilt('id, login', 'users.id, users.username'))).toEqual(['users.username > login']);
		expect(told(...rebuilt('id, "Log In"', 'id, CAST(users.username AS VARCHAR(9)) AS username'))).toEqual([
			'users.username > Log In'
		]);
		expect(told(...rebuilt('a, b', 'users.b, users.a'))).toEqual(['users.b > a', 'users.a > b']);
		expect(told(...rebuilt('id, login', "id, coalesce(username, 'x')"))).toEqual([]);
		expect(told(...rebuilt('a, b', 'a, a'))).toEqual([]);
		expect(told(...rebuilt('id, sign', 'id, code'), 'ALTER TABLE users RENAME COLUMN sign TO mark')).toEqual([
			'users.code > mark'
		]);
	});

	test('columns go along with their table, by its last name', () => {
		expect(
			told('ALTER TABLE a RENAME x TO y', 'ALTER TABLE A RENAME TO b', 'ALTER TABLE b RENAME COLUMN Y TO z')
		).toEqual(['table A > b', 'b.x > z']);
	});
});
