import { describe, expect, it, test } from 'vitest';
import {
	clashesIn,
	waysTogether,
	type FolderFile,
	type WayTogether
} from '../../../src/lib/engine/migration/index.ts';
import { alembicReader } from '../../../src/lib/python/alembic-reader.ts';
import { alembicId, alembicWriter } from '../../../src/lib/python/alembic-writer.ts';
import { ledgerOf } from '../../../src/lib/python/version-table.ts';
import { wayCommands } from '../../../src/lib/python/way-commands.ts';
import { twinsIn } from '../../../src/lib/workbench/timeline/twins.ts';
import { asRun } from '../../../src/lib/python/as-run.ts';

const reader = alembicReader([]);

const env = { name: 'migrations/env.py', text: '' };

function file(name: string, id: string, parents: string) {
	return {
		name: `migrations/versions/${name}.py`,
		text: `"""step ${name}\n\nRevision ID: ${id}\nRevises: ${parents.replace(/^None$|['()]/g, '')}\n"""\nrevision = '${id}'\ndown_revision = ${parents}\n\ndef upgrade():\n    '${name}'\n`
	};
}

type File = ReturnType<typeof file>;

/** A project of shared files, mine and theirs; `versions` is what Alembic's table says. */
function together(
	shared: readonly File[],
	mine: readonly File[],
	theirs: readonly File[],
	versions: readonly string[]
) {
	const files = [env, ...shared, ...mine, ...theirs];
	const names = new Set(mine.map(({ name }) => name));
	const { graph } = reader.read(files);
	const ledger = asRun(ledgerOf(graph, versions), reader.migrationsIn(files), names, {});
	const writer = alembicWriter(reader, () => 'new1');
	return {
		files,
		clashes: clashesIn(files, names, ledger, writer),
		ways: waysTogether({ files, mine: names, ledger, writer })
	};
}

const byName = (one: FolderFile, other: FolderFile) => (one.name < other.name ? -1 : 1);
const wayOf = (ways: readonly WayTogether[], kind: WayTogether['kind']) =>
	ways.find((way) => way.kind === kind)!;
const textOf = ({ files }: WayTogether, name: string) =>
	files.find((one) => one.name === `migrations/versions/${name}.py`)?.text;

const shared = [file('a1_users', 'a1', 'None')];
const mine = [file('b1_nick', 'b1', "'a1'"), file('b2_age', 'b2', "'b1'")];
const theirs = [file('c1_email', 'c1', "'a1'"), file('c2_town', 'c2', "'c1'")];

describe('two heads of Alembic', () => {
	const { clashes, ways, files } = together(shared, mine, theirs, ['b2']);

	it('are the clash, and can be merged or rebased; nothing is ever out of order', () => {
		expect(clashes).toEqual([{ kind: 'heads', mine: ['b2'], theirs: ['c2'] }]);
		expect(ways.map(({ kind }) => kind)).toEqual(['merge', 'rebase']);
	});

	it('are merged by Alembic itself, after which nothing need follow', () => {
		const merge = wayOf(ways, 'merge');
		expect(merge).toMatchObject({ heads: 1, rewritten: [], followings: [{ kind: 'none' }] });
		expect(merge.files.toSorted(byName)).toEqual(files.toSorted(byName));
		expect(wayCommands({ ...merge, following: merge.followings[0]! }, ['b2'], reader)).toEqual([
			{ words: ['flask', 'db', 'merge', '-m', 'merge b2 and c2', 'heads'], files: merge.files }
		]);
	});

	it('are one line once the first of mine follows theirs, and all else of my files is as it was', () => {
		const rebase = wayOf(ways, 'rebase');
		expect(rebase.rewritten.map(({ before }) => before.name)).toEqual(['migrations/versions/b1_nick.py']);
		expect(textOf(rebase, 'b1_nick')).toBe(
			mine[0]!.text
				.replace('Revises: a1', 'Revises: c2')
				.replace("down_revision = 'a1'", "down_revision = 'c2'")
		);
		const { graph, problems } = reader.read(rebase.files);
		expect(problems).toEqual([]);
		expect(graph.migrations.map(({ revision }) => revision)).toEqual(['a1', 'c1', 'c2', 'b1', 'b2']);
	});

	it('cannot leave mine applied when they follow theirs, because Alembic knows only the head', () => {
		const rebase = wayOf(ways, 'rebase');
		expect(rebase.followings).toMatchObject([{ kind: 'again', revisions: ['b2', 'b1'] }]);
		expect(rebase.whyNotKept).toContain('only the head');
		expect(wayCommands({ ...rebase, following: rebase.followings[0]! }, ['b2'], reader)).toMatchObject([
			{ words: ['flask', 'db', 'downgrade', 'b1@a1'], files: expect.arrayContaining(mine) as unknown }
		]);
	});

	it('need no database to follow where mine are not applied', () => {
		const rebase = wayOf(together(shared, mine, theirs, ['a1']).ways, 'rebase');
		expect(rebase.followings).toEqual([{ kind: 'none' }]);
		expect(rebase.whyNotKept).toBeUndefined();
	});
});

