/**
 * A static server for the built site, with the headers it has in production. Node only, no package.
 * `npm start` and the browser tests use it; `node scripts/serve.mjs [--port N] [--host H] [--dir D]` runs it alone.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { headersFor } from './headers.mjs';
import { buildTime, lookUp, readSite } from './site.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/**
 * The encodings a request accepts; `q=0` refuses one.
 * @param {string | string[] | undefined} header
 */
function acceptedEncodings(header) {
	const accepted = new Set();
	for (const part of String(header ?? '').split(',')) {
		const [name = '', ...parameters] = part
			.trim()
			.toLowerCase()
			.split(/\s*;\s*/);
		if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(name);
	}
	return accepted;
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {import('./site.mjs').SiteFile} file
 * @param {number} status
 */
function sendFile(request, response, file, status) {
	const accepted = acceptedEncodings(request.headers['accept-encoding']);
	const encoding = file.encoded.find(({ name }) => accepted.has(name));
	const tag = `"${file.tag}${encoding === undefined ? '' : `-${encoding.name}`}"`;
	for (const [name, value] of Object.entries(file.headers)) response.setHeader(name, value);
	response.setHeader('ETag', tag);
	if (file.encoded.length > 0) response.setHeader('Vary', 'Accept-Encoding');
	const known = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/);
	if (status === 200 && known.some((each) => each === '*' || each.replace(/^W\//, '') === tag)) {
		response.removeHeader('Content-Type');
		response.writeHead(304).end();
		return;
	}
	const bytes = readFileSync(encoding?.path ?? file.path);
	if (encoding !== undefined) response.setHeader('Content-Encoding', encoding.name);
	response.setHeader('Content-Length', bytes.length);
	response.writeHead(status);
	response.end(request.method === 'HEAD' ? undefined : bytes);
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
function sendText(request, response, status, text, headers = {}) {
	const body = Buffer.from(`${text}\n`);
	response.writeHead(status, {
		...headersFor('/'),
		'Content-Type': 'text/plain; charset=utf-8',
		'Content-Length': body.length,
		...headers
	});
	response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Answers requests from a built folder below `base`, e.g. `/updown`, or the empty string for the whole origin.
 * A new build in the same folder is noticed.
 * @param {string} directory
 * @param {string} base
 * @returns {(request: Request, response: Response) => void}
 */
export function siteHandler(directory, base) {
	let builtAt = buildTime(directory);
	let site = readSite(directory);
	return (request, response) => {
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			sendText(request, response, 405, 'Only GET and HEAD work here.', { Allow: 'GET, HEAD' });
			return;
		}
		const [rawPath = '/', ...query] = (request.url ?? '/').split('?');
		const search = query.length > 0 ? `?${query.join('?')}` : '';
		/** @type {string} */
		let path;
		try {
			path = decodeURIComponent(rawPath);
		} catch {
			sendText(request, response, 400, 'The address is not written in UTF-8.');
			return;
		}
		if (base !== '' && (path === '/' || path === base)) {
			sendText(request, response, 308, `Moved to ${base}/`, { Location: `${base}/${search}` });
			return;
		}
		const now = buildTime(directory);
		if (now !== builtAt) {
			site = readSite(directory);
			builtAt = now;
		}
		const found =
			path.startsWith(`${base}/`) || base === ''
				? lookUp(site, path.slice(base.length))
				: /** @type {const} */ ({ kind: 'missing' });
		if (found.kind === 'file') {
			sendFile(request, response, found.file, 200);
		} else if (found.kind === 'redirect') {
			const location = encodeURI(base + found.path) + search;
			sendText(request, response, 308, `Moved to ${location}`, { Location: location });
		} else {
			const page = site.get('/404.html');
			if (page === undefined) sendText(request, response, 404, 'There is nothing here.');
			else sendFile(request, response, page, 404);
		}
	};
}

/**
 * Starts a server on `port` (0 for any free one) and resolves once it listens. Rejects with the system's error,
 * e.g. code `EADDRINUSE`.
 * @param {{ directory?: string, base?: string, host?: string, port?: number }} [options]
 * @returns {Promise<{ port: number, address: string, close: () => Promise<void> }>}
 */
export function startServer({
	directory = join(root, 'build'),
	base = '',
	host = '127.0.0.1',
	port = 0
} = {}) {
	const handle = siteHandler(directory, base);
	const server = createServer((request, response) => {
		try {
			handle(request, response);
		} catch (error) {
			// A build under way takes files from under a request; the next one finds the new ones.
			console.error(error);
			if (response.headersSent) response.destroy();
			else sendText(request, response, 503, 'The site is being built. Load the page again.');
		}
	});
	return new Promise((done, failed) => {
		server.once('error', failed);
		server.listen(port, host, () => {
			const bound = server.address();
			const actual = bound !== null && typeof bound === 'object' ? bound.port : port;
			const shown =
				host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
			done({
				port: actual,
				address: `http://${shown === '127.0.0.1' ? 'localhost' : shown}:${actual}${base}/`,
				close: () =>
					new Promise((closed) => {
						server.close(() => closed());
						server.closeAllConnections();
					})
			});
		});
	});
}

/** Addresses by which other machines in the room reach a server that listens on every interface. */
export function networkAddresses() {
	return Object.values(networkInterfaces())
		.flatMap((each) => each ?? [])
		.filter((each) => each.family === 'IPv4' && !each.internal)
		.map((each) => each.address);
}

/** Where the site stands below its origin: `BASE_PATH`, checked. */
export function basePath() {
	const base = process.env.BASE_PATH ?? '';
	if (base !== '' && !/^\/.*[^/]$/.test(base)) {
		throw new Error(`BASE_PATH is "${base}"; it must start with a slash and not end with one, e.g. /updown.`);
	}
	return base;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4173' },
			host: { type: 'string', default: '127.0.0.1' },
			dir: { type: 'string', default: join(root, 'build') }
		}
	});
	const server = await startServer({
		directory: resolve(values.dir),
		base: basePath(),
		host: values.host,
		port: Number(values.port)
	});
	console.log(`Serving ${resolve(values.dir)} on ${server.address}`);
}
