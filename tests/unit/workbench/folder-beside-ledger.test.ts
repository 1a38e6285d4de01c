import { describe, expect, test } from 'vitest';
import { checksumOf, parseFolder, planDowngrade } from '../../../src/lib/engine/migration/index.ts';
import type { FolderFile } from '../../../src/lib/engine/migration/migration.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { folderEntries } from '../../../src/lib/workbench/folder/entries.ts';
import { lineOf, nextSteps } from '../../../src/lib/workbench/next-steps.ts';

function file(revision: string, revises: string): FolderFile {
	return {
		name: `${revision}_step.sql`,
		text: `-- Step\n-- revision: ${revision}\n-- revises: ${revises}\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n`
	};
}

function applied(one: FolderFile, change: Partial<LedgerEntry> = {}): LedgerEntry {
	return {
		revision: one.name.slice(0, 4),
		name: 'step',
		checksum: checksumOf(one.text),
		appliedAt: '2026-01-01T00:00:00.000Z',
		durationMs: 1,
		statementsApplied: 1,
		statementsTotal: 1,
		state: 'applied',
		...change
	};
}

const line = [file('0001', 'base'), file('0002', '0001'), file('0003', '0002')];
const [first, second, third] = line as [FolderFile, FolderFile, FolderFile];

function standings(files: readonly FolderFile[], ledger: readonly LedgerEntry[]) {
	const { graph, problems } = parseFolder(files);
	return folderEntries({ files, graph, problems, ledger }).map(
		({ name, standing }) => `${name.slice(0, 4)} ${standing}`
	);
}

describe('the folder beside the ledger', () => {
	test('shows what is applied and what is pending', () => {
		expect(standings(line, [applied(first), applied(second)])).toEqual([
			'0001 applied',
			'0002 applied',
			'0003 pending'
		]);
	});

	test('a file whose text is not the applied one is edited', () => {
		const edited = { ...first, text: `${first.text}-- more\n` };
		expect(standings([edited, second], [applied(first)])[0]).toBe('0001 edited');
	});

	test('a revision stamped without a checksum is not called edited', () => {
		expect(standings([first], [applied(first, { checksum: '' })])[0]).toBe('0001 applied');
	});

	test('an applied revision without a file is missing', () => {
		const gone = applied(third, { name: 'step three' });
		expect(standings([first, second], [applied(first), applied(second), gone])).toContain('step missing');
	});

	test('a step that stopped midway is partial', () => {
		const half = applied(first, { state: 'partial-upgrade', statementsTotal: 2 });
		expect(standings([first], [half])).toEqual(['0001 partial']);
	});

	test('a file that cannot be read is broken, not missing', () => {
		const broken = { name: first.name, text: 'no directive at all' };
		expect(standings([broken], [applied(first)])).toEqual(['0001 broken']);
	});
});

describe('where the step buttons lead', () => {
	const lines = (files: readonly FolderFile[], done: readonly string[]) => {
		const { up, down, head, base } = nextSteps(parseFolder(files).graph, done);
		return [down, up, head, base].map((step) => step && lineOf(step.command));
	};

	test('on a plain line they are one step on and one step back', () => {
		expect(lines(line, ['0001'])).toEqual([
			'updown downgrade -1',
			'updown upgrade +1',
			'updown upgrade head',
			'updown downgrade base'
		]);
	});

	test('at base nothing leads back, at head nothing leads on', () => {
		expect(lines(line, [])).toEqual([undefined, 'updown upgrade +1', 'updown upgrade head', undefined]);
		expect(lines(line, ['0001', '0002', '0003']).slice(1, 3)).toEqual([undefined, undefined]);
	});

	test('the way back takes one branch only, and one merge only', () => {
		const merged = [
			file('0001', 'base'),
			file('0002', '0001'),
			file('0003', '0001'),
			file('0004', '0002, 0003')
		];
		const { graph } = parseFolder(merged);
		const taken = (done: readonly string[]) => {
			const target = nextSteps(graph, done).down?.command as { target: string };
			const plan = planDowngrade(graph, new Set(done), target.target);
			return plan.ok && plan.value;
		};
		expect(taken(['0001', '0002', '0003'])).toEqual(['0003']);
		expect(taken(['0001', '0002', '0003', '0004'])).toEqual(['0004']);
	});

	test('where the line branches the revision is named, and back leads from the head applied last', () => {
		const branched = [file('0001', 'base'), file('0002', '0001'), file('0003', '0001')];
		expect(lines(branched, ['0001', '0002'])).toEqual([
			'updown downgrade 0002@-1',
			'updown upgrade 0003',
			'updown upgrade heads',
			'updown downgrade base'
		]);
		expect(lines(branched, ['0001', '0003', '0002'])[0]).toBe('updown downgrade 0002@-1');
	});
});
