import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	clashesIn,
	parseFolder,
	readMigration,
	sqlWriter,
	waysTogether,
	type FolderFile,
	type WayTogether
} from '../../../src/lib/engine/migration/index.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { anyFolder, filesOf } from './folder-dsl.ts';

const writer = sqlWriter({ kind: 'sequential' });

/** A file with no word of what it follows. */
function silent(name: string, up = 'SELECT 1;'): FolderFile {
	return { name, text: `-- migrate:up\n${up}\n-- migrate:down\nSELECT 2;\n` };
}

function applied(...files: readonly FolderFile[]): readonly LedgerEntry[] {
	return files.map((file, at): LedgerEntry => {
		const migration = readMigration(file).migration!;
		return {
			revision: migration.revision,
			name: file.name,
			checksum: migration.checksum,
			appliedAt: new Date(at).toISOString(),
			durationMs: 0,
			statementsApplied: 1,
			statementsTotal: 1,
			state: 'applied'
		};
	});
}

/** A folder of shared files, mine and theirs, by whose they are. */
function together(
	shared: readonly FolderFile[],
	mine: readonly FolderFile[],
	theirs: readonly FolderFile[],
	ran: readonly FolderFile[] = [...shared, ...mine]
) {
	const files = [...shared, ...mine, ...theirs];
	const names = new Set(mine.map(({ name }) => name));
	const ledger = applied(...ran);
	return {
		files,
		mine: names,
		ledger,
		clashes: clashesIn(files, names, ledger),
		ways: waysTogether({ files, mine: names, ledger, writer })
	};
}

const kindsOf = (ways: readonly WayTogether[]) => ways.map(({ kind }) => kind);
const wayOf = (ways: readonly WayTogether[], kind: WayTogether['kind']) =>
	ways.find((way) => way.kind === kind)!;
const namesIn = ({ files }: WayTogether) => files.map(({ name }) => name).sort();
const problemsIn = ({ files }: WayTogether) => parseFolder(files).problems.map(({ code }) => code);

describe('files without “revises”', () => {
	const shared = [silent('0001_users.sql')];
	const mine = [silent('0002_nick.sql', 'SELECT 3;')];

	test('the same number twice is a clash, and mine get the next number', () => {
		const { clashes, ways } = together(shared, mine, [silent('0002_email.sql')]);
		expect(clashes).toEqual([
			{ kind: 'sameRevision', revision: '0002', mine: '0002_nick.sql', theirs: '0002_email.sql' }
		]);
		expect(kindsOf(ways)).toEqual(['renumber']);
		const [way] = ways;
		expect(namesIn(way!)).toEqual(['0001_users.sql', '0002_email.sql', '0003_nick.sql']);
		expect(problemsIn(way!)).toEqual([]);
		expect(way!.rewritten[0]!.after.text).toBe(mine[0]!.text);
	});

	test('what is applied of mine is run again in its new place, or the ledger learns its new number', () => {
		const { ways, files } = together(shared, mine, [silent('0002_email.sql')]);
		const [again, ledger] = ways[0]!.followings;
		expect(again).toMatchObject({ kind: 'again', revisions: ['0002'] });
		// Taken back by my text, not by that of the file with the same number.
		if (again?.kind !== 'again') throw new Error('It is taken back.');
		expect(again.files).toEqual(files.slice(0, 2));
		expect(ledger).toEqual({ kind: 'ledger', moved: [{ from: '0002', to: '0003' }] });
	});

	test('nothing need follow where mine is not applied yet', () => {
		const { ways } = together(shared, mine, [silent('0002_email.sql')], shared);
		expect(ways[0]!.followings).toEqual([{ kind: 'none' }]);
	});

	test('a whole row of mine moves along, and none of theirs does', () => {
		const { ways } = together(
			shared,
			[...mine, silent('0003_age.sql'), silent('0005_pet.sql')],
			[silent('0002_email.sql'), silent('0003_town.sql')]
		);
		expect(namesIn(ways[0]!)).toEqual([
			'0001_users.sql',
			'0002_email.sql',
			'0003_town.sql',
			'0004_nick.sql',
			'0005_age.sql',
			'0006_pet.sql'
		]);
		expect(ways[0]!.followings[1]).toEqual({
			kind: 'ledger',
			moved: [
				{ from: '0002', to: '0004' },
				{ from: '0003', to: '0005' },
				{ from: '0005', to: '0006' }
			]
		});
	});

	test('a file that comes in before mine, which is applied, is out of order', () => {
		const { clashes, ways } = together(
			shared,
			[silent('20260102000000_nick.sql')],
			[silent('20260101000000_email.sql')]
		);
		expect(clashes).toEqual([
			{ kind: 'order', mine: '20260102000000_nick.sql', theirs: '20260101000000_email.sql' }
		]);
		// Mine come last already: only running theirs late is left.
		expect(kindsOf(ways)).toEqual(['late']);
	});

	test('a file that comes in between two of mine can be passed by the first', () => {
		const { clashes, ways } = together(
			shared,
			[silent('0002_nick.sql'), silent('0004_age.sql')],
			[silent('0003_email.sql')]
		);
		expect(clashes).toEqual([{ kind: 'order', mine: '0004_age.sql', theirs: '0003_email.sql' }]);
		expect(kindsOf(ways)).toEqual(['renumber', 'late']);
		expect(namesIn(ways[0]!)).toEqual(['0001_users.sql', '0003_email.sql', '0004_nick.sql', '0005_age.sql']);
	});

	test('files in one row are no clash', () => {
		const { clashes, ways } = together(shared, mine, [silent('0003_email.sql')]);
		expect(clashes).toEqual([]);
		expect(ways).toEqual([]);
	});
});

