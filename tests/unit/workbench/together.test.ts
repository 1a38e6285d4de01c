import { describe, expect, test } from 'vitest';
import { clashesIn, parseFolder, readMigration, sqlReader } from '../../../src/lib/engine/migration/index.ts';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { lineOf, nextSteps } from '../../../src/lib/workbench/next-steps.ts';
import { mapOf, stationsOf } from '../../../src/lib/workbench/timeline/stations.ts';
import { twinsIn } from '../../../src/lib/workbench/timeline/twins.ts';
import { stopMarks } from '../../../src/lib/workbench/together/marks.ts';
import { movedLosses, movedVisits } from '../../../src/lib/workbench/together/moved.ts';
import { pathWords } from '../../../src/lib/workbench/together/path-words.ts';
import { project } from '../projects/project.ts';

const file = (name: string, sql = 'SELECT 1;'): FolderFile => ({
	name,
	text: `-- migrate:up\n${sql}\n-- migrate:down\nSELECT 2;\n`
});

function entryOf(from: FolderFile): LedgerEntry {
	const { revision, checksum } = readMigration(from).migration!;
	return {
		revision,
		name: from.name,
		checksum,
		appliedAt: '2026-11-23T05:47:00.000Z',
		durationMs: 1,
		statementsApplied: 1,
		statementsTotal: 1,
		state: 'applied'
	};
}

const users = file('0001_users.sql');
const mine = file('0002_nick.sql', 'SELECT 3;');
const theirs = file('0002_email.sql');

/** The stops of a folder in words. */
function stops(files: readonly FolderFile[], ran: readonly FolderFile[], own: readonly FolderFile[]) {
	const { graph } = parseFolder(files);
	const ledger = ran.map(entryOf);
	const names = new Set(own.map(({ name }) => name));
	const clashes = clashesIn(files, names, ledger);
	const twins = twinsIn(sqlReader.migrationsIn(files), graph, ledger);
	const sides = { mine: names, theirs: new Set([theirs.name]) };
	const fileOf = (revision: string) => graph.migrations.find((one) => one.revision === revision)?.file;
	return stationsOf(mapOf(graph, ledger, twins), {
		graph,
		ledger,
		standings: new Map(),
		applied: ledger.map(({ revision }) => revision),
		here: ledger.map(({ revision }) => revision).slice(-1),
		next: undefined,
		failed: undefined,
		frames: [],
		twins,
		marks: stopMarks(sides, { clashes, changes: [] }, fileOf)
	}).map(({ revision, title, mark, done, here, lane }) =>
		[revision || 'base', title, mark?.side, mark?.clash, done && 'done', here && 'here', `lane ${lane}`]
			.filter(Boolean)
			.join(', ')
	);
}

describe('the line of two developers', () => {
	test('has a stop for each of two files with one version, and the train stands at the one that was run', () => {
		expect(stops([users, mine, theirs], [users, mine], [mine])).toEqual([
			'base, base, done, lane 0',
			'0001, users, done, lane 0',
			'0002, email, theirs, duplicate version, lane 0',
			'file:0002_nick.sql, nick, yours, duplicate version, done, here, lane 1'
		]);
	});

	test('says at the stop itself that a file came in behind the back of mine', () => {
		const late = file('0003_age.sql');
		expect(stops([users, theirs, late], [users, late], [late])).toContain(
			'0002, email, theirs, out of order, lane 0'
		);
	});

	test('says whose files are whose only while there are somebody else’s', () => {
		const marks = stopMarks(
			{ mine: new Set(['a']), theirs: new Set() },
			{ clashes: [], changes: [] },
			() => undefined
		);
		expect(marks.size).toBe(0);
	});

	test('names what both change at the stops of both files', () => {
		const side = (name: string) => ({ file: name, words: '' });
		const change = { path: ['table users', 'column nick'], mine: side('a'), theirs: side('b'), same: true };
		const sides = { mine: new Set(['a']), theirs: new Set(['b']) };
		const marks = stopMarks(sides, { clashes: [], changes: [change] }, () => undefined);
		expect(marks.get('a')).toEqual({ side: 'yours', clash: 'both change nick' });
		expect(marks.get('b')).toEqual({ side: 'theirs', clash: 'both change nick' });
		expect(pathWords(change.path)).toBe('column `nick` of table `users`');
	});
});

test('the next upgrade names a file that lies below what is applied, as no step up leads there', () => {
	const { graph } = parseFolder([users, theirs, file('0003_age.sql')]);
	const { up, head } = nextSteps(graph, ['0001', '0003']);
	expect([up, head].map((step) => step && lineOf(step.command))).toEqual([
		'updown upgrade 0002',
		'updown upgrade head'
	]);
});

test('what was seen of a migration stays with it when it is called otherwise', () => {
	const [visit] = project().frames;
	const moved = [{ from: '0001', to: '0009' }];
	expect(movedVisits([visit!], moved)[0]).toMatchObject({ revision: '0009', from: [], to: ['0009'] });
	const loss = { revision: '0001', direction: 'downgrade', at: '', tables: [], acknowledged: false } as const;
	expect(movedLosses([loss, { ...loss, revision: '0002' }], moved).map(({ revision }) => revision)).toEqual([
		'0009',
		'0002'
	]);
});
