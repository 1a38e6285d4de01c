import { describe, expect, it } from 'vitest';
import { importFolder } from '../../src/lib/formats/registry.ts';
import { compareWithNative, report } from './compare.ts';
import { engineJourney } from './engine-journey.ts';
import { got, peerFolders, readPeerFolder } from './folders.ts';

const sqlite3 = got('tool', 'sqlite3');

describe.each(peerFolders)('the folder of %s', (name) => {
	it.skipIf(sqlite3 === undefined || got('folder', name) === undefined)(
		'has the same schema at every version as native sqlite3 gives it, up and down',
		async () => {
			const folder = readPeerFolder(name);
			const imported = importFolder(folder.entries, { dialect: 'sqlite', fallbackName: name });
			if (!imported.ok) throw new Error(imported.problems.map(({ message }) => message).join('\n'));
			expect(imported.value.files).toHaveLength(folder.versions.length);

			const here = await engineJourney(imported.value.files, 'sqlite');
			const comparison = compareWithNative(sqlite3!, folder, here);
			console.log(
				[report(name, comparison), ...imported.value.notes.map((note) => `  note: ${note}`)].join('\n')
			);
			expect(comparison.different).toEqual([]);
		},
		120_000
	);
});
