import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/lib/engine/database.ts';
import { dialectOf, openDatabase } from '../../../src/lib/engine/dialects/registry.ts';
import { emptySchema } from '../../../src/lib/engine/schema/model.ts';
import type { Step } from '../compare.ts';
import { wayThrough } from '../compare.ts';
import {
	comparablePostgres,
	got,
	oldPostgres,
	peerFolders,
	readPeerFolder,
	type PeerServer
} from '../folders.ts';
import { inspectServer } from '../inspected.ts';
import { runNatively } from '../native.ts';
import { postgresFingerprint } from '../postgres-fingerprint/index.ts';
import { rawJourney, withNativeDatabase } from '../postgres-journey.ts';
import { findings } from './judge.ts';
import { catalogOf, inspected, nativeSqlite, oldSqlite, runSqlite } from './sqlite.ts';
import { generatedWay, type GeneratedWay, type Version } from './way.ts';

const sqlite3 = got('tool', 'sqlite3');
const oldLibrary = got('tool', 'old-sqlite');
const server = comparablePostgres();
const servers = [server, oldPostgres()].filter((each) => each !== undefined);

let database: Database;
let empty: Uint8Array;

beforeAll(async () => {
	database = await openDatabase('sqlite');
	empty = await database.snapshot();
	await dialectOf('postgres').ready?.();
});

afterAll(() => database.close());

function report(name: string, where: string, way: GeneratedWay, wrong: readonly string[]): void {
	console.log(
		[
			`${name} on ${where}: ${way.steps.length} generated scripts, ${way.renamed.length} renames asked about and taken, ${wrong.length} findings`,
			...wrong.map((each) => `  ${each.split('\n')[0]!}`)
		].join('\n')
	);
}

/** The steps up, with what led to each version. */
const upThrough = (name: string, kind: 'sqlite' | 'postgres') =>
	wayThrough(readPeerFolder(name, kind)).filter(({ direction }) => direction === 'upgrade');

const titleOf = ({ version, name }: Step) => `${version} ${name}`;

describe.each(peerFolders)('migrations generated from version to version of %s', (name) => {
	it.skipIf(sqlite3 === undefined || got('folder', name) === undefined)(
		'give each version in native SQLite, new and old, up and down again',
		async () => {
			const published = upThrough(name, 'sqlite');
			const versions: Version[] = [{ title: 'nothing', sql: '', schema: emptySchema }];
			const catalogs = [catalogOf([])];
			for (const [index, result] of runNatively(sqlite3!, published).entries()) {
				const step = published[index]!;
				if (!result.ok) throw new Error(`${titleOf(step)}: ${result.message}`);
				const schema = await inspected(database, empty, result.schema);
				versions.push({ title: titleOf(step), sql: step.part.sql, schema });
				catalogs.push(catalogOf(result.schema));
			}
			const way = generatedWay(database.dialect, versions);
			const natives = [nativeSqlite(sqlite3!), ...(oldLibrary === undefined ? [] : [oldSqlite(oldLibrary)])];
			const all: string[] = [];
			for (const native of natives) {
				const wrong = findings(way, runSqlite(native, way.steps), catalogs);
				report(name, native.title, way, wrong);
				all.push(...wrong);
			}
			expect(all.slice(0, 5)).toEqual([]);
		},
		600_000
	);
});

/** The catalog of a server at every version as published, the empty one first. */
async function publishedCatalogs(on: PeerServer, published: readonly Step[]): Promise<string[]> {
	return withNativeDatabase(on, async (connection) => {
		const catalogs = [await postgresFingerprint(connection)];
		for (const outcome of await rawJourney(connection, published)) {
			if (!outcome.ok) throw new Error(`PostgreSQL ${on.version}: ${outcome.message}`);
			catalogs.push(outcome.catalog);
		}
		return catalogs;
	});
}

/** What the engine reads at every version as published, the empty one first. */
async function publishedVersions(on: PeerServer, published: readonly Step[]): Promise<Version[]> {
	return withNativeDatabase(on, async (connection) => {
		const versions: Version[] = [{ title: 'nothing', sql: '', schema: await inspectServer(connection) }];
		await rawJourney(connection, published, async () => {
			const step = published[versions.length - 1]!;
			versions.push({ title: titleOf(step), sql: step.part.sql, schema: await inspectServer(connection) });
			return '';
		});
		return versions;
	});
}

describe('migrations generated from version to version of kratos for PostgreSQL', () => {
	it.skipIf(server === undefined || got('folder', 'kratos') === undefined)(
		'give each version on real servers, new and old, up and down again',
		async () => {
			const published = upThrough('kratos', 'postgres');
			const way = generatedWay(dialectOf('postgres'), await publishedVersions(server!, published));
			const all: string[] = [];
			for (const on of servers) {
				const catalogs = await publishedCatalogs(on, published);
				const steps = way.steps.map(({ title, sql }) => ({
					version: title,
					name: '',
					direction: 'upgrade' as const,
					part: { sql, transaction: true }
				}));
				const outcomes = await withNativeDatabase(on, (connection) => rawJourney(connection, steps));
				const wrong = findings(way, outcomes, catalogs);
				report('kratos', `PostgreSQL ${on.version}`, way, wrong);
				all.push(...wrong);
			}
			expect(all.slice(0, 5)).toEqual([]);
		},
		600_000
	);
});
