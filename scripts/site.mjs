/** The built site as files in memory's index: which path answers what, in which encodings. */

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { headersFor, scriptHashesOf } from './headers.mjs';

/** @type {Readonly<Record<string, string>>} */
const types = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.map': 'application/json; charset=utf-8',
	'.webmanifest': 'application/manifest+json; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.md': 'text/markdown; charset=utf-8',
	'.sql': 'application/sql; charset=utf-8',
	'.xml': 'application/xml; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.webp': 'image/webp',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm',
	'.zip': 'application/zip',
	'.gz': 'application/gzip'
};

/** Best first; a request gets the first that it accepts and that lies beside the file. */
const encodings = [
	{ name: 'br', suffix: '.br' },
	{ name: 'gzip', suffix: '.gz' }
];

/**
 * @typedef {object} SiteFile
 * @property {string} path where the file lies
 * @property {string} tag a hash of its content
 * @property {Record<string, string>} headers
 * @property {readonly { name: string, path: string }[]} encoded
 */

/**
 * Reads a built folder into a table from URL path to file. Only what is in the table is ever served, so no
 * request can name a file outside of it.
 * @param {string} directory
 * @returns {Map<string, SiteFile>} keys such as `/play/index.html`
 */
export function readSite(directory) {
	const names = readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
	const present = new Set(names);
	const isEncoded = (/** @type {string} */ name) =>
		encodings.some(({ suffix }) => name.endsWith(suffix) && present.has(name.slice(0, -suffix.length)));
	/** @type {Map<string, SiteFile>} */
	const site = new Map();
	for (const name of names) {
		if (isEncoded(name)) continue;
		const path = join(directory, name);
		const bytes = readFileSync(path);
		const hashes = extname(name) === '.html' ? scriptHashesOf(bytes.toString('utf8')) : [];
		site.set(`/${name}`, {
			path,
			tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
			headers: {
				...headersFor(`/${name}`, hashes),
				'Content-Type': types[extname(name).toLowerCase()] ?? 'application/octet-stream'
			},
			encoded: encodings
				.filter(({ suffix }) => present.has(name + suffix))
				.map((encoding) => ({ name: encoding.name, path: path + encoding.suffix }))
		});
	}
	return site;
}

/**
 * When the folder was last built, so that a server notices a new build.
 * @param {string} directory
 */
export function buildTime(directory) {
	return statSync(join(directory, 'index.html')).mtimeMs;
}

/**
 * What `path` answers: a file, a redirect to the address with its trailing slash, or nothing.
 * @param {ReadonlyMap<string, SiteFile>} site
 * @param {string} path decoded, below the base path, starting with `/`
 * @returns {{ kind: 'file', file: SiteFile } | { kind: 'redirect', path: string } | { kind: 'missing' }}
 */
export function lookUp(site, path) {
	const file = site.get(path.endsWith('/') ? `${path}index.html` : path);
	if (file !== undefined) return { kind: 'file', file };
	if (!path.endsWith('/') && site.has(`${path}/index.html`)) return { kind: 'redirect', path: `${path}/` };
	return { kind: 'missing' };
}
