import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedStretch, separator, type Texts } from '../../../src/lib/engine/dialects/sqlite/text-delta.ts';

function texts(list: readonly string[]): Texts {
	return { list, joined: list.map((text) => text + separator).join('') };
}

function delta(before: readonly string[], after: readonly string[]) {
	return changedStretch(texts(before), texts(after).joined, after.length);
}

describe('what changed between two lists of statements', () => {
	test.each([
		['nothing', ['a', 'b'], ['a', 'b'], { from: 2, to: 2, texts: [] }],
		['one more at the end', ['a'], ['a', 'b'], { from: 1, to: 1, texts: ['b'] }],
		['one less at the beginning', ['a', 'b'], ['b'], { from: 0, to: 1, texts: [] }],
		['one changed in the middle', ['a', 'b', 'c'], ['a', 'x', 'c'], { from: 1, to: 2, texts: ['x'] }],
		['all', ['a'], [], { from: 0, to: 1, texts: [] }],
		['a text that ends like another', ['a', 'b'], ['ab'], { from: 0, to: 2, texts: ['ab'] }]
	])('finds %s', (_, before, after, expected) => {
		expect(delta(before, after)).toEqual(expected);
	});

	test('gives up where a statement holds the separator', () => {
		expect(delta(['a'], [`b${separator}c`])).toBeUndefined();
	});

	test('makes the later list of the earlier, whatever they are', () => {
		const list = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }), {
			maxLength: 8
		});
		fc.assert(
			fc.property(list, list, (before, after) => {
				const found = delta(before, after);
				expect(before.toSpliced(found!.from, found!.to - found!.from, ...found!.texts)).toEqual(after);
			})
		);
	});
});
