import { describe, expect, it } from 'vitest';
import { loadSample, samples } from '../../../src/lib/projects/samples.ts';
import { readAlembicFolder } from '../../../src/lib/python/alembic-folder.ts';
import { nodePython, ran, whyNoPython } from './node-python.ts';

const inPython = samples.filter(({ toolchain }) => toolchain === 'python').map(({ slug }) => slug);

describe.skipIf(whyNoPython !== undefined)('the samples in Python', async () => {
	const python = whyNoPython === undefined ? await nodePython() : undefined!;

	async function opened(slug: string) {
		const { files } = await loadSample(slug);
		python.files.replace(new Map(files.map(({ name, text }) => [name, text])));
		return files;
	}

	function done(line: string): string {
		const { code, text } = ran(python, line);
		expect(code, `${line}\n${text}`).toBe(0);
		return text;
	}

	it.each(inPython.filter((slug) => slug !== 'mended'))(
		'%s runs up, migrates, and down to base',
		async (slug) => {
			const files = await opened(slug);
			if (!files.some(({ name }) => name.endsWith('env.py'))) done('flask db init');
			done('flask db upgrade');
			if (slug === 'flask-blog') expect(done('python seed.py')).toBe('5 users, 40 posts\n');
			for (const { name, text } of files)
				python.files.write(name, text.replace(/# ((about|email) = )/, '$1'));
			expect(done('flask db migrate -m next')).toContain('Detected added');
			done('flask db upgrade');
			expect(done('flask db check')).toContain('No new upgrade operations detected.');
			done('flask db downgrade base');
			expect(done('flask db upgrade')).toContain('Running upgrade');
		}
	);

	it('the lecture’s seed puts people in, by either command line', async () => {
		await opened('lecture');
		for (const line of ['init', 'migrate', 'upgrade']) done(`python manage.py db ${line}`);
		expect(done('python seed.py')).toBe('3 users\n');
	});

	it('the broken history can be mended as its file says', async () => {
		const files = await opened('mended');
		expect(readAlembicFolder(files).problems.map(({ code }) => code)).toEqual(['missing-parent']);
		const refused = ran(python, 'flask db upgrade');
		expect(refused.code).toBe(1);
		expect(refused.text).toContain('30c9');
		const name = 'migrations/versions/40d1_shelves.py';
		const text = files.find((file) => file.name === name)!.text;
		python.files.write(name, text.replace("down_revision = '30c9'", "down_revision = '20b5'"));
		expect(done('flask db heads')).toBe('30c8 (head)\n40d1 (head)\n');
		done('flask db merge heads -m join');
		done('flask db upgrade');
		expect(done('flask db check')).toContain('No new upgrade operations detected.');
	});
});
