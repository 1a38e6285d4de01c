import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scriptsOf } from '../../scripts/page-size.mjs';
import { expect, test } from './support.ts';

const build = fileURLToPath(new URL('../../build', import.meta.url));

const limits = [
	{ name: 'the front page', page: 'index.html', kilobytes: 60 },
	{ name: 'the playground, before the engine and the editor,', page: 'play/index.html', kilobytes: 200 }
];

for (const { name, page, kilobytes } of limits) {
	test(`${name} needs no more than ${kilobytes} kB of JavaScript, gzipped`, () => {
		const scripts = scriptsOf(build, page);
		expect(scripts.length, 'the page must have scripts, or this measures nothing').toBeGreaterThan(3);
		const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
		const largest = scripts.slice(0, 8).map(({ path, bytes }) => `${bytes} ${path}`);
		console.log(`${name} ${(total / 1000).toFixed(1)} kB in ${scripts.length} files`);
		expect(total, `largest:\n${largest.join('\n')}`).toBeLessThanOrEqual(kilobytes * 1000);
	});
}

for (const { name, page } of limits) {
	test(`${name} asks for no more than twelve scripts and two style sheets`, () => {
		const styles = readFileSync(`${build}/${page}`, 'utf8').match(/<link[^>]+rel="stylesheet"/g) ?? [];
		expect(scriptsOf(build, page).length).toBeLessThanOrEqual(12);
		expect(styles.length).toBeLessThanOrEqual(2);
		expect(styles.length, 'the page must have styles, or this measures nothing').toBeGreaterThan(0);
	});
}
