/** Takes a folder through a PostgreSQL as its tool would, and keeps what the catalog said at every version. */

import { connectPostgres, type Connection } from '../../scripts/peers/postgres-client.mjs';
import type { Step } from './compare.ts';
import type { PeerServer } from './folders.ts';
import { postgresFingerprint, type Queryable } from './postgres-fingerprint/index.ts';

/** What a step came to: the catalog it led to, or why it was refused. */
export type Outcome =
	{ readonly ok: true; readonly catalog: string } | { readonly ok: false; readonly message: string };

/** One more way to go the same way. The first column of a comparison is what the others are held against. */
export interface Column {
	readonly name: string;
	/** An outcome a step, in order; a step refused is left out, and the next goes on from where it stood. */
	journey(way: readonly Step[]): Promise<Outcome[]>;
}

/**
 * Runs every step raw, in a transaction of its own unless it wants none. `look` says what the catalog comes to: the
 * independent fingerprint, unless something else is to be compared.
 */
export async function rawJourney(
	database: Queryable,
	way: readonly Step[],
	look: (database: Queryable) => Promise<string> = postgresFingerprint
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const { part } of way) {
		try {
			// The bare semicolon ends a last statement that has none, as every tool lets it.
			await database.exec(part.transaction ? `BEGIN;\n${part.sql}\n;COMMIT` : part.sql);
			outcomes.push({ ok: true, catalog: await look(database) });
		} catch (error) {
			await database.exec('ROLLBACK');
			outcomes.push({ ok: false, message: error instanceof Error ? error.message : String(error) });
		}
	}
	return outcomes;
}

let databases = 0;

/** An empty database of its own on the real server, for as long as `use` takes. */
export async function withNativeDatabase<Result>(
	server: PeerServer,
	use: (connection: Connection, name: string) => Promise<Result>
): Promise<Result> {
	const admin = connectPostgres({ ...server, database: 'postgres' });
	const name = `peer_${process.pid}_${++databases}`;
	await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
	const connection = connectPostgres({ ...server, database: name });
	try {
		return await use(connection, name);
	} finally {
		await connection.close();
		await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
		await admin.close();
	}
}

/** Where two columns differ, a line a step; a step refused on both sides is no difference. */
export function differences(
	way: readonly Step[],
	expected: readonly Outcome[],
	found: readonly Outcome[]
): string[] {
	const lines: string[] = [];
	for (const [index, { direction, version, name }] of way.entries()) {
		const [there, here] = [expected[index], found[index]];
		const title = `${direction} ${version} ${name}`;
		if (there === undefined || here === undefined) lines.push(`${title} was not reached`);
		else if (there.ok !== here.ok) {
			const message = there.ok ? (here.ok ? '' : here.message) : there.message;
			lines.push(`${title} is refused by one only: ${message}`);
		} else if (there.ok && here.ok && there.catalog !== here.catalog) {
			lines.push(`${title}\n${firstDifference(here.catalog, there.catalog)}`);
		}
	}
	return lines;
}

function firstDifference(here: string, there: string): string {
	const [left, right] = [here.split('\n'), there.split('\n')];
	const extra = left.find((line) => !right.includes(line));
	const missing = right.find((line) => !left.includes(line));
	return `  found    ${extra ?? 'nothing more'}\n  expected ${missing ?? 'nothing more'}`;
}
