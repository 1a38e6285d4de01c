import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shown, shownOffset, written } from '../../../src/lib/workbench/editor/line-ends.ts';
import { problemsWithin, shownBody, wholeBody } from '../../../src/lib/workbench/editor/sections.ts';
import { spanOf } from '../../../src/lib/engine/text/place.ts';
import { whyNotName } from '../../../src/lib/workbench/folder/edits.ts';
import { pressed } from '../../../src/lib/workbench/keys.ts';
import { paletteItems } from '../../../src/lib/workbench/palette/items.ts';
import { UndoStack } from '../../../src/lib/workbench/undo.svelte.ts';

const key = (name: string, more: Partial<Parameters<typeof pressed>[1]> = {}) => ({
	key: name,
	code: '',
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...more
});

describe('keys', () => {
	test('a chord is met by its keys and no others', () => {
		expect(pressed('Mod-k', key('k', { ctrlKey: true }))).toBe(true);
		expect(pressed('Mod-k', key('k'))).toBe(false);
		expect(pressed('Mod-k', key('k', { ctrlKey: true, altKey: true }))).toBe(false);
	});

	test('Alt with the full stop is met though Alt types another character', () => {
		expect(pressed('Alt-.', key('≥', { altKey: true, code: 'Period' }))).toBe(true);
		expect(pressed('Alt-.', key('>', { altKey: true, shiftKey: true, code: 'Period' }))).toBe(false);
		expect(pressed('Alt-Shift-.', key('>', { altKey: true, shiftKey: true, code: 'Period' }))).toBe(true);
	});

	test('a question mark is met with Shift and without', () => {
		expect(pressed('?', key('?', { shiftKey: true }))).toBe(true);
		expect(pressed('?', key('?'))).toBe(true);
	});
});

describe('texts in the editor', () => {
	const texts = fc
		.array(fc.constantFrom('a', 'b;', '\r\n', ' '), { maxLength: 30 })
		.map((all) => all.join(''));

	test('a text with two-character line ends comes back as it was', () => {
		fc.assert(
			fc.property(texts, (text) => {
				expect(written(shown(text), text)).toBe(text);
			})
		);
	});

	test('an offset points at the same character before and after', () => {
		fc.assert(
			fc.property(texts, fc.nat(60), (text, at) => {
				const offset = Math.min(at, text.length);
				if (text[offset] === '\n') return;
				expect(shown(text).slice(shownOffset(text, offset))).toBe(shown(text.slice(offset)));
			})
		);
	});

	test('a section is shown without its last line ends and gets them back', () => {
		fc.assert(
			fc.property(texts, (text) => {
				const { text: body, tail } = shownBody(text);
				expect(body + tail).toBe(text);
				if (body !== '' && tail !== '') expect(wholeBody(body, tail)).toBe(text);
			})
		);
		expect(wholeBody('SELECT 1;', '')).toBe('SELECT 1;\n');
	});

	test('a problem is placed within its section, and one elsewhere is left out', () => {
		const text = 'head\nSELECT nope;\ntail';
		const problem = (start: number, end: number) => ({
			code: 'x',
			severity: 'error' as const,
			message: 'm',
			hint: '',
			span: spanOf(text, start, end)
		});
		const [placed, ...others] = problemsWithin([problem(12, 16), problem(0, 4)], text, 5, 18);
		expect(placed?.span?.start).toEqual({ line: 1, column: 8, offset: 7 });
		expect(others).toEqual([]);
	});
});

test.each([
	['0001_a.sql', undefined],
	['0001 a.sql', /letters/],
	['0001_a.txt', /ends in/],
	['.hidden.sql', /dot/],
	['TAKEN.sql', /already/]
])('the file name %s is judged', (name, why) => {
	const answer = whyNotName(name, ['taken.sql']);
	if (why) expect(answer).toMatch(why);
	else expect(answer).toBeUndefined();
});

describe('the palette', () => {
	const station = (revision: string, title: string) => ({
		revision,
		title,
		short: revision,
		column: 0,
		lane: 0,
		standing: 'pending' as const,
		done: false,
		here: false,
		next: false,
		fact: 'pending'
	});
	const source = {
		commands: [
			{ id: 'up', title: 'Upgrade one step', group: 'Run' as const, words: 'next', run: () => {} },
			{ id: 'down', title: 'Downgrade one step', group: 'Run' as const, run: () => {} }
		],
		stations: [station('0001', 'Create users'), station('0002', 'Add orders')],
		files: ['0001_create_users.sql'],
		tables: ['users']
	};

	test('finds by every word, the start of a word first', () => {
		expect(paletteItems('grade', source).map(({ id }) => id)).toEqual(['command up', 'command down']);
		expect(paletteItems('up', source)[0]?.id).toBe('command up');
		expect(paletteItems('users', source).map(({ group }) => group)).toEqual(['Go to', 'Files', 'Tables']);
	});

	test('looks for revisions only after @', () => {
		expect(paletteItems('@add', source).map(({ id }) => id)).toEqual(['revision 0002']);
		expect(paletteItems('@', source)).toHaveLength(2);
	});
});

test('what can be undone falls off at the far end where it would weigh too much, never at the near one', () => {
	const stack = new UndoStack();
	const entry = (what: string, weight: number) => ({ what, weight, undo: () => {} });
	stack.push(entry('small', 1));
	stack.push(entry('huge', 400 * 1024 * 1024));
	expect(stack.pop()?.what).toBe('huge');
	expect(stack.pop()).toBeUndefined();
});
