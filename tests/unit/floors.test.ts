import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

let eslint: ESLint;

beforeAll(() => {
	// Only our own rules: the type-aware ones need files that exist.
	eslint = new ESLint({
		ruleFilter: ({ ruleId }) => ruleId.startsWith('updown/') || ruleId.startsWith('no-restricted-'),
		overrideConfig: { languageOptions: { parserOptions: { projectService: false } } }
	});
});

/** What the floors say about `source` as the content of `file`. */
async function complaints(file: string, source: string): Promise<string[]> {
	const [result] = await eslint.lintText(source, { filePath: file });
	const fatal = result!.messages.find((message) => message.fatal === true);
	if (fatal !== undefined) throw new Error(fatal.message);
	return result!.messages.map((message) => message.message);
}

describe('imports point down', () => {
	it.each([
		['src/lib/engine/schema/a.ts', '../run/step.ts'],
		['src/lib/engine/schema/a.ts', '../dialects/dialect.ts'],
		['src/lib/engine/text/a.ts', '../migration/migration.ts'],
		['src/lib/engine/dialects/sqlite/a.ts', '../../run/step.ts'],
		['src/lib/engine/run/a.ts', '../index.ts'],
		['src/lib/engine/run/a.ts', '../../worker/protocol.ts'],
		['src/lib/engine/run/a.ts', '$lib/worker/protocol'],
		['src/lib/command-line/a.ts', '../worker/protocol.ts'],
		['src/lib/worker/a.ts', '../formats/zip.ts'],
		['src/lib/formats/a.ts', '../projects/project.ts'],
		['src/lib/projects/a.ts', '$lib/workbench/workbench.svelte.ts'],
		['src/lib/workbench/a.ts', '../../routes/play/helper.ts'],
		['src/lib/projects/a.ts', '$lib/look/tokens.css'],
		['src/lib/look/a.ts', '$lib/workbench/commands.ts'],
		['src/lib/look/a.ts', '$lib/engine/problem.ts']
	])('refuses %s importing %s', async (file, source) => {
		expect(await complaints(file, `import ${JSON.stringify(source)};`)).toHaveLength(1);
	});

	it.each([
		['src/routes/play/a.ts', '$lib/workbench/commands.ts'],
		['src/routes/play/a.ts', '$lib/look/tokens.css'],
		['src/lib/workbench/rows/a.ts', '../commands.ts'],
		['src/lib/worker/a.ts', '../command-line/host.ts'],
		['src/lib/command-line/a.ts', '../engine/problem.ts'],
		['src/lib/engine/run/a.ts', '../dialects/dialect.ts'],
		['src/lib/engine/dialects/dialect.ts', '../run/ledger-entry.ts'],
		['src/lib/engine/dialects/dialect.ts', '../schema/model.ts'],
		['src/lib/engine/schema/a.ts', '../problem.ts'],
		['src/lib/engine/migration/a.ts', '../schema/script.ts'],
		['src/lib/engine/migration/a.ts', '@noble/hashes/sha2.js'],
		['src/lib/engine/dialects/sqlite/a.ts', 'sql.js']
	])('lets %s import %s', async (file, source) => {
		expect(await complaints(file, `import ${JSON.stringify(source)};`)).toEqual([]);
	});

	it('sees types, re-exports and imports made later', async () => {
		for (const source of [
			`import type { A } from '../run/step.ts'; export type B = A;`,
			`export { a } from '../run/step.ts';`,
			`export * from '../run/step.ts';`,
			`export const a = () => import('../run/step.ts');`,
			`export type B = import('../run/step.ts').A;`
		]) {
			expect(await complaints('src/lib/engine/schema/a.ts', source), source).toHaveLength(1);
		}
	});

	it('sees the script of a component', async () => {
		const source = `<script lang="ts">import '$lib/workbench/commands.ts';</script>`;
		expect(await complaints('src/lib/look/Button.svelte', source)).toHaveLength(1);
	});
});

describe('one of a kind is named by its registry alone', () => {
	it('lets only the registry name a dialect', async () => {
		const source = (path: string) => `import ${JSON.stringify(path)};`;
		expect(await complaints('src/lib/engine/dialects/registry.ts', source('./sqlite/dialect.ts'))).toEqual(
			[]
		);
		expect(await complaints('src/lib/engine/dialects/sqlite/a.ts', source('./inspect.ts'))).toEqual([]);
		expect(await complaints('src/lib/engine/run/a.ts', source('../dialects/sqlite/dialect.ts'))).toHaveLength(
			1
		);
		expect(
			await complaints('src/lib/engine/dialects/postgres/a.ts', source('../sqlite/inspect.ts'))
		).toHaveLength(1);
	});
});

describe('the engine is headless', () => {
	it.each([
		'export const a = Date.now();',
		'export const a = new Date();',
		'export const a = Date();',
		'export const a = Math.random();',
		'export const a = performance.now();',
		'export const a = globalThis.performance;',
		`export const a = fetch('/a');`,
		'export const a = document.title;',
		'export const a = window.name;',
		`export const a = localStorage.getItem('a');`,
		`export const a = indexedDB.open('a');`,
		'export const a = crypto.randomUUID();',
		`import 'svelte';`,
		`import 'node:fs';`,
		`import 'idb';`
	])('refuses %s', async (source) => {
		expect(await complaints('src/lib/engine/run/a.ts', source)).toHaveLength(1);
	});

	it('may read a moment it is given', async () => {
		const source = 'export const a = (now: string) => new Date(now).toISOString();';
		expect(await complaints('src/lib/engine/run/a.ts', source)).toEqual([]);
	});

	it('leaves the workbench its clock', async () => {
		expect(await complaints('src/lib/workbench/a.ts', 'export const a = Date.now();')).toEqual([]);
	});
});

describe('core never names a dialect', () => {
	it('refuses the name outside of dialects', async () => {
		const source = `export const a = (name: string) => name === 'sqlite';`;
		expect(await complaints('src/lib/engine/run/a.ts', source)).toHaveLength(1);
		expect(await complaints('src/lib/engine/schema/a.ts', 'export const a = `postgres ${1}`;')).toHaveLength(
			1
		);
		expect(await complaints('src/lib/engine/dialects/dialect.ts', source)).toEqual([]);
	});
});
