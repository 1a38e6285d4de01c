import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root, runPackage } from './terminal.mjs';

/**
 * Loads a module written in TypeScript. It stays able to load more as long as `use` takes: the engine loads some of its
 * parts when it first needs them.
 * @template Result
 * @param {string} path
 * @param {(module: any) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withModule(path, use) {
	await ensureInstalled();
	// The settings of TypeScript stand on those that SvelteKit writes.
	if (!existsSync(join(root, '.svelte-kit', 'tsconfig.json')))
		await runPackage('@sveltejs/kit/svelte-kit.js', ['sync']);
	// Loaded only now: it may just have been installed.
	const { createServer } = await import('vite');
	const server = await createServer({
		configFile: false,
		server: { middlewareMode: true, watch: null, hmr: false, ws: false },
		optimizeDeps: { noDiscovery: true }
	});
	try {
		return await use(await server.ssrLoadModule(path));
	} finally {
		await server.close();
	}
}
