/**
 * The fetched folders, read a second time and apart from the engine: what each real tool would run, in its order.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importFolder, type ImportedProject } from '../../src/lib/formats/registry.ts';

/** One direction of a migration as its tool runs it. */
export interface NativePart {
	readonly sql: string;
	readonly transaction: boolean;
}

/** One version of a folder. */
export interface NativeVersion {
	readonly version: string;
	readonly name: string;
	readonly up: NativePart;
	/** Undefined where there is no way back. */
	readonly down: NativePart | undefined;
}

export interface FolderEntry {
	readonly path: string;
	readonly bytes: Uint8Array;
}

/** A real folder: its files as fetched, and what its tool makes of them. */
export interface PeerFolder {
	readonly name: string;
	readonly entries: readonly FolderEntry[];
	/** In running order. */
	readonly versions: readonly NativeVersion[];
}

/** What `npm run test:peers` could get, by kind and name: where it lies. */
const list = JSON.parse(
	readFileSync(fileURLToPath(new URL('../../.cache/peers/got.json', import.meta.url)), 'utf8')
) as Record<'folder' | 'tool' | 'server' | 'history', Record<string, string>>;

/** Where a tool, a folder or a history lies; undefined where it could not be had, so that a test can be skipped. */
export function got(kind: 'folder' | 'tool' | 'history', name: string): string | undefined {
	// A list that was written before there were histories has none.
	return (list[kind] as Record<string, string> | undefined)?.[name];
}

/** A server that runs as long as the tests do. */
export interface PeerServer {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly version: string;
}

function gotServer(name: string): PeerServer | undefined {
	const server = list.server[name];
	return server === undefined ? undefined : (JSON.parse(server) as PeerServer);
}

/** A PostgreSQL of the oldest version that generated SQL keeps to, or nearly; undefined where none could be had. */
export function oldPostgres(): PeerServer | undefined {
	return gotServer('old-postgres');
}

/**
 * The real PostgreSQL where it is of PGlite’s major version, whose catalog the fingerprint reads; a line says why it is
 * left out where it is not.
 */
export function comparablePostgres(): PeerServer | undefined {
	const server = gotServer('postgres');
	if (server === undefined) console.log('No PostgreSQL server could be had: nothing is compared with it');
	else if (Number.parseInt(server.version) !== 18) {
		console.log(`PostgreSQL ${server.version} has another catalog than PGlite’s 18: not compared`);
		return undefined;
	}
	return server;
}

/** Digits as numbers: versions of different lengths stand in one folder. */
function byVersion(a: NativeVersion, b: NativeVersion): number {
	const [left, right] = [BigInt(a.version), BigInt(b.version)];
	return left < right ? -1 : left > right ? 1 : 0;
}

/** A dbmate folder: one file a version, `-- migrate:up` and `-- migrate:down` inside. */
function readDbmate(entries: readonly FolderEntry[]): NativeVersion[] {
	const versions: NativeVersion[] = [];
	for (const { path, bytes } of entries) {
		const [, version, name] = /^(\d+)_(.*)\.sql$/.exec(path) ?? [];
		if (version === undefined || name === undefined) continue;
		const parts: Partial<Record<'up' | 'down', NativePart>> = {};
		for (const section of Buffer.from(bytes)
			.toString('utf8')
			.split(/^(?=--\s*migrate:)/m)) {
			const [line, direction, options] = /^--\s*migrate:(up|down)(.*)$/m.exec(section) ?? [];
			if (line === undefined) continue;
			parts[direction as 'up' | 'down'] = {
				sql: section.slice(line.length),
				transaction: !options!.includes('transaction:false')
			};
		}
		if (parts.up === undefined) throw new Error(`${path} has no way up`);
		versions.push({ version, name, up: parts.up, down: parts.down });
	}
	return versions.sort(byVersion);
}

/** Databases that a folder may serve, by the words its tools put into file names. */
const databaseWords = { sqlite: ['sqlite3', 'sqlite'], postgres: ['postgres'] } as const;

/** A database to read a folder for. */
export type PeerDatabase = keyof typeof databaseWords;

interface PairFile {
	/** Written for the one database, not for every one. */
	readonly special: boolean;
	readonly part: NativePart;
}

/**
 * Pairs of files, `<version>_<name>[.<database>][.autocommit].(up|down).sql`: the file for the one database wins
 * over the one for every database.
 */
function readPairs(entries: readonly FolderEntry[], wanted: PeerDatabase): NativeVersion[] {
	const words: readonly string[] = databaseWords[wanted];
	const found = new Map<string, { name: string; files: Map<string, PairFile> }>();
	for (const { path, bytes } of entries) {
		const match = /^(\d+)_([^.]+)(?:\.([a-z0-9]+))??(\.autocommit)?\.(up|down)\.sql$/.exec(path);
		if (match === null) continue;
		const [, version, name, database, autocommit, direction] = match;
		const special = database !== undefined && words.includes(database);
		if (database !== undefined && !special) continue;
		const entry = found.get(version!) ?? { name: name!, files: new Map<string, PairFile>() };
		found.set(version!, entry);
		if (entry.files.get(direction!)?.special === true) continue;
		const sql = Buffer.from(bytes).toString('utf8');
		entry.files.set(direction!, { special, part: { sql, transaction: autocommit === undefined } });
	}
	return [...found]
		.map(([version, { name, files }]) => ({
			version,
			name,
			up: files.get('up')!.part,
			down: files.get('down')?.part
		}))
		.sort(byVersion);
}

const readers: Readonly<
	Record<string, (entries: readonly FolderEntry[], wanted: PeerDatabase) => NativeVersion[]>
> = {
	sematic: readDbmate,
	lnd: readPairs,
	kratos: readPairs
};

/** The real folders by name, whether they could be had or not. */
export const peerFolders = Object.keys(readers);

/** Reads a fetched folder as it is for one database. */
export function readPeerFolder(name: string, wanted: PeerDatabase = 'sqlite'): PeerFolder {
	const folder = got('folder', name);
	if (folder === undefined) throw new Error(`${name} has not been fetched`);
	const entries = readdirSync(folder).map((file) => ({
		path: file,
		bytes: readFileSync(join(folder, file))
	}));
	return { name, entries, versions: readers[name]!(entries, wanted) };
}

/** What the engine gets of a fetched folder. Throws where the import refuses it. */
export function importedPeer(name: string, dialect: PeerDatabase = 'sqlite'): ImportedProject {
	const read = importFolder(readPeerFolder(name, dialect).entries, { dialect, fallbackName: name });
	if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
	return read.value;
}
