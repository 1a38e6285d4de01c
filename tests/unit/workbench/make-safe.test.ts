import { expect, test } from 'vitest';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import { makeSafe } from '../../../src/lib/workbench/evidence/make-safe.ts';
import type { Workbench } from '../../../src/lib/workbench/workbench.svelte.ts';

const name = '0002_second.sql';
const proposed = {
	kind: 'written' as const,
	file: { name, text: 'safe' },
	applied: true,
	words: [],
	cautions: [],
	notes: [],
	unseen: [],
	lost: [],
	left: []
};

/** As much of a workbench as is asked here; a file's checksum is its text. */
function bench({ free = true, accepts = true, files = [{ name, text: 'as it was' }] } = {}) {
	let [file]: readonly FolderFile[] = files;
	let checksum = file?.text;
	const said: string[] = [];
	const workbench = {
		free,
		file: () => file,
		open: () => {},
		saveFile: (next: FolderFile) => (file = next),
		undos: { latest: undefined, pop: () => undefined, push: () => {} },
		get ledger() {
			return [{ revision: '0002', checksum }];
		},
		get migrations() {
			return new Map([['0002', { checksum: file?.text }]]);
		},
		do: async () => {
			if (accepts) checksum = file?.text;
			else said.push('It was not accepted.');
		},
		say: (text: string) => said.push(text)
	};
	return { workbench: workbench as unknown as Workbench, said, text: () => file?.text };
}

test('a downgrade is safe when its text is written and the ledger has accepted it', async () => {
	const { workbench, said, text } = bench();
	expect(await makeSafe(workbench, '0002', proposed)).toBe(true);
	expect(text()).toBe('safe');
	expect(said).toHaveLength(1);
});

test('a downgrade is not safe while something else runs, or when its file is gone', async () => {
	const busy = bench({ free: false });
	expect(await makeSafe(busy.workbench, '0002', proposed)).toBe(false);
	expect(busy.text()).toBe('as it was');
	expect(await makeSafe(bench({ files: [] }).workbench, '0002', proposed)).toBe(false);
});

test('a downgrade is not safe when the ledger does not accept it, and why is still to be read', async () => {
	const { workbench, said } = bench({ accepts: false });
	expect(await makeSafe(workbench, '0002', proposed)).toBe(false);
	expect(said).toEqual(['It was not accepted.']);
});
