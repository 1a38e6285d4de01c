/** Builds the site into `build/`, and knows whether that is needed. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePrepared } from './postgres-data.mjs';
import { ensurePython } from './python/toolchain.mjs';
import { Stop, main, root, runPackage, step } from './terminal.mjs';

/** Everything that the built site is made from. */
const sources = [
	'src',
	'content',
	'static',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'scripts/headers.mjs',
	'scripts/postgres-data.mjs',
	'scripts/python'
];

const stampFile = join(root, '.cache', 'build-stamp');

/** A hash over every source file and over what else changes the result. */
function stamp() {
	const hash = createHash('sha256').update(`base ${process.env.BASE_PATH ?? ''}\n`);
	const add = (/** @type {string} */ path) =>
		hash.update(`${relative(root, path)}\n`).update(readFileSync(path));
	for (const source of sources.map((each) => join(root, each)).filter((each) => existsSync(each))) {
		const entries = /\.\w+$/.test(source)
			? undefined
			: readdirSync(source, { recursive: true, withFileTypes: true });
		if (entries === undefined) add(source);
		else {
			entries
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name))
				.sort()
				.forEach(add);
		}
	}
	return hash.digest('hex');
}

/** Builds, whatever was there before. Throws `Stop` where the build fails. */
export async function build() {
	const before = stamp();
	rmSync(stampFile, { force: true });
	await ensurePrepared();
	await ensurePython();
	const { code, output } = await step('Building the site', () =>
		runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn'], { quiet: true })
	);
	if (code !== 0) throw new Stop(`${output.trim()}\n\nThe site could not be built; the reason stands above.`);
	mkdirSync(dirname(stampFile), { recursive: true });
	writeFileSync(stampFile, before);
}

/** Builds where the sources have changed since the last build. */
export async function ensureBuilt() {
	const fresh =
		existsSync(join(root, 'build', 'index.html')) &&
		existsSync(stampFile) &&
		readFileSync(stampFile, 'utf8') === stamp();
	if (!fresh) await build();
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await main(build);
}
