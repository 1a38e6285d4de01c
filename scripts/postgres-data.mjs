/**
 * Prepares what a page needs to start PostgreSQL, in `.cache/prepared`:
 * - `postgres-empty.tar.gz`, the empty database that every new one starts from. initdb takes seconds and would have
 *   to be fetched by every page, so it runs once, here.
 * - `pglite.data.gz`, the files of PostgreSQL's program. Servers do not compress a file of that name by themselves.
 * - `sizes.json`, how many bytes each file has that a page fetches, so that it can tell how far it is.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { main, root, step } from './terminal.mjs';

const folder = join(root, '.cache', 'prepared');
const files = {
	database: join(folder, 'postgres-empty.tar.gz'),
	program: join(folder, 'pglite.data.gz'),
	sizes: join(folder, 'sizes.json')
};
const packageFolder = join(root, 'node_modules/@electric-sql/pglite');
const stampFile = join(folder, 'postgres-stamp');

/** Changes with PGlite and with how the database is made. */
function stamp() {
	const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
	const recipe = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
	return `${version} ${recipe.digest('hex')}`;
}

/** Makes the database where it is not there, or not that of the installed PGlite. */
export async function ensurePrepared() {
	const wanted = stamp();
	const present = [...Object.values(files), stampFile].every((file) => existsSync(file));
	if (present && readFileSync(stampFile, 'utf8') === wanted) return;
	await step('Preparing an empty PostgreSQL database (once)', async () => {
		const database = await prepare();
		mkdirSync(folder, { recursive: true });
		put(files.database, database);
		put(files.program, gzipSync(readFileSync(join(packageFolder, 'dist/pglite.data')), { level: 9 }));
		put(files.sizes, JSON.stringify(sizes()));
		put(stampFile, wanted);
	});
}

function sizes() {
	const paths = [
		files.database,
		files.program,
		join(packageFolder, 'dist/pglite.wasm'),
		join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm')
	];
	return Object.fromEntries(paths.map((path) => [basename(path), statSync(path).size]));
}

/**
 * Two runs at once may both come here; each puts a whole file in place.
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function put(file, content) {
	const unfinished = `${file}.${process.pid}`;
	writeFileSync(unfinished, content);
	renameSync(unfinished, file);
}

/** Vitest calls this before the first test. */
export default ensurePrepared;

async function prepare() {
	const { PGlite } = await import('@electric-sql/pglite');
	// Segments of 1 MB instead of 16 for the log, of which there are always some.
	const made = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] });
	// The two templates are copies of the one database there is; nothing is ever made from them.
	await made.exec('UPDATE pg_catalog.pg_database SET datistemplate = false');
	for (const name of ['template0', 'template1']) await made.exec(`DROP DATABASE ${name}`);
	await made.exec('CHECKPOINT');
	// initdb leaves segments for times to come; PostgreSQL makes them itself when it needs them.
	const { rows } = await made.query(
		'SELECT pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()) AS present'
	);
	const { present } = /** @type {{ present: string }} */ (rows[0]);
	const log = '/pglite/data/pg_wal';
	const { FS } = made.Module;
	for (const name of FS.readdir(log)) {
		if (/^[0-9A-F]{24}$/.test(name) && name > present) FS.unlink(`${log}/${name}`);
	}
	const dump = await made.dumpDataDir('none');
	const bytes = gzipSync(new Uint8Array(await dump.arrayBuffer()), { level: 9 });
	await made.close();
	return bytes;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	await main(ensurePrepared);
}
