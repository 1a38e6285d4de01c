/** Adds up what the test runners report, so that one line can say how it went. */

import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Tally} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
	return tallies.reduce(
		(total, each) => ({
			passed: total.passed + each.passed,
			failed: total.failed + each.failed,
			skipped: total.skipped + each.skipped
		}),
		nothing
	);
}

/**
 * `12 passed, 0 failed`, with `, 1 skipped` where any was.
 * @param {Tally} tally
 */
export function inWords({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Reads a report; one that is missing or cut off means that the runner died.
 * @param {string} file
 */
export function read(file) {
	try {
		return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * What Vitest's JSON reporter says about the test files that `belongs` takes. A file that could not be
 * loaded counts as one failure.
 * @param {string} file
 * @param {(testFile: string) => boolean} [belongs]
 * @returns {Tally}
 */
export function vitestTally(file, belongs = () => true) {
	const report = read(file);
	if (report === undefined) return { ...nothing, failed: 1 };
	/** @type {{ name: string, status: string, assertionResults: { status: string }[] }[]} */
	const files = report.testResults;
	return sum(
		files
			.filter(({ name }) => belongs(name.replaceAll('\\', '/')))
			.map(({ status, assertionResults }) => {
				const count = (/** @type {string[]} */ ...kinds) =>
					assertionResults.filter((each) => kinds.includes(each.status)).length;
				const failed = count('failed');
				return {
					passed: count('passed'),
					failed: failed === 0 && status === 'failed' ? 1 : failed,
					skipped: count('pending', 'skipped', 'todo', 'disabled')
				};
			})
	);
}

/**
 * What Playwright's JSON reporter says. An error outside of any test counts as one failure.
 * @param {string} file
 * @returns {Tally}
 */
export function playwrightTally(file) {
	const report = read(file);
	if (report === undefined) return { ...nothing, failed: 1 };
	const { expected, unexpected, flaky, skipped } = report.stats;
	return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}
