/**
 * What the site sends beside its bytes. `svelte.config.js` writes the same policy into every page, so a host
 * that cannot send headers still serves pages that keep to it.
 */

/**
 * The Content-Security-Policy, directive by directive, as SvelteKit's `csp.directives` takes it.
 * @satisfies {NonNullable<import('@sveltejs/kit').KitConfig['csp']>['directives']}
 */
export const policy = {
	'default-src': ['self'],
	'script-src': ['self', 'wasm-unsafe-eval'],
	// CodeMirror and Svelte's route announcer write style elements and attributes.
	'style-src': ['self', 'unsafe-inline'],
	'img-src': ['self', 'data:'],
	'connect-src': ['self'],
	'worker-src': ['self'],
	'object-src': ['none'],
	'base-uri': ['none'],
	'form-action': ['none'],
	// Only a header can carry this one; SvelteKit leaves it out of the page.
	'frame-ancestors': ['self']
};

const keywords = new Set(['self', 'none', 'unsafe-inline', 'wasm-unsafe-eval']);

/**
 * The policy as one header value. `scriptHashes` are the inline scripts of a page, e.g. `'sha256-…'`.
 * @param {readonly string[]} [scriptHashes]
 */
export function policyHeader(scriptHashes = []) {
	return Object.entries(policy)
		.map(([directive, sources]) => {
			const words = sources.map((/** @type {string} */ source) =>
				keywords.has(source) ? `'${source}'` : source
			);
			if (directive === 'script-src') words.push(...scriptHashes);
			return [directive, ...words].join(' ');
		})
		.join('; ');
}

/**
 * The hashes that SvelteKit wrote into a page for its inline start script, so that the header lets the same run.
 * @param {string} html
 */
export function scriptHashesOf(html) {
	const meta = /<meta\s+http-equiv="content-security-policy"\s+content="([^"]*)"/i.exec(html)?.[1] ?? '';
	return [...new Set(meta.match(/'sha(?:256|384|512)-[^']+'/g) ?? [])];
}

/**
 * Every header but those about one file's bytes (length, type, encoding, ETag).
 * @param {string} path below the base path, e.g. `/_app/immutable/entry/start.abc.js`
 * @param {readonly string[]} [scriptHashes]
 * @returns {Record<string, string>}
 */
export function headersFor(path, scriptHashes) {
	return {
		'Content-Security-Policy': policyHeader(scriptHashes),
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'no-referrer',
		// Names below `immutable` carry a hash of their content; all else is asked for again and answered by 304.
		'Cache-Control': path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache'
	};
}
