import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asksForHelp, programOptions, readOptions, usage } from '../../../bin/options.js';
import { commands } from '../../../src/lib/command-line/commands/index.ts';
import { helpOf } from '../../../src/lib/command-line/help.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every option that stands in the code of a folder as one that is asked for. */
function optionsReadIn(folder: string): readonly string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.flatMap((name) => {
			const text = readFileSync(join(root, folder, name), 'utf8');
			return [...text.matchAll(/\b(?:has|valueOf|valuesOf)\(\w+, '(--[\w-]+)'/g)].map(
				([, option]) => option ?? ''
			);
		});
}

describe('the help', () => {
	it.each(programOptions)('of the program tells of $name, and the program reads it', (option) => {
		const { name, short, value, field, summary } = option;
		expect(usage).toContain(`${name}${value === undefined ? '' : ` <${value}>`}`);
		expect(usage).toContain(summary);
		const given = value === undefined ? [name] : [name, 'x'];
		for (const words of [given, ...(short === undefined ? [] : [[short, 'x']])]) {
			const { options, words: rest } = readOptions(['upgrade', ...words]);
			expect(rest).toEqual(['upgrade']);
			expect(options[field as keyof typeof options]).toBe(value === undefined ? true : 'x');
		}
	});

	it('tells of everything that the program keeps of its words', () => {
		const { options } = readOptions([]);
		expect(programOptions.map(({ field }) => field).sort()).toEqual(Object.keys(options).sort());
	});

	it('of each command tells of all its options', () => {
		for (const command of commands) {
			const text = helpOf(command, { kind: 'updown', typed: 'updown' })
				.map((line) => line.text)
				.join('\n');
			for (const option of command.options) expect(text, command.name).toContain(option.name);
		}
	});

	it('leaves out no option that the code asks for', () => {
		const told = new Set(commands.flatMap(({ options }) => options.map(({ name }) => name)));
		const read = optionsReadIn('src/lib/command-line');
		expect(read).toContain('--split');
		expect(read.filter((option) => !told.has(option))).toEqual([]);
	});

	it('is asked for by `help`, by --help anywhere, and by nothing at all', () => {
		for (const words of [
			[],
			['help'],
			['help', 'upgrade'],
			['--help'],
			['-h'],
			['upgrade', '--help'],
			['upgrade', '-h']
		])
			expect(asksForHelp(words), words.join(' ')).toBe(true);
		for (const words of [['upgrade'], ['upgrade', '--', '--help']])
			expect(asksForHelp(words), words.join(' ')).toBe(false);
	});
});