describe('one revision id in two files', () => {
	const own = [file('0002_nick', '0002', "'a1'"), file('b2_age', 'b2', "'0002'")];
	const twin = [file('0002_email', '0002', "'a1'")];

	it('is a clash, and mine gets another one in file, name and children', () => {
		const { clashes, ways } = together(shared, own, twin, ['b2']);
		expect(clashes).toMatchObject([
			{
				kind: 'sameRevision',
				mine: 'migrations/versions/0002_nick.py',
				theirs: 'migrations/versions/0002_email.py'
			}
		]);
		const renumber = wayOf(ways, 'renumber');
		expect(textOf(renumber, 'new1_nick')).toContain("revision = 'new1'\ndown_revision = 'a1'");
		expect(textOf(renumber, 'b2_age')).toContain("down_revision = 'new1'");
		expect(textOf(renumber, '0002_email')).toBe(twin[0]!.text);
		expect(renumber.heads).toBe(2);
	});

	it('leaves mine applied, as Alembic is told its new name and nothing of theirs', () => {
		const renumber = wayOf(together(shared, own.slice(0, 1), twin, ['0002']).ways, 'renumber');
		expect(renumber.followings).toEqual([{ kind: 'ledger', moved: [{ from: '0002', to: 'new1' }] }]);
		expect(wayCommands({ ...renumber, following: renumber.followings[0]! }, ['0002'], reader)).toMatchObject([
			{ words: ['flask', 'db', 'stamp', '--purge', 'new1'], files: renumber.files }
		]);
	});

	it('is taken back without their file before mine follows it', () => {
		const { ways } = together(shared, own, twin, ['b2']);
		const [again] = wayOf(ways, 'rebase').followings;
		if (again?.kind !== 'again') throw new Error('It is taken back.');
		expect(again.files).not.toContainEqual(twin[0]);
		expect(wayCommands({ files: again.files, following: again }, ['b2'], reader)).toMatchObject([
			{ words: ['flask', 'db', 'downgrade', '0002@a1'] }
		]);
	});

	it('was run as what the project remembers of it, else as mine', () => {
		const files = [env, ...shared, ...own, ...twin];
		const all = reader.migrationsIn(files);
		const ledger = ledgerOf(reader.read(files).graph, ['0002']);
		const names = new Set(own.map(({ name }) => name));
		const sumOf = (name: string) => all.find((one) => one.file.endsWith(name))!.checksum;
		const ran = (texts: Readonly<Record<string, string>>) =>
			asRun(ledger, all, names, texts).find(({ revision }) => revision === '0002')!.checksum;
		expect(ran({})).toBe(sumOf('0002_nick.py'));
		expect(ran({ '0002': twin[0]!.text })).toBe(sumOf('0002_email.py'));
	});
});

test('the line has a stop for each of two files with one id, and knows which of them was run', () => {
	const own = file('0002_nick', '0002', "'a1'");
	const files = [env, ...shared, own, file('0002_email', '0002', "'a1'")];
	const all = reader.migrationsIn(files);
	const { graph } = reader.read(files);
	const ledger = asRun(ledgerOf(graph, ['0002']), all, new Set([own.name]), {});
	expect(twinsIn(all, graph, ledger)).toMatchObject([
		{ file: own.name, message: 'step 0002_nick', parents: ['a1'], isApplied: true }
	]);
});

test('mine whose parent the other one has called otherwise follow their head', () => {
	const { clashes, ways } = together(
		shared,
		[file('b2_age', 'b2', "'gone'")],
		[file('c1_email', 'c1', "'a1'")],
		['a1']
	);
	expect(clashes).toContainEqual({
		kind: 'missingParent',
		mine: 'migrations/versions/b2_age.py',
		parent: 'gone'
	});
	// Alembic cannot even read such a folder, so it cannot merge in it.
	expect(ways.map(({ kind }) => kind)).toEqual(['rebase']);
	expect(textOf(ways[0]!, 'b2_age')).toContain("down_revision = 'c1'");
});

test('a project without Flask is spoken to by Alembic’s own command', () => {
	const merge = wayOf(together(shared, mine, theirs, []).ways, 'merge');
	const files = [...merge.files, { name: 'alembic.ini', text: '' }];
	expect(
		wayCommands({ ...merge, files, following: { kind: 'none' } }, [], reader)[0]?.words.slice(0, 2)
	).toEqual(['alembic', 'merge']);
});

test('a new id is half a UUID, as those of Alembic are', () => {
	expect(alembicId('01234567-89ab-cdef-0123-456789abcdef')).toBe('456789abcdef');
});
