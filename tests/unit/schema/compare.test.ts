import { describe, expect, test } from 'vitest';
import type { Rename } from '../../../src/lib/engine/schema/change.ts';
import { compareSchemas } from '../../../src/lib/engine/schema/compare.ts';
import { describeChanges } from '../../../src/lib/engine/schema/describe.ts';
import type { Column, Schema } from '../../../src/lib/engine/schema/model.ts';
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

describe('a column', () => {
	const column: Required<Column> = {
		name: 'a',
		type: 'INT',
		nullable: true,
		default: '1',
		generated: { expression: 'b + 1', stored: false },
		collation: 'NOCASE',
		comment: 'the first',
		options: { autoincrement: true },
		needs: ['type a'],
		defaultNeeds: ['function a()']
	};
	const other: Required<Column> = {
		name: 'b',
		type: 'TEXT',
		nullable: false,
		default: '2',
		generated: { expression: 'b + 1', stored: true },
		collation: 'RTRIM',
		comment: 'the second',
		options: { autoincrement: true, notNullConflict: 'IGNORE' },
		needs: ['type b'],
		defaultNeeds: ['function b()']
	};
	const following: readonly (keyof Column)[] = ['needs', 'defaultNeeds'];
	const parts = Object.keys(column) as (keyof Column)[];
	const tableOf = (only: Column): Schema => ({
		objects: [{ kind: 'table', name: 't', columns: [only], constraints: [], options: {}, sql: '' }]
	});

	test.each(parts.filter((part) => !following.includes(part)))('is another one by its %s alone', (part) => {
		const { [part]: _, ...without } = column;
		for (const changed of [{ ...column, [part]: other[part] }, without as Column]) {
			expect(compareSchemas(tableOf(column), tableOf(changed))).not.toEqual([]);
			expect(compareSchemas(tableOf(changed), tableOf(column))).not.toEqual([]);
		}
	});

	test.each(following)('is the same whatever its %s, which follow from the rest', (part) => {
		expect(compareSchemas(tableOf(column), tableOf({ ...column, [part]: other[part] }))).toEqual([]);
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

	test('what has the name that something is renamed to is dropped, and told by its own', () => {
		const taken: Rename[] = [
			{ kind: 'table', from: 'a', to: 'b' },
			{ kind: 'column', table: 'b', from: 'x', to: 'y' }
		];
		expect(words('a(x int, y text); b(z int)', 'b(y int)', taken)).toEqual([
			'Renamed table a to b.',
			'Renamed `x` to `y` in b.',
			'Dropped table b.',
			'Dropped `y` from b.'
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
