import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { policy } from './scripts/headers.mjs';

/** Where the site is served below its origin, e.g. `/updown`; empty for the origin itself. */
const base = /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? '');

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ fallback: '404.html', strict: true, precompress: true }),
		paths: { base, relative: true },
		// What is made once for all builds: scripts/postgres-data.mjs.
		alias: { $prepared: '.cache/prepared' },
		// The layout registers it, when the page has nothing better to do.
		serviceWorker: { register: false },
		csp: { mode: 'hash', directives: policy },
		typescript: {
			// The one program that svelte-check, tsc and ESLint look at.
			config: (config) => {
				const folders = ['scripts', 'bench', 'content'];
				const files = folders.flatMap((folder) => [
					`../${folder}/**/*.js`,
					`../${folder}/**/*.mjs`,
					`../${folder}/**/*.ts`
				]);
				config.exclude = config.exclude.filter(
					(/** @type {string} */ path) => !path.includes('service-worker')
				);
				config.include.push('../*.config.js', '../*.config.ts', ...files);
			}
		}
	}
};
