/** How much JavaScript a built page needs before it works: what its HTML preloads, and all that imports at once. */

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';

/** `import … from "x"`, `export … from "x"` and `import "x"`, as a bundler prints them; `import("x")` comes later. */
const staticImport =
	/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]*?\sfrom|\{[^}]*\}\s*from|\*[^"';]*?from|[\w$]+\s*from)?\s*["']([^"']+)["']/g;

/**
 * @param {string} code
 * @returns {string[]}
 */
function importsOf(code) {
	return [...code.matchAll(staticImport)]
		.map((match) => match[1] ?? '')
		.filter((path) => path.startsWith('.'));
}

/**
 * The scripts of a page and their gzipped bytes, largest first.
 * @param {string} directory the built site
 * @param {string} page e.g. `play/index.html`
 */
export function scriptsOf(directory, page) {
	const html = readFileSync(`${directory}/${page}`, 'utf8');
	const folder = posix.dirname(page);
	const waiting = [
		...[...html.matchAll(/<link[^>]+rel="modulepreload"[^>]*>/g)].map(
			(tag) => /href="([^"]+)"/.exec(tag[0])?.[1]
		),
		...[...html.matchAll(/import\("([^"]+)"\)/g)].map((call) => call[1]),
		...[...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((tag) => tag[1])
	]
		.filter((path) => path !== undefined)
		.map((path) => posix.normalize(posix.join(folder, path)));
	/** @type {Map<string, number>} */
	const sizes = new Map();
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		if (sizes.has(path)) continue;
		const code = readFileSync(`${directory}/${path}`, 'utf8');
		sizes.set(path, gzipSync(code, { level: 9 }).length);
		for (const imported of importsOf(code)) waiting.push(posix.join(posix.dirname(path), imported));
	}
	return [...sizes].map(([path, bytes]) => ({ path, bytes })).sort((a, b) => b.bytes - a.bytes);
}
