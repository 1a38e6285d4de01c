import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { describe, expect, it } from 'vitest';
import { wayThrough } from './compare.ts';
import { engineJourney } from './engine-journey.ts';
import { comparablePostgres, got, importedPeer, readPeerFolder } from './folders.ts';
import { differences, rawJourney, withNativeDatabase, type Column } from './postgres-journey.ts';
import { fingerprintHere } from './queryable.ts';

const server = comparablePostgres();

const native: Column = {
	name: `PostgreSQL ${server?.version ?? ''}`,
	journey: (way) => withNativeDatabase(server!, (connection) => rawJourney(connection, way))
};

/** What is held against the real server. */
const columns: readonly Column[] = [
	{
		name: 'PGlite',
		journey: async (way) => {
			const database = await PGlite.create({ extensions: { btree_gin, pg_trgm } });
			try {
				return await rawJourney(database, way);
			} finally {
				await database.close();
			}
		}
	},
	{
		name: 'Updown’s engine',
		journey: () =>
			engineJourney(importedPeer('kratos', 'postgres').files, 'postgres', async (database) => ({
				ok: true,
				catalog: await fingerprintHere(database)
			}))
	}
];

describe.skipIf(got('folder', 'kratos') === undefined)('the PostgreSQL history of kratos', () => {
	it('is chosen from the folder file by file as its own tool chooses', () => {
		const folder = readPeerFolder('kratos', 'postgres');
		const { files } = importedPeer('kratos', 'postgres');
		expect(files).toHaveLength(folder.versions.length);
		for (const [index, { version, up, down }] of folder.versions.entries()) {
			const text = files[index]!.text;
			expect(files[index]!.name.startsWith(`${version}_`), version).toBe(true);
			expect(text, version).toContain(up.sql);
			if (down !== undefined) expect(text, version).toContain(down.sql);
		}
		const downs = folder.versions.filter(({ down }) => down !== undefined);
		console.log(`kratos for PostgreSQL: ${folder.versions.length} ups, ${downs.length} downs`);
	});

	it.skipIf(server === undefined)(
		'gives the same catalog at every version, up and down, as on a real server',
		async () => {
			const way = wayThrough(readPeerFolder('kratos', 'postgres'));
			const [expected, ...found] = await Promise.all(
				[native, ...columns].map((column) => column.journey(way))
			);
			const refused = way.flatMap(({ direction, version, name }, index) => {
				const outcome = expected![index]!;
				return outcome.ok
					? []
					: [`  wrong as published: ${direction} ${version} ${name}: ${outcome.message}`];
			});
			console.log(
				[
					`kratos on ${native.name}: ${way.length - refused.length} of ${way.length} steps taken`,
					...refused
				].join('\n')
			);
			expect(expected!.some((outcome) => outcome.ok && outcome.catalog.includes('identities'))).toBe(true);
			const wrong = columns.flatMap(({ name }, index) => {
				const lines = differences(way, expected!, found[index]!);
				console.log(`  ${name}: the same catalog at ${way.length - lines.length} of ${way.length} steps`);
				return lines.map((line) => `${name}: ${line}`);
			});
			expect(wrong.slice(0, 5)).toEqual([]);
		},
		600_000
	);
});