describe('files that say what they revise', () => {
	const shared = filesOf('0001 <');
	const mine = filesOf('0003 < 0001', '0004 < 0003');
	const theirs = filesOf('0002 < 0001', '0005 < 0002');

	test('two heads are joined by a revision that rewrites nothing, so the database need not follow', () => {
		const { clashes, ways } = together(shared, mine, theirs);
		expect(clashes).toEqual([{ kind: 'heads', mine: ['0004'], theirs: ['0005'] }]);
		expect(kindsOf(ways)).toEqual(['merge', 'rebase']);
		const merge = wayOf(ways, 'merge');
		expect(merge.added?.name).toBe('0006_merge_0004_and_0005.sql');
		expect(merge.rewritten).toEqual([]);
		expect(merge.heads).toBe(1);
		expect(merge.followings).toEqual([{ kind: 'none' }]);
	});

	test('rebased, mine follow their head and have later numbers, so that tools which go by name agree', () => {
		const way = wayOf(together(shared, mine, theirs).ways, 'rebase');
		const { graph } = parseFolder(way.files);
		expect(graph.migrations.map(({ revision }) => revision)).toEqual([
			'0001',
			'0002',
			'0005',
			'0006',
			'0007'
		]);
		expect(graph.parents['0006']).toEqual(['0005']);
		expect(graph.parents['0007']).toEqual(['0006']);
		expect(problemsIn(way).filter((code) => code !== 'gap')).toEqual([]);
		expect(way.followings.map(({ kind }) => kind)).toEqual(['again', 'ledger']);
		expect(way.followings[0]).toMatchObject({ revisions: ['0004', '0003'] });
	});

	test('the same id twice: joined, rebased, or renumbered and left as two heads', () => {
		const [twin] = filesOf('0002 < 0001');
		const own = { name: '0002_mine.sql', text: twin!.text.replace('SELECT 1', 'SELECT 3') };
		const { ways } = together(shared, [own], [twin!]);
		expect(kindsOf(ways)).toEqual(['merge', 'rebase', 'renumber']);
		expect(wayOf(ways, 'renumber').heads).toBe(2);
		expect(wayOf(ways, 'merge')).toMatchObject({
			heads: 1,
			added: { name: '0004_merge_0002_and_0003.sql' },
			followings: [{ kind: 'ledger', moved: [{ from: '0002', to: '0003' }] }]
		});
		const rebased = wayOf(ways, 'rebase').rewritten[0]!;
		expect(rebased.after.text).toBe(
			own.text.replace('revision: 0002', 'revision: 0003').replace('revises: 0001', 'revises: 0002')
		);
	});

	test('a revision of letters keeps its name, and gets another where both have it', () => {
		const spoken = (name: string, revision: string, revises: string) => ({
			name,
			text: `-- revision: ${revision}\n-- revises: ${revises}\n-- migrate:up\nSELECT '${name}';\n-- migrate:down\nSELECT 2;\n`
		});
		const way = wayOf(
			together(
				[spoken('0001_a.sql', 'first', 'base')],
				[spoken('0002_b.sql', 'nick', 'first')],
				[spoken('0002_c.sql', 'nick', 'first')]
			).ways,
			'rebase'
		);
		expect(way.rewritten[0]).toMatchObject({ to: 'nick_2', after: { name: '0003_b.sql' } });
	});

	test('mine whose parent the other one has called otherwise follow their head', () => {
		const { clashes, ways } = together(shared, filesOf('0005 < 0003'), filesOf('0004 < 0001'), shared);
		expect(clashes.map(({ kind }) => kind)).toContain('missingParent');
		const { graph, problems } = parseFolder(wayOf(ways, 'rebase').files);
		expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(graph.heads).toHaveLength(1);
	});
});

test('whatever the folder, a way leaves their files alone, no error behind, and every body as it was', () => {
	fc.assert(
		fc.property(anyFolder, anyFolder, fc.nat(), (shared, more, cut) => {
			const common = filesOf(...shared);
			const last = shared.length;
			// What comes after the shared files is what both have written since, with the same numbers.
			const after = (side: string) =>
				filesOf(
					...more.slice(0, 1 + (cut % 4)).map((_, at) => {
						const number = String(last + at + 1).padStart(4, '0');
						const parent = last + at === 0 ? '' : String(last + at).padStart(4, '0');
						return `${number} < ${parent}`;
					})
				).map(({ name, text }) => ({
					name: name.replace('_x', `_${side}`),
					text: text.replace('SELECT 1', `SELECT '${side} ${name}'`)
				}));
			const theirs = after('theirs');
			const { ways, clashes } = together(common, after('mine'), theirs);
			expect(ways.length > 0).toBe(clashes.length > 0);
			for (const way of ways) {
				expect(parseFolder(way.files).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
				expect(way.files).toEqual(expect.arrayContaining([...common, ...theirs]));
				for (const { before, after: now } of way.rewritten) {
					const body = (text: string) => text.slice(text.indexOf('-- migrate:up'));
					expect(body(now.text)).toBe(body(before.text));
				}
				if (way.kind === 'merge') expect(way.heads).toBe(1);
				// Mine add no head of their own.
				if (way.kind === 'rebase')
					expect(way.heads).toBe(parseFolder([...common, ...theirs]).graph.heads.length);
			}
		}),
		{ numRuns: 100 }
	);
});
