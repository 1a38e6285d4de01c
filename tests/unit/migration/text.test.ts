import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, slips } from '../../../src/lib/engine/text/closest.ts';
import { contentOf } from '../../../src/lib/engine/text/content.ts';
import { indexLines } from '../../../src/lib/engine/text/lines.ts';
import { names } from '../../../src/lib/engine/text/names.ts';
import { placeAt } from '../../../src/lib/engine/text/place.ts';
import { quotedStretches } from '../../../src/lib/engine/text/quoted.ts';

it('a line index finds the same places as counting from the start', () => {
	const text = fc
		.array(fc.constantFrom('a', '\n', '\r', '\r\n', '🦆'), { maxLength: 20 })
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(text, fc.integer({ min: -2, max: 60 }), (text, offset) => {
			expect(indexLines(text).placeAt(offset)).toEqual(placeAt(text, offset));
		})
	);
});

it('quoted stretches come in order and do not overlap, in any text', () => {
	const scraps = fc.constantFrom(
		"'",
		'"',
		'`',
		'[a]',
		'/*',
		'*/',
		'--',
		'\n',
		'$$',
		'$a$',
		'E',
		'\\',
		'x',
		' '
	);
	fc.assert(
		fc.property(fc.array(scraps, { maxLength: 30 }), (parts) => {
			const text = parts.join('');
			let last = 0;
			for (const { start, end } of quotedStretches(text)) {
				expect(start).toBeGreaterThanOrEqual(last);
				expect(end).toBeGreaterThan(start);
				expect(end).toBeLessThanOrEqual(text.length);
				last = end;
			}
		}),
		{ numRuns: 500 }
	);
});

it.each([
	['', 'nothing'],
	[' ;\n;', 'nothing'],
	['-- why', 'comments'],
	['/* why */ ; -- not', 'comments'],
	['/* why */ SELECT', 'sql'],
	['/* open', 'comments']
])('“%s” holds %s', (text, expected) => {
	expect(contentOf(text)).toBe(expected);
});

describe('a slip', () => {
	it('counts letters added, left out, changed and swapped', () => {
		expect([slips('up', 'upp'), slips('down', 'dwon'), slips('', 'ab'), slips('same', 'same')]).toEqual([
			1, 1, 2, 0
		]);
	});

	it('is as many one way as the other', () => {
		fc.assert(fc.property(fc.string(), fc.string(), (a, b) => slips(a, b) === slips(b, a)));
	});

	it('is forgiven where it is small for the word', () => {
		expect(closest('revison', ['revision', 'revises'])).toBe('revision');
		expect(closest('all', ['up', 'down'])).toBeUndefined();
		expect(closest('', ['up'])).toBeUndefined();
	});
});

it('names in a sentence', () => {
	expect(names([])).toBe('nothing');
	expect(names(['a'])).toBe('a');
	expect(names(['a', 'b'], 'or')).toBe('a or b');
	expect(names(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])).toBe('a, b, c, d, e, f, g and 3 more');
});
