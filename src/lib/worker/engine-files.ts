import programFiles from '$prepared/pglite.data.gz?url';
import emptyDatabase from '$prepared/postgres-empty.tar.gz?url';
import sizes from '$prepared/sizes.json';
import parser from 'libpg-query/wasm/libpg-query.wasm?url';
import type { ReadFile } from '../engine/dialects/open-options.ts';
import { Arrivals, fetched } from './arrivals.ts';

/** Beside the engine's script: programs, and the archives of extensions, each fetched when a statement first names it. */
const beside = import.meta.glob<string>(
	['/node_modules/@electric-sql/pglite/dist/pglite.wasm', '/node_modules/@electric-sql/pglite/dist/*.tar.gz'],
	{ query: '?url', import: 'default', eager: true }
);

const addresses: Readonly<Record<string, string>> = {
	'postgres-empty.tar.gz': emptyDatabase,
	'pglite.data.gz': programFiles,
	'libpg-query.wasm': parser,
	...Object.fromEntries(
		Object.entries(beside).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address])
	)
};

const arrivals = new Arrivals(sizes);

/** Fetches one of the database engine's own files from the site. */
export const readFile: ReadFile = async (name) => arrivals.bytes(name, await fetched(addressOf(name)));

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles one of the database engine's programs while it comes, once for the life of the worker. */
export function compileFile(name: string): Promise<WebAssembly.Module> {
	const known = modules.get(name);
	if (known) return known;
	const compiling = compile(name);
	modules.set(name, compiling);
	compiling.catch(() => modules.delete(name));
	return compiling;
}

async function compile(name: string): Promise<WebAssembly.Module> {
	const response = await fetched(addressOf(name));
	// The browser keeps what it compiles of the very response, so the bytes are counted on a copy.
	const copy = response.clone();
	const [module] = await Promise.all([WebAssembly.compileStreaming(response), arrivals.read(name, copy)]);
	return module;
}

function addressOf(name: string): string {
	const address = addresses[name];
	if (address === undefined) throw new Error(`The site has no file ${name} for the database engine.`);
	return address;
}
