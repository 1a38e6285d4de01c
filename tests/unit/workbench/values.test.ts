import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/lib/engine/database.ts';
import { showValue, valueKind, wholeText } from '../../../src/lib/workbench/rows/value-text.ts';

function cell(value: Value, limit?: number): string {
	const shown = showValue(value, limit);
	return shown.parts.map((part) => (part.sign ? `[${part.text}]` : part.text)).join('');
}

describe('a value in a cell', () => {
	test('NULL is told apart from the text "NULL" and from an empty text', () => {
		expect(showValue(null).kind).toBe('null');
		expect(showValue('NULL')).toMatchObject({ kind: 'text', parts: [{ text: 'NULL' }] });
		expect(showValue('')).toMatchObject({ kind: 'text', note: 'empty' });
	});

	test('emoji joined into one are shown whole, and a joiner that joins nothing is marked', () => {
		for (const whole of ['👩‍💻', '👨‍👩‍👧‍👦', '🏳️‍🌈', '👩🏽‍🚀', '❤️‍🔥']) expect(cell(`a ${whole} b`)).toBe(`a ${whole} b`);
		expect(cell('a\u200db')).toBe('a[U+200D]b');
		expect(cell('👩\u200d')).toBe('👩[U+200D]');
		expect(cell(`${'x'.repeat(7)}👩‍💻 and more`, 10)).toBe(`${'x'.repeat(7)}👩[…]`);
	});

	test('a big integer keeps every digit', () => {
		expect(cell(9223372036854775807n)).toBe('9223372036854775807');
		expect(wholeText(-9223372036854775808n)).toBe('-9223372036854775808');
	});

	test('minus zero and infinity are not smoothed over', () => {
		expect(cell(-0)).toBe('-0');
		expect(cell(Infinity)).toBe('Infinity');
	});

	test('a blob says how long it is and is whole when copied', () => {
		const bytes = Uint8Array.from({ length: 20 }, (_, index) => index);
		expect(cell(bytes)).toBe("x'000102030405060708090a0b…'");
		expect(showValue(bytes)).toMatchObject({ note: '20 bytes', cut: true });
		expect(wholeText(bytes)).toBe("x'000102030405060708090a0b0c0d0e0f10111213'");
		expect(showValue(new Uint8Array())).toMatchObject({ note: '0 bytes', cut: false });
	});

	test('line ends, tabs and other unseen characters are shown by signs', () => {
		expect(cell('a\nb\tc\0d\u00a0e\u200bf')).toBe('a[↵]b[⇥]c[␀]d[⍽]e[U+200B]f');
		expect(showValue('a\nb').cut).toBe(true);
	});

	test('a sign in the data is not taken for a sign of ours', () => {
		expect(showValue('↵').parts).toEqual([{ text: '↵' }]);
	});

	test('a long text is cut between characters, never inside one', () => {
		expect(cell('ab😀cd', 3)).toBe('ab[…]');
		expect(cell('ab😀cd', 4)).toBe('ab😀[…]');
		expect(showValue('x'.repeat(1000))).toMatchObject({ note: '1,000 characters', cut: true });
	});

	test('spaces are kept as they are', () => {
		expect(cell('Mary  Jackson ')).toBe('Mary  Jackson ');
	});

	test('its kind is said in words', () => {
		expect(valueKind(null)).toBe('no value (NULL)');
		expect(valueKind('')).toBe('empty text');
		expect(valueKind('😀a')).toBe('text, 2 characters');
		expect(valueKind(new Uint8Array(1))).toBe('blob, 1 byte');
		expect(valueKind(1n)).toBe('number');
	});
});
