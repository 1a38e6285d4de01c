import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playwrightFailures, vitestFailures } from '../../../scripts/failures.mjs';
import { inWords, playwrightTally, sum, vitestTally } from '../../../scripts/tally.mjs';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'updown-tally-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a report and returns its file. */
function report(content: unknown): string {
	const file = join(folder, 'report.json');
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	return file;
}

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

it('says how it went in one line', () => {
	expect(inWords({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
	expect(inWords({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

it('adds up the tests of the files that belong', () => {
	const file = report({
		testResults: [
			{ name: '/a/tests/unit/a.test.ts', status: 'passed', assertionResults: tests('passed', 'skipped') },
			{ name: '/a/tests/engine/b.test.ts', status: 'failed', assertionResults: tests('passed', 'failed') }
		]
	});
	const unit = vitestTally(file, (name) => name.includes('/unit/'));
	expect(unit).toEqual({ passed: 1, failed: 0, skipped: 1 });
	expect(vitestTally(file)).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

it('counts a file that could not be loaded as a failure', () => {
	const file = report({ testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] });
	expect(vitestTally(file)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('counts an error outside of any browser test as a failure', () => {
	const file = report({ stats: { expected: 4, unexpected: 1, flaky: 0, skipped: 2 }, errors: [{}] });
	expect(playwrightTally(file)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

it('takes a missing or torn report for a dead runner', () => {
	expect(vitestTally(join(folder, 'none.json')).failed).toBe(1);
	expect(playwrightTally(report('{"stats": ')).failed).toBe(1);
});

it('adds tallies', () => {
	expect(
		sum([
			{ passed: 1, failed: 2, skipped: 3 },
			{ passed: 1, failed: 1, skipped: 1 }
		])
	).toEqual({
		passed: 2,
		failed: 3,
		skipped: 4
	});
});

it('names each failed test in one line, with the first line of what it says', () => {
	const failed = {
		status: 'failed',
		fullName: 'adds up',
		failureMessages: ['\n\u001b[31mError: 3 is not 4\u001b[39m\n at x']
	};
	const file = report({
		testResults: [
			{ name: '/a/tests/unit/a.test.ts', status: 'failed', assertionResults: [failed, ...tests('passed')] },
			{ name: '/a/tests/unit/b.test.ts', status: 'failed', message: 'Cannot find x', assertionResults: [] }
		]
	});
	expect(vitestFailures(file)).toEqual([
		'tests/unit/a.test.ts: adds up: Error: 3 is not 4',
		'tests/unit/b.test.ts: Cannot find x'
	]);
});

it('names browser tests that failed, and those that passed when tried again', () => {
	const spec = (title: string, status: string) => ({
		title,
		file: 'a.spec.ts',
		line: 7,
		tests: [{ status, results: [{ error: { message: 'Timed out' } }, {}] }]
	});
	const suites = [{ suites: [{ specs: [spec('opens', 'unexpected'), spec('closes', 'flaky')] }] }];
	expect(playwrightFailures(report({ suites, errors: [{ message: 'No browser' }] }))).toEqual({
		failed: ['No browser', 'a.spec.ts:7: opens: Timed out'],
		flaky: ['a.spec.ts:7: closes: Timed out']
	});
});
