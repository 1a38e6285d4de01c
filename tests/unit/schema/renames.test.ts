import { describe, expect, test } from 'vitest';
import { likenessOfNames, suggestRenames } from '../../../src/lib/engine/schema/renames.ts';
import { schema } from './schema-dsl.ts';

function suggested(from: string, to: string): string[] {
	return suggestRenames(schema(from), schema(to)).map(({ rename }) =>
		rename.kind === 'table'
			? `${rename.from} → ${rename.to}`
			: `${rename.table}: ${rename.from} → ${rename.to}`
	);
}

describe('renames worth asking about', () => {
	test.each([
		['users(id int, name text)', 'users(id int, full_name text)', ['users: name → full_name']],
		['users(id int, a text, b int)', 'users(id int, zz text, b int)', ['users: a → zz']],
		['users(id int, name text)', 'people(id int, name text)', ['users → people']],
		[
			't(first_name text, last_name text)',
			't(firstName text, lastName text)',
			['t: first_name → firstName', 't: last_name → lastName']
		],
		['users(id int, name text)', 'users(id int, price real)', []],
		['logs(at text, line text)', 'orders(id int, total real, paid int)', []],
		['users(id int, name text)', 'Users(Id int, Name text)', ['users → Users']],
		['t(id int, fname varchar)', 't(id int, first_name text)', ['t: fname → first_name']],
		['users(id int)', 'users(id int)', []],
		// A table along with its columns.
		['users(id int, name text)', 'people(id int, full_name text)', ['users → people']],
		[
			'users(id int pk, name text, email text)',
			'people(id int pk, full_name text, e_mail text)',
			['users → people']
		],
		['p(k text, v text)', 'q(k text, val text)', ['p → q']],
		// Nothing in common but what any two tables may have.
		['users(id int pk, name text)', 'products(id int pk, title text)', []],
		['carts(id int pk, user_id int)', 'payments(id int pk, order_id int)', []],
		['carts(id int pk, created_at int, sum real)', 'posts(id int pk, updated_at int, body text)', []],
		['posts(id int pk, title text, body text)', 'tags(id int pk, label text, slug text)', []]
	])('%s → %s', (from, to, expected) => {
		expect(suggested(from, to)).toEqual(expected);
	});

	test('each thing is in one pair, the likeliest', () => {
		const from = 't(a int, user_name text)';
		const found = suggestRenames(schema(from), schema('t(a int, username text, title text)'));
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ rename: { from: 'user_name', to: 'username' } });
		expect(found[0]!.likeness).toBeGreaterThan(0.9);
	});

	test('columns of a renamed table are asked about once that is settled', () => {
		const [from, to] = [schema('a(id int, name text, n int)'), schema('b(id int, title text, n int)')];
		const renames = [{ kind: 'table', from: 'a', to: 'b' } as const];
		expect(suggestRenames(from, to, { renames })).toMatchObject([
			{ rename: { table: 'b', from: 'name', to: 'title' } }
		]);
	});
});

test('names are alike by the pairs of letters they share', () => {
	expect(likenessOfNames('user_name', 'userName')).toBe(1);
	expect(likenessOfNames('abc', 'xyz')).toBe(0);
	expect(likenessOfNames('name', 'full_name')).toBeCloseTo(0.6);
});
