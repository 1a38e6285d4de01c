/** Runs the test runners and says what came of it. */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { playwrightFailures, vitestFailures } from './failures.mjs';
import { playwrightTally, vitestTally } from './tally.mjs';
import { root, runPackage, say } from './terminal.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

const reports = join(root, '.cache', 'reports');

/** @param {string} name */
function freshReport(name) {
	mkdirSync(reports, { recursive: true });
	const file = join(reports, `${name}.json`);
	rmSync(file, { force: true });
	return file;
}

/**
 * A tier that ran nothing, or whose runner failed without a failing test, has failed.
 * @param {Tally} tally
 * @param {number} code of the runner
 * @returns {Tally}
 */
function judged(tally, code) {
	const broken = tally.failed === 0 && (code !== 0 || tally.passed === 0);
	return broken ? { ...tally, failed: 1 } : tally;
}

/**
 * Runs Vitest over the folders of `tests/` and gives a tally for each.
 * @param {readonly string[]} folders e.g. `['unit', 'engine']`
 * @returns {Promise<Record<string, Tally>>}
 */
export async function runVitest(folders) {
	const report = freshReport('vitest');
	const { code } = await runPackage(
		'vitest/vitest.mjs',
		[
			'run',
			...folders.map((folder) => `tests/${folder}/`),
			'--passWithNoTests',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${report}`
		],
		{ env: folders.includes('peers') ? { UPDOWN_TESTS: 'peers' } : {} }
	);
	for (const line of vitestFailures(report)) say(`  ✗ ${line}`);
	/** @type {Record<string, Tally>} */
	const tallies = Object.fromEntries(
		folders.map((folder) => [folder, vitestTally(report, (file) => file.includes(`/tests/${folder}/`))])
	);
	const explained = code === 0 || Object.values(tallies).some(({ failed }) => failed > 0);
	return Object.fromEntries(
		Object.entries(tallies).map(([folder, tally]) => [folder, judged(tally, explained ? 0 : code)])
	);
}

/**
 * Runs Playwright over one of its projects.
 * @param {'e2e' | 'peers'} project
 * @returns {Promise<Tally>}
 */
export async function runPlaywright(project) {
	const report = freshReport(`playwright-${project}`);
	const { code } = await runPackage('@playwright/test/cli.js', ['test', `--project=${project}`], {
		env: { UPDOWN_BROWSER: await findBrowser(), UPDOWN_REPORT: report }
	});
	const { failed, flaky } = playwrightFailures(report);
	for (const line of failed) say(`  ✗ ${line}`);
	for (const line of flaky) say(`  ~ passed when tried again: ${line}`);
	return judged(playwrightTally(report), code);
}
