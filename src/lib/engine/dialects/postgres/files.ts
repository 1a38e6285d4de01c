import type { ReadFile } from '../open-options.ts';

/** The empty database, prepared by `scripts/postgres-data.mjs`: a data directory of PostgreSQL as a gzipped tar. */
export const emptyDatabase = 'postgres-empty.tar.gz';

/** What PostgreSQL's program reads while it runs (time zones, text search, …): PGlite's `pglite.data`, gzipped. */
export const programFiles = 'pglite.data.gz';

/** The part of Node that is used here; the engine's types know of no host. */
interface NodeFiles {
	readonly readFile: (path: Address) => Promise<Uint8Array>;
}

interface Address {
	readonly href: string;
}

interface Host {
	readonly process?: { readonly versions?: { readonly node?: string } };
	readonly URL: new (path: string, base: string) => Address;
}

/**
 * Reads the files of PostgreSQL where they lie in a checkout: the prepared database in `.cache/prepared`, the
 * extensions in PGlite's package. Only for Node; elsewhere `OpenOptions.readFile` says how to get them.
 */
export const readInNode: ReadFile = async (name) => {
	const { process, URL } = globalThis as unknown as Host;
	if (process?.versions?.node === undefined) {
		throw new Error(`Pass openDatabase a readFile: without one ${name} can only be read in Node.`);
	}
	const specifier = 'node:fs/promises';
	const { readFile } = (await import(/* @vite-ignore */ specifier)) as NodeFiles;
	const below = name === emptyDatabase ? '.cache/prepared' : 'node_modules/@electric-sql/pglite/dist';
	const { url } = import.meta as unknown as { readonly url: string };
	// The sources lie deeper than what is built from them.
	let folder = new URL('.', url).href;
	for (;;) {
		try {
			return await readFile(new URL(`${below}/${name}`, folder));
		} catch (error) {
			if ((error as { readonly code?: string }).code !== 'ENOENT') throw error;
		}
		const above = new URL('..', folder).href;
		if (above === folder) throw missing(name);
		folder = above;
	}
};

function missing(name: string): Error {
	return new Error(
		name === emptyDatabase
			? 'The empty PostgreSQL database has not been prepared. Run `npm run prepare:postgres` in the folder of Updown.'
			: `${name} is missing from PGlite's package. Run \`npm ci\` in the folder of Updown.`
	);
}
