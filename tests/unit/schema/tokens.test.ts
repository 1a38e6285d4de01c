import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf, nextToken, tokenize } from '../../../src/lib/engine/dialects/sqlite/tokens.ts';

/** A text as `kind:text` words, for short expectations. */
function read(sql: string): string[] {
	return tokenize(sql).map((token) => `${token.kind}:${sql.slice(token.start, token.end)}`);
}

describe('the SQLite tokenizer', () => {
	test.each([
		['SELECT a.b', ['word:SELECT', 'word:a', 'operator:.', 'word:b']],
		["'it''s'", ["string:'it''s'"]],
		['"a""b" `c``d` [e f]', ['quoted:"a""b"', 'quoted:`c``d`', 'quoted:[e f]']],
		["x'ab' X'00'", ["blob:x'ab'", "blob:X'00'"]],
		['-- note\n/* more\n */ 1', ['comment:-- note', 'comment:/* more\n */', 'number:1']],
		[
			'1 1.5 .5 1e9 1.e-3 0xFF 1_000',
			'number:1 number:1.5 number:.5 number:1e9 number:1.e-3 number:0xFF number:1_000'.split(' ')
		],
		['12abc', ['unknown:12abc']],
		[
			'? ?12 :a @b $c $d::e(f)',
			'parameter:? parameter:?12 parameter::a parameter:@b parameter:$c parameter:$d::e(f)'.split(' ')
		],
		[
			'a->>b->c||d<<e>=f!=g==h',
			'word:a operator:->> word:b operator:-> word:c operator:|| word:d operator:<< word:e operator:>= word:f operator:!= word:g operator:== word:h'.split(
				' '
			)
		],
		['größe 🚆$1', ['word:größe', 'word:🚆$1']],
		["'open", ["string:'open"]],
		['/* open', ['comment:/* open']],
		['\ufeffSELECT\u0000', ['word:SELECT', 'unknown:\u0000']]
	])('reads %j', (sql, expected) => {
		expect(read(sql)).toEqual(expected);
	});

	test('takes the quotes off a name', () => {
		const names = ['plain', '"a ""b"""', '`x``y`', '[z ]', "'old'"];
		expect(names.map((text) => nameOf(text, nextToken(text, 0)!))).toEqual([
			'plain',
			'a "b"',
			'x`y',
			'z ',
			'old'
		]);
	});

	test('loses no character of any text and never goes back', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (sql) => {
				let at = 0;
				const skipped: string[] = [];
				for (const token of tokenize(sql)) {
					skipped.push(sql.slice(at, token.start));
					if (token.end <= token.start || token.start < at) throw new Error(`stuck at ${at}`);
					at = token.end;
				}
				// A vertical tab is space after other space only.
				for (const gap of [...skipped, sql.slice(at)]) expect(gap).toMatch(/^(?:\ufeff|[ \t\n\f\r]\v*)*$/);
			})
		);
	}, 60_000);
});
