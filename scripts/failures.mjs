/**
 * Which tests failed and with what, one line each, from the reports of the runners: printed at the end of a run,
 * where a log that is cut at the top still has them.
 */

import { read } from './tally.mjs';

/** @param {string | undefined} message of a failure, of which the first line with words is enough to know it */
function inOneLine(message) {
	// eslint-disable-next-line no-control-regex -- the colours of a terminal are control characters
	const plain = (message ?? '').replace(/\u001b\[[0-9;]*m/g, '');
	return (plain.split('\n').find((line) => line.trim() !== '') ?? 'it says no more').trim().slice(0, 300);
}

/**
 * The failed tests in Vitest's report, and the files that could not be loaded.
 * @param {string} file
 * @returns {string[]}
 */
export function vitestFailures(file) {
	/** @type {{ name: string, status: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[]} */
	const files = read(file)?.testResults ?? [];
	return files.flatMap(({ name, status, message, assertionResults }) => {
		const failed = assertionResults.filter((each) => each.status === 'failed');
		const at = name.slice(name.lastIndexOf('/tests/') + 1);
		if (failed.length === 0) return status === 'failed' ? [`${at}: ${inOneLine(message)}`] : [];
		return failed.map((each) => `${at}: ${each.fullName}: ${inOneLine(each.failureMessages?.[0])}`);
	});
}

/**
 * The failed tests in Playwright's report, and those that passed only when tried again.
 * @param {string} file
 * @returns {{ failed: string[], flaky: string[] }}
 */
export function playwrightFailures(file) {
	const report = read(file);
	/** @type {{ failed: string[], flaky: string[] }} */
	const found = {
		failed: (report?.errors ?? []).map((/** @type {{ message?: string }} */ e) => inOneLine(e.message)),
		flaky: []
	};
	/** @param {any} suite */
	const walk = (suite) => {
		for (const spec of suite.specs ?? []) {
			for (const test of spec.tests) {
				const error = test.results.find((/** @type {any} */ result) => result.error)?.error;
				const line = `${spec.file}:${spec.line}: ${spec.title}: ${inOneLine(error?.message)}`;
				if (test.status === 'unexpected') found.failed.push(line);
				if (test.status === 'flaky') found.flaky.push(line);
			}
		}
		for (const inner of suite.suites ?? []) walk(inner);
	};
	for (const suite of report?.suites ?? []) walk(suite);
	return found;
}
