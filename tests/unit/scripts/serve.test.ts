import { mkdtempSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyHeader } from '../../../scripts/headers.mjs';
import { startServer } from '../../../scripts/serve.mjs';

const page = `<!doctype html><meta http-equiv="content-security-policy" content="script-src 'self' 'sha256-abc='"><p>Front</p>`;
const script = 'export const answer = 42;';

let directory: string;
let site: Awaited<ReturnType<typeof startServer>>;
let below: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
	const parent = mkdtempSync(join(tmpdir(), 'updown-serve-'));
	writeFileSync(join(parent, 'secret.txt'), 'secret');
	directory = join(parent, 'site');
	mkdirSync(join(directory, 'play'), { recursive: true });
	mkdirSync(join(directory, '_app', 'immutable'), { recursive: true });
	writeFileSync(join(directory, 'index.html'), page);
	writeFileSync(join(directory, '404.html'), '<p>Not here</p>');
	writeFileSync(join(directory, 'play', 'index.html'), '<p>Play</p>');
	writeFileSync(join(directory, 'engine.wasm'), Buffer.from([0, 97, 115, 109]));
	const file = join(directory, '_app', 'immutable', 'a.js');
	writeFileSync(file, script);
	writeFileSync(`${file}.br`, brotliCompressSync(script));
	writeFileSync(`${file}.gz`, gzipSync(script));
	site = await startServer({ directory });
	below = await startServer({ directory, base: '/updown' });
});

afterAll(async () => {
	await Promise.all([site.close(), below.close()]);
	rmSync(join(directory, '..'), { recursive: true });
});

/** The answer to `path` exactly as written; `fetch` would tidy it first. */
function get(path: string, headers: Record<string, string> = {}, { server = site, method = 'GET' } = {}) {
	return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, failed) => {
		request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () =>
				done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) })
			);
		})
			.on('error', failed)
			.end();
	});
}

describe('the production headers', () => {
	it('go with every file, page and error', async () => {
		for (const path of ['/', '/play/', '/engine.wasm', '/_app/immutable/a.js', '/nowhere']) {
			const { headers } = await get(path);
			expect(headers['content-security-policy'], path).toContain("default-src 'self'");
			expect(headers['content-security-policy'], path).toContain("frame-ancestors 'self'");
			expect(headers['x-content-type-options'], path).toBe('nosniff');
			expect(headers['referrer-policy'], path).toBe('no-referrer');
		}
	});

	it('let a page run its own start script and nothing else inline', async () => {
		expect((await get('/')).headers['content-security-policy']).toBe(policyHeader(["'sha256-abc='"]));
		expect((await get('/play/')).headers['content-security-policy']).toBe(policyHeader());
		expect(policyHeader()).not.toMatch(/script-src[^;]*unsafe-inline/);
	});

	it('keep what never changes for good and ask again for the rest', async () => {
		expect((await get('/_app/immutable/a.js')).headers['cache-control']).toBe(
			'public, max-age=31536000, immutable'
		);
		expect((await get('/')).headers['cache-control']).toBe('no-cache');
	});

	it('name the type, wasm included', async () => {
		expect((await get('/')).headers['content-type']).toBe('text/html; charset=utf-8');
		expect((await get('/_app/immutable/a.js')).headers['content-type']).toBe(
			'text/javascript; charset=utf-8'
		);
		expect((await get('/engine.wasm')).headers['content-type']).toBe('application/wasm');
	});
});

describe('encodings', () => {
	it('sends Brotli before gzip before plain, as the browser accepts', async () => {
		const path = '/_app/immutable/a.js';
		const best = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
		expect(best.headers['content-encoding']).toBe('br');
		expect(best.body).toEqual(brotliCompressSync(script));
		expect((await get(path, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip');
		expect((await get(path, { 'accept-encoding': 'br;q=0, gzip' })).headers['content-encoding']).toBe('gzip');
		const plain = await get(path);
		expect(plain.headers['content-encoding']).toBeUndefined();
		expect(plain.body.toString()).toBe(script);
		expect(plain.headers.vary).toBe('Accept-Encoding');
	});

	it('does not serve the compressed copies under their own names', async () => {
		expect((await get('/_app/immutable/a.js.br')).status).toBe(404);
	});
});

describe('what was seen before', () => {
	it('is answered by 304 without a body', async () => {
		const first = await get('/');
		const again = await get('/', { 'if-none-match': first.headers.etag as string });
		expect(again.status).toBe(304);
		expect(again.body).toHaveLength(0);
		expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
	});

	it('has one tag for each encoding', async () => {
		const plain = await get('/_app/immutable/a.js');
		const packed = await get('/_app/immutable/a.js', { 'accept-encoding': 'br' });
		expect(plain.headers.etag).not.toBe(packed.headers.etag);
	});

	it('is read anew after a new build', async () => {
		const before = await get('/play/');
		writeFileSync(join(directory, 'play', 'index.html'), '<p>Play better</p>');
		utimesSync(join(directory, 'index.html'), new Date(), new Date(Date.now() + 5000));
		const after = await get('/play/');
		expect(after.body.toString()).toBe('<p>Play better</p>');
		expect(after.headers.etag).not.toBe(before.headers.etag);
	});
});

describe('addresses', () => {
	it('get their trailing slash and keep their question', async () => {
		const { status, headers } = await get('/play?a=1');
		expect(status).toBe(308);
		expect(headers.location).toBe('/play/?a=1');
	});

	it.each([
		'/../secret.txt',
		'/..%2fsecret.txt',
		'/%2e%2e/secret.txt',
		'/play/..\\..\\secret.txt',
		'//secret.txt'
	])('never lead out of the site: %s', async (path) => {
		const { status, body } = await get(path);
		expect(status).toBe(404);
		expect(body.toString()).toBe('<p>Not here</p>');
	});

	it('that are not UTF-8 are refused', async () => {
		expect((await get('/%ff')).status).toBe(400);
	});

	it('answer HEAD without a body and nothing else', async () => {
		const head = await get('/', {}, { method: 'HEAD' });
		expect(head.status).toBe(200);
		expect(head.body).toHaveLength(0);
		expect(Number(head.headers['content-length'])).toBe(page.length);
		expect((await get('/', {}, { method: 'POST' })).status).toBe(405);
	});

	it('stand below the base path where there is one', async () => {
		const from = async (path: string) => get(path, {}, { server: below });
		expect((await from('/updown/')).status).toBe(200);
		expect((await from('/updown/play')).headers.location).toBe('/updown/play/');
		expect((await from('/updown')).headers.location).toBe('/updown/');
		expect((await from('/?a=1')).headers.location).toBe('/updown/?a=1');
		expect((await from('/play/')).status).toBe(404);
		expect((await from('/updownplay/')).status).toBe(404);
	});
});
