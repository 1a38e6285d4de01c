import { expect, test } from 'vitest';
import { creationOrder } from '../../../src/lib/engine/schema/order.ts';
import { schema } from './schema-dsl.ts';

const names = (text: string) => creationOrder(schema(text)).objects.map(({ name }) => name);

test('a table comes after the tables it points at', () => {
	expect(names('a(x int > b); b(x int > c); c(x int)')).toEqual(['c', 'b', 'a']);
});

test('what stands on tables comes after them, and a view after the views it reads', () => {
	expect(
		names(
			'view a: SELECT * FROM "z"; view z: SELECT * FROM t; index i on t(x); trigger r on t: AFTER INSERT; t(x int)'
		)
	).toEqual(['t', 'i', 'z', 'a', 'r']);
});

test('a circle of foreign keys is cut, and the keys that come too early are named', () => {
	const order = creationOrder(schema('a(x int > b); b(x int > a)'));
	expect(order.objects.map(({ name }) => name)).toEqual(['b', 'a']);
	expect(order.lateKeys).toMatchObject([{ table: 'b', key: { table: 'a' } }]);
});

test('a chain of ten thousand tables is no trouble', () => {
	const chain = Array.from({ length: 10_000 }, (_, i) => `t${i}(x int > t${i + 1})`).join(';');
	expect(names(chain).slice(0, 2)).toEqual(['t9999', 't9998']);
});
