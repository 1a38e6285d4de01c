import programFiles from '$prepared/pglite.data.gz?url';
import emptyDatabase from '$prepared/postgres-empty.tar.gz?url';
import sizes from '$prepared/sizes.json';
import parser from 'libpg-query/wasm/libpg-query.wasm?url';
import type { ReadFile } from '../engine/dialects/open-options.ts';
import type { Loading } from './protocol.ts';

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

/** The bytes of the files that every start needs. */
const expected: Readonly<Record<string, number>> = sizes;
const total = Object.values(expected).reduce((sum, size) => sum + size, 0);

const come = new Map<string, number>();
let listener: ((loading: Loading) => void) | undefined;

/** Calls `listen` as files come that a start needs. */
export function onLoading(listen: (loading: Loading) => void): void {
	listener = listen;
}

function count(name: string, bytes: number): void {
	const size = expected[name];
	if (size === undefined) return;
	// A server may say that a packed file is encoded, and then more bytes come out than it has.
	come.set(name, Math.min(bytes, size));
	listener?.({ loaded: [...come.values()].reduce((sum, each) => sum + each, 0), total });
}

/** Fetches one of the database engine's own files from the site. */
export const readFile: ReadFile = async (name) => {
	const response = await fetched(name);
	const parts: Uint8Array<ArrayBuffer>[] = [];
	await counted(name, response, (part) => parts.push(part));
	return new Uint8Array(await new Blob(parts).arrayBuffer());
};

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
	const response = await fetched(name);
	// The browser keeps what it compiles of the very response, so the bytes are counted on a copy.
	const copy = response.clone();
	const [module] = await Promise.all([WebAssembly.compileStreaming(response), counted(name, copy)]);
	return module;
}

async function fetched(name: string): Promise<Response> {
	const address = addresses[name];
	if (address === undefined) throw new Error(`The site has no file ${name} for the database engine.`);
	const response = await fetch(address);
	if (!response.ok)
		throw new Error(`${address} could not be fetched: ${response.status} ${response.statusText}`);
	return response;
}

async function counted(
	name: string,
	response: Response,
	each: (part: Uint8Array<ArrayBuffer>) => void = () => {}
): Promise<void> {
	const reader = response.body?.getReader();
	if (!reader) return;
	let bytes = 0;
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		each(next.value);
		count(name, (bytes += next.value.length));
	}
}
