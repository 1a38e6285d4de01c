import { describe, expect, test } from 'vitest';
import { parseFolder } from '../../../src/lib/engine/migration/index.ts';
import type { LedgerEntry } from '../../../src/lib/engine/run/ledger-entry.ts';
import { ledgerTouch } from '../../../src/lib/workbench/console/structure-notice.ts';
import { failedRevision, type Failure } from '../../../src/lib/workbench/failure.ts';
import { nextSteps } from '../../../src/lib/workbench/next-steps.ts';
import { runningWords, standingSentence } from '../../../src/lib/workbench/standing-words.ts';

const files = [
	{ name: '0001_pets.sql', text: '-- Pets\n-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\n' }
];
const { graph } = parseFolder(files);
const entry: LedgerEntry = {
	revision: '0001',
	name: '0001_pets.sql',
	checksum: '',
	appliedAt: '2026-01-01T00:00:00.000Z',
	durationMs: 1,
	statementsApplied: 2,
	statementsTotal: 5,
	state: 'applied'
};

function said(ledger: readonly LedgerEntry[], applied: readonly string[], objects: number): string {
	const next = nextSteps(graph, applied);
	return standingSentence({ graph, ledger, applied, objects, next, nameOf: (revision) => revision });
}

describe('where the database is, in words', () => {
	test('it is called empty only where it is', () => {
		expect(said([], [], 0)).toBe('The database is empty. Next: 0001');
		expect(said([], [], 3)).toContain('No migration counts as applied, though the database has 3 objects');
		expect(said([entry], ['0001'], 1)).toBe('1 of 1 applied. You are at head');
	});

	test('a step that stopped midway is told with what it left', () => {
		expect(said([{ ...entry, state: 'partial-upgrade' }], [], 2)).toBe(
			'0001 has stopped midway: statements 1 to 2 of 5 are in the database. Upgrade goes on from there.'
		);
		expect(said([{ ...entry, state: 'partial-downgrade', statementsApplied: 1 }], ['0001'], 2)).toContain(
			'statement 1 of 5 of its downgrade has run'
		);
	});
});

test('what runs is told with its step and its statement, as far as they are known', () => {
	const run = { planned: ['0001'], finished: 0, elapsed: 2500, line: 'updown upgrade' };
	const words = (step: Parameters<typeof runningWords>[0]['step'], planned = run.planned) =>
		runningWords({ ...run, planned, step }, (revision) => `${revision} Pets`);
	expect(words(undefined)).toBe('Running updown upgrade · 2.5 s');
	expect(words({ revision: '0001', statement: 3, statements: 7 })).toBe(
		'Running 0001 Pets · statement 3 of 7 · 2.5 s'
	);
	expect(words({ revision: '0001', statement: 3, statements: undefined }, ['0001', '0002'])).toBe(
		'Running 0001 Pets · step 1 of 2 · 2.5 s'
	);
});

test('a failure is marked until its file or the database changes', () => {
	const problem = { code: 'x', severity: 'error', message: '', hint: '' } as const;
	const file = '0001_pets.sql';
	const failure: Failure = {
		file,
		text: 'a',
		problem,
		step: { revision: '0001', direction: 'upgrade', version: 4 }
	};
	expect(failedRevision(failure, 4, [{ name: file, text: 'a' }])).toBe('0001');
	expect(failedRevision(failure, 5, [{ name: file, text: 'a' }])).toBeUndefined();
	expect(failedRevision(failure, 4, [{ name: file, text: 'b' }])).toBeUndefined();
	expect(failedRevision(undefined, 4, [])).toBeUndefined();
});

test('a statement by hand that touches the record of what is applied is told of', () => {
	expect(ledgerTouch([entry], [{ ...entry }])).toBeUndefined();
	expect(ledgerTouch([entry], [])).toContain('lost everything it held');
	expect(ledgerTouch([entry, { ...entry, revision: '2' }], [entry])).toContain('lost 1 migration');
	expect(ledgerTouch([], [entry])).toContain('says something else now');
});
