import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { people } from '../../../content/generator/people.js';
import { seeds } from '../../../content/generator/seeds.js';

const samples = new URL('../../../content/samples/', import.meta.url);

describe('the seed migrations', () => {
	test.each(Object.entries(seeds))('%s is what `node content/generator/write.js` writes', (path, text) => {
		expect(readFileSync(new URL(path, samples), 'utf8')).toBe(text);
	});

	test('have names in groups of twelve, none twice in a list, no accent that lower() would meet first', () => {
		for (const { given, family } of people)
			for (const names of [given, family]) {
				expect(names).toHaveLength(12);
				expect(new Set(names).size).toBe(12);
				for (const name of names) expect(name).toMatch(/^[A-Z]\p{L}+$/u);
			}
	});
});
