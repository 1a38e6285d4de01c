import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteWord, readWords, splitWords } from '../../../src/lib/command-line/words.ts';

function texts(line: string): readonly string[] {
	const split = splitWords(line);
	if (!split.ok) throw new Error(split.problems[0]?.message);
	return split.value.map((word) => word.text);
}

describe('cutting a line into words', () => {
	it.each([
		['', []],
		['   ', []],
		['updown upgrade', ['updown', 'upgrade']],
		['  flask\tdb   upgrade  ', ['flask', 'db', 'upgrade']],
		['revision -m "add email"', ['revision', '-m', 'add email']],
		["revision -m 'add email'", ['revision', '-m', 'add email']],
		['--message="add email"', ['--message=add email']],
		['a"b c"d', ['ab cd']],
		['"it\'s"', ["it's"]],
		['\'say "hi"\'', ['say "hi"']],
		['"say \\"hi\\""', ['say "hi"']],
		['"a\\\\b"', ['a\\b']],
		['"a\\nb"', ['a\\nb']],
		['add\\ email', ['add email']],
		['""', ['']],
		['upgrade # to the head', ['upgrade']],
		['a#b', ['a#b']],
		['"# not a comment"', ['# not a comment']],
		['-m "wörter – ünïcode 🚂"', ['-m', 'wörter – ünïcode 🚂']]
	])('%j is %j', (line, expected) => {
		expect(texts(line)).toEqual(expected);
	});

	it('says which quote is not closed, and where', () => {
		const split = splitWords('updown revision -m "add email');
		expect(split).toMatchObject({
			ok: false,
			problems: [{ code: 'unclosed-quote', message: 'The double quote at column 20 is never closed.' }]
		});
		expect(splitWords("revision -m 'it")).toMatchObject({
			problems: [{ message: expect.stringContaining('single quote at column 13') as string }]
		});
	});

	it.each(['a && b', 'a | b', 'a; b', 'history > file', 'a &'])(
		'explains that %j is not one command',
		(line) => {
			expect(splitWords(line)).toMatchObject({ ok: false, problems: [{ code: 'shell-operator' }] });
		}
	);

	it('lets operators stand inside quotes', () => {
		expect(texts('-m "users & orders; done"')).toEqual(['-m', 'users & orders; done']);
	});

	it('any list of words, quoted and joined, is cut into the same words again', () => {
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'grapheme' })), (words) => {
				expect(texts(words.map(quoteWord).join(' '))).toEqual(words);
			})
		);
	});

	it('never fails to read a line that is still being typed, and each word lies inside it', () => {
		fc.assert(
			fc.property(fc.string(), (line) => {
				let end = 0;
				for (const word of readWords(line).words) {
					expect(word.start).toBeGreaterThanOrEqual(end);
					expect(word.end).toBeGreaterThan(word.start);
					end = word.end;
				}
				expect(end).toBeLessThanOrEqual(line.length);
			})
		);
	});
});
