import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/lib/engine/database.ts';
import { compareWithNative, report } from './compare.ts';
import { engineJourney } from './engine-journey.ts';
import { got, importedPeer, peerFolders, readPeerFolder } from './folders.ts';
import { schemaQuery, schemaText, type SchemaRow } from './native.ts';

const sqlite3 = got('tool', 'sqlite3');

async function look(database: Database) {
	const { rows } = await database.query(schemaQuery);
	return { ok: true as const, schema: schemaText(rows as unknown as SchemaRow[]) };
}

describe.each(peerFolders)('the folder of %s', (name) => {
	it.skipIf(sqlite3 === undefined || got('folder', name) === undefined)(
		'has the same schema at every version as native sqlite3 gives it, up and down',
		async () => {
			const folder = readPeerFolder(name);
			const { files, notes } = importedPeer(name);
			expect(files).toHaveLength(folder.versions.length);

			const here = await engineJourney(files, 'sqlite', look);
			const comparison = compareWithNative(sqlite3!, folder, here);
			console.log([report(name, comparison), ...notes.map((note) => `  note: ${note}`)].join('\n'));
			expect(comparison.different).toEqual([]);
		},
		120_000
	);
});
