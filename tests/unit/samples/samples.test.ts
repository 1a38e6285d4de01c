import { describe, expect, test } from 'vitest';
import { samples, loadSample, startProject } from '../../../src/lib/projects/samples.ts';

const ofSql = samples.filter(({ toolchain }) => toolchain === 'sql').map(({ slug }) => slug);

describe('the samples', () => {
	test('are a shop, which a first visit opens, a blog, a library and a school, and after them those in Python', () => {
		expect(samples.map(({ slug }) => slug)).toEqual([
			...['shop', 'blog', 'library', 'school'],
			...['flask-blog', 'flask-nine', 'lecture', 'mended', 'naming']
		]);
		for (const { title, summary } of samples) expect([title, summary]).not.toContain('');
	});

	test.each(ofSql)('%s is a folder of 5 to 8 files that stay readable', async (slug) => {
		const seed = await loadSample(slug);
		expect(seed.files.length).toBeGreaterThanOrEqual(5);
		expect(seed.files.length).toBeLessThanOrEqual(8);
		for (const { name, text } of seed.files) {
			expect(name).toMatch(/^\d+_[a-z_]+\.sql$/);
			expect(text.length).toBeLessThan(10_000);
			for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
		}
		expect(seed.schemaSql).toMatch(/^-- What /);
	});

	test.each(ofSql)('%s says in every file what it is and what it follows', async (slug) => {
		let before = 'base';
		for (const { name, text } of (await loadSample(slug)).files) {
			const version = name.slice(0, name.indexOf('_'));
			expect(text).toMatch(
				new RegExp(`^-- .+\n-- revision: ${version}\n-- revises: ${before}\n-- migrate:up`)
			);
			expect(text).toMatch(/\n-- migrate:down/);
			before = version;
		}
	});

	test('an unknown one is refused by name', async () => {
		await expect(loadSample('zoo')).rejects.toThrow('There is no sample called zoo.');
	});

	test('start as a project with nothing applied and the first file open', async () => {
		const seed = await loadSample('shop');
		const project = startProject(seed, { id: 'p1', now: '2026-11-23T05:47:00.000Z' });
		expect(project).toMatchObject({
			id: 'p1',
			name: 'Shop',
			frames: [],
			appliedTexts: {},
			files: seed.files
		});
		expect(project.place.openFile).toBe('0001_create_customers_and_products.sql');
	});
});
