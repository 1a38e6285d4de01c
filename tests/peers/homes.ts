/** Databases that a folder is taken home to, and what is in them: schema and rows, read the same way on both sides. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/lib/engine/database.ts';
import type { DialectName } from '../../src/lib/engine/dialects/dialect.ts';
import type { PeerServer } from './folders.ts';
import { postgresFingerprint, type Queryable } from './postgres-fingerprint/index.ts';
import { queryable } from './queryable.ts';
import { withNativeDatabase } from './postgres-journey.ts';

/** What is in a database, in an order of its own. */
export type Contents = readonly string[];

/** A kind of database on the real tools' side. */
export interface Home {
	/**
	 * An empty database as long as `use` takes. `address` is how the README of an exported folder, unpacked in
	 * `folder`, names one of this kind, pointed at it.
	 */
	with<Result>(
		folder: string,
		advised: string,
		use: (address: string, contents: () => Promise<Contents>) => Promise<Result>
	): Promise<Result>;
	/** The same of a database of the engine's. */
	readonly contentsHere: (database: Database) => Promise<Contents>;
}

/** Runs a tool; its words are the error where it fails. */
export function call(program: string, args: readonly string[], cwd?: string): string {
	const { status, stdout, stderr, error } = spawnSync(program, args, {
		cwd,
		encoding: 'utf8',
		maxBuffer: 1 << 30
	});
	if (error !== undefined) throw error;
	if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}${stderr}`);
	return stdout;
}

/** Schema and rows of a database file as native `sqlite3` writes them out, without what tools keep for themselves. */
export function fileContents(sqlite3: string, file: string): Contents {
	const own =
		/^(CREATE (UNIQUE )?(TABLE|INDEX)[^(]*|INSERT INTO )"?(schema_migrations|updown_migrations|version_unique|sqlite_sequence)\b/;
	return call(sqlite3, [file, '.dump'])
		.split(/;\n/)
		.map((statement) => statement.trim())
		.filter((statement) => !own.test(statement) && statement !== '')
		.sort();
}

const stores = `
	SELECT c.oid::regclass::text AS name, c.relkind AS kind FROM pg_class c
	WHERE c.relkind IN ('r', 'm', 'S') AND c.relpersistence <> 't' AND c.oid >= 16384
		AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

/** The catalog, every row, and where the sequences stand; the tools' own tables are out of sight meanwhile. */
async function serverContents(database: Queryable): Promise<Contents> {
	await database.exec('BEGIN; DROP TABLE IF EXISTS schema_migrations, updown_migrations');
	try {
		const facts = (await postgresFingerprint(database)).split('\n');
		const [found] = await database.exec(stores);
		const queries = (found?.rows ?? []).map(({ name, kind }) =>
			kind === 'S'
				? `SELECT '${String(name)} stands at ' || last_value || ' ' || is_called AS fact FROM ${String(name)}`
				: `SELECT '${String(name)} has ' || to_jsonb(t)::text AS fact FROM ${String(name)} t`
		);
		const results = queries.length === 0 ? [] : await database.exec(queries.join(';\n'));
		return [...facts, ...results.flatMap(({ rows }) => rows.map(({ fact }) => String(fact)))].sort();
	} finally {
		await database.exec('ROLLBACK');
	}
}

function fileHome(sqlite3: string, scratch: string): Home {
	let images = 0;
	return {
		with: (folder, advised, use) => {
			const file = join(folder, advised.replace(/^sqlite:/, ''));
			return use(advised, async () => fileContents(sqlite3, file));
		},
		contentsHere: async (database) => {
			const file = join(scratch, `image-${++images}.db`);
			writeFileSync(file, await database.snapshot());
			return fileContents(sqlite3, file);
		}
	};
}

function serverHome(server: PeerServer): Home {
	return {
		with: (_folder, advised, use) =>
			withNativeDatabase(server, (connection, name) => {
				const address = new URL(advised);
				address.username = server.user;
				address.host = `${server.host}:${server.port}`;
				address.pathname = name;
				return use(address.href, () => serverContents(connection));
			}),
		contentsHere: (database) => serverContents(queryable(database))
	};
}

/** Where a folder of each dialect can be taken; undefined where what it needs could not be had. */
export function homesWith(
	{ sqlite3, server }: { readonly sqlite3: string | undefined; readonly server: PeerServer | undefined },
	scratch: string
): Readonly<Record<DialectName, Home | undefined>> {
	return {
		sqlite: sqlite3 === undefined ? undefined : fileHome(sqlite3, scratch),
		postgres: server === undefined ? undefined : serverHome(server)
	};
}
