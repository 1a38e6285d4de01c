import type { OpenOptions, ReadFile } from '../open-options.ts';
import { emptyDatabase, programFiles, readInNode } from './files.ts';
import { isGzip, unpacked } from './tar.ts';

/** The part of PGlite that is used here; its own types need the browser's. */
export interface RawPglite {
	/** Sends messages of PostgreSQL's protocol and gives the replies. Nothing else may be under way. */
	execProtocolRawSync(messages: Uint8Array): Uint8Array;
	copyToFS(path: string, bytes: Uint8Array): void;
	dumpDataDir(compression: 'none'): Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
	close(): Promise<void>;
}

interface Pglite {
	create(options: object): Promise<RawPglite>;
}

interface Host {
	readonly Blob: new (parts: readonly Uint8Array[], options: { readonly type: string }) => object;
	readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => object };
}

/** WebAssembly without anything in it. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const setting = (name: string, value: string | number): readonly string[] => ['-c', `${name}=${value}`];

/**
 * How PostgreSQL is started. PGlite's own list allows changing system tables and puts only `public` into the
 * search path; a server does neither.
 */
export const startParams: readonly string[] = [
	...['--single', '-F', '-j'],
	...setting('search_path', '"$user", public'),
	...setting('exit_on_error', 'false'),
	...setting('log_checkpoints', 'false'),
	// There is one process.
	...setting('io_method', 'sync'),
	...setting('max_worker_processes', 0),
	...setting('max_parallel_workers', 0),
	...setting('max_parallel_workers_per_gather', 0),
	...setting('max_parallel_maintenance_workers', 0),
	...setting('autovacuum_worker_slots', 1),
	// The table of locks is as large as connections × locks: one transaction may touch thousands of tables.
	...setting('max_connections', 10),
	...setting('superuser_reserved_connections', 0),
	...setting('max_locks_per_transaction', 2000),
	...setting('shared_buffers', '32MB'),
	// Nobody follows the log, and a crash loses the memory that it lies in.
	...setting('wal_level', 'minimal'),
	...setting('max_wal_senders', 0),
	...setting('full_page_writes', 'off'),
	...setting('wal_recycle', 'off'),
	...setting('min_wal_size', '2MB')
];

/**
 * Starts PostgreSQL from `image` or from the prepared empty database. initdb never runs: it takes seconds, and a
 * page would have to fetch it.
 */
export async function startPglite(
	options: Pick<OpenOptions, 'image' | 'readFile' | 'compileFile'>
): Promise<RawPglite> {
	const { readFile, compileFile } = options;
	const { Blob, WebAssembly } = globalThis as unknown as Host;
	const [image, program, pgliteWasmModule, { PGlite }] = await Promise.all([
		options.image ?? emptyImage(readFile ?? readInNode),
		readFile && readFile(programFiles).then(unpacked),
		compileFile?.('pglite.wasm'),
		import('@electric-sql/pglite') as Promise<unknown> as Promise<{ readonly PGlite: Pglite }>
	]);
	return PGlite.create({
		// PGlite would fetch them as they are, and servers do not know how to make such a file smaller.
		...(program && { fsBundle: new Blob([program], { type: 'application/octet-stream' }) }),
		...(pgliteWasmModule && { pgliteWasmModule }),
		loadDataDir: new Blob([image], { type: isGzip(image) ? 'application/gzip' : 'application/x-tar' }),
		startParams,
		// Without one PGlite fetches initdb's, which is never needed.
		initdbWasmModule: new WebAssembly.Module(emptyModule)
	});
}

const emptyImages = new WeakMap<ReadFile, Promise<Uint8Array>>();

/** Read once for each way of reading: a worker opens a database for every autogenerate. */
function emptyImage(readFile: ReadFile): Promise<Uint8Array> {
	const known = emptyImages.get(readFile);
	if (known) return known;
	const reading = readFile(emptyDatabase);
	emptyImages.set(readFile, reading);
	reading.catch(() => emptyImages.delete(readFile));
	return reading;
}
