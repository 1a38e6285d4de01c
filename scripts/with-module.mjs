import { createServer } from 'vite';

/**
 * Loads a module written in TypeScript. It stays able to load more as long as `use` takes: the engine loads some of its
 * parts when it first needs them.
 * @template Result
 * @param {string} path
 * @param {(module: any) => Promise<Result>} use
 * @returns {Promise<Result>}
 */
export async function withModule(path, use) {
	const server = await createServer({
		configFile: false,
		server: { middlewareMode: true, watch: null },
		optimizeDeps: { noDiscovery: true }
	});
	try {
		return await use(await server.ssrLoadModule(path));
	} finally {
		await server.close();
	}
}
