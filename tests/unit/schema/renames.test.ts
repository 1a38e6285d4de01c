import { describe, expect, test } from 'vitest';
import { likenessOfNames, suggestRenames } from '../../../src/lib/engine/schema/renames.ts';
import type { Schema } from '../../../src/lib/engine/schema/model.ts';
import { schema } from './schema-dsl.ts';

function suggested(from: string, to: string): string[] {
	return suggestRenames(schema(from), schema(to)).map(({ rename }) =>
		'table' in rename ? `${rename.table}: ${rename.from} → ${rename.to}` : `${rename.from} → ${rename.to}`
	);
}

describe('parts of types that may have got another name', () => {
	const enumOf = (...values: string[]): Schema => ({
		objects: [{ kind: 'enum', name: 'mood', properties: { values }, sql: '' }]
	});
	const typeOf = (...attributes: [string, string][]): Schema => ({
		objects: [
			{
				kind: 'compositeType',
				name: 'address',
				properties: { attributes: attributes.map(([name, type]) => ({ name, type })) },
				sql: ''
			}
		]
	});
	const pairs = (from: Schema, to: Schema) =>
		suggestRenames(from, to).map(({ rename }) => `${rename.kind} ${rename.from} → ${rename.to}`);

	test.each([
		[['ok', 'sad'], ['ok', 'down'], ['value sad → down']],
		// Where they stand tells, before what they are called.
		[['a', 'b', 'c'], ['a', 'x', 'c', 'y'], ['value b → x']],
		[
			['low', 'mid', 'high'],
			['small', 'mid', 'large'],
			['value low → small', 'value high → large']
		],
		[['a', 'colour', 'b'], ['a', 'b', 'other', 'color'], ['value colour → color']],
		// Nothing goes, or nothing comes.
		[['a'], ['a', 'b'], []],
		[['a', 'b'], ['a'], []]
	])('values %j → %j', (from, to, expected) => {
		expect(pairs(enumOf(...from), enumOf(...to))).toEqual(expected);
	});

	test('attributes of the same type are asked about, others only where the name is much the same', () => {
		const from = typeOf(['street', 'text'], ['zip', 'integer']);
		expect(pairs(from, typeOf(['road', 'text'], ['zip', 'integer']))).toEqual(['attribute street → road']);
		expect(pairs(from, typeOf(['street', 'text'], ['code', 'text']))).toEqual([]);
		expect(pairs(from, typeOf(['street', 'text'], ['zip_', 'text']))).toEqual(['attribute zip → zip_']);
	});

	test('what was answered is not asked again', () => {
		const renames = [{ kind: 'value', type: 'mood', from: 'sad', to: 'down' } as const];
		expect(suggestRenames(enumOf('ok', 'sad'), enumOf('ok', 'down'), { renames })).toEqual([]);
	});
});

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
