import { describe, expect, test } from 'vitest';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { describeChanges } from '../../../src/lib/engine/schema/describe.ts';
import { schema } from './schema-dsl.ts';

function words(from: string, to: string, renames: readonly Rename[] = []): string[] {
	return describeChanges(compareSchemas(schema(from), schema(to), { renames }));
}

describe('what changed, in words', () => {
	test.each([
		['users(id int pk)', 'users(id int pk, email text)', ['Added `email` to users.']],
		['users(id int, email text)', 'users(id int)', ['Dropped `email` from users.']],
		['', 'users(id int pk, name text)', ['Created table users with `id` and `name`.']],
		['users(id int)', '', ['Dropped table users.']],
		[
			'users(a int, b text)',
			'users(a text! = 5, b text)',
			['Changed `a` of users: type INT → TEXT; must not be NULL now; default none → 5.']
		],
		[
			'posts(author int); users(id int)',
			'posts(author int > users.id); users(id int)',
			['Made `author` of posts point at users.']
		],
		['users(code text unique)', 'users(code text)', ['Removed the unique rule on `code` from users.']],
		[
			'users(code text)',
			'users(code text); unique index codes on users(code)',
			['Added unique index codes on users (`code`).']
		],
		['users(a int); view v: SELECT a FROM users', 'users(a int); view v: SELECT 1', ['Changed view v.']],
		['users(a int); trigger t on users: AFTER INSERT', 'users(a int)', ['Dropped trigger t.']]
	])('%s → %s', (from, to, expected) => {
		expect(words(from, to)).toEqual(expected);
	});

	test('the order of columns does not count', () => {
		expect(words('t(a int, b text)', 't(b text, a int)')).toEqual([]);
	});

	test('a foreign key finds its table however it spells it', () => {
		expect(words('Users(Id int); posts(u int > Users.Id)', 'Users(Id int); posts(u int > users.id)')).toEqual(
			[]
		);
	});
});

describe('renames', () => {
	const renames: Rename[] = [
		{ kind: 'table', from: 'users', to: 'people' },
		{ kind: 'column', table: 'people', from: 'name', to: 'title' }
	];

	test('references follow, so that nothing else has changed', () => {
		expect(
			words(
				'users(id int pk, name text unique); posts(author text > users.name); index i on users(name); view v: SELECT name FROM users; trigger t on users: AFTER UPDATE OF name ON users',
				'people(id int pk, title text unique); posts(author text > people.title); index i on people(title); view v: SELECT "title" FROM "people"; trigger t on people: AFTER UPDATE OF title ON people',
				renames
			)
		).toEqual(['Renamed table users to people.', 'Renamed `name` to `title` in people.']);
	});

	test('without an answer the same is a drop and an add', () => {
		expect(words('users(name text)', 'people(name text)')).toEqual([
			'Dropped table users.',
			'Created table people with `name`.'
		]);
	});

	test('two tables can change places', () => {
		const swap: Rename[] = [
			{ kind: 'table', from: 'a', to: 'b' },
			{ kind: 'table', from: 'b', to: 'a' }
		];
		expect(words('a(x int); b(y int)', 'a(y int); b(x int)', swap)).toEqual([
			'Renamed table a to b.',
			'Renamed table b to a.'
		]);
	});

	test('an answer that no longer fits is left out', () => {
		const stale: Rename[] = [
			{ kind: 'table', from: 'gone', to: 'b' },
			{ kind: 'table', from: 'a', to: 'b' },
			{ kind: 'column', table: 'a', from: 'x', to: 'nowhere' }
		];
		expect(words('a(x int); b(y int)', 'a(x int); b(y int)', stale)).toEqual([]);
	});
});
