import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { test } from '../e2e/support.ts';
import { got, readPeerFolder, type PeerFolder } from './folders.ts';
import { importZip, keeps, openSample, timed, upgradeAll } from './playground.ts';

/**
 * A second in which nobody asks for anything, as a person takes it to read what was imported: the worker warms up
 * then, and neither of the two that are timed shall run beside that.
 */
const atRest = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 1000)));

/** Milliseconds that raw sql.js needs in this page for the same files, each in a transaction of its own. */
async function rawSqlJs(page: Page, folder: PeerFolder): Promise<number> {
	const require = createRequire(import.meta.url);
	await page.evaluate(readFileSync(require.resolve('sql.js/dist/sql-wasm-browser.js'), 'utf8'));
	const wasm = readFileSync(require.resolve('sql.js/dist/sql-wasm-browser.wasm')).toString('base64');
	return page.evaluate(
		async ([binary, parts]) => {
			const { initSqlJs } = globalThis as unknown as {
				initSqlJs: (
					options: object
				) => Promise<{ Database: new () => { run(sql: string): void; close(): void } }>;
			};
			const { Database } = await initSqlJs({
				wasmBinary: Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0))
			});
			const database = new Database();
			const start = performance.now();
			for (const sql of parts) {
				database.run('BEGIN');
				database.run(sql);
				database.run('COMMIT');
			}
			const duration = performance.now() - start;
			database.close();
			return duration;
		},
		[wasm, folder.versions.map(({ up }) => up.sql)] as const
	);
}

test.describe('the folder of kratos', () => {
	test.skip(got('folder', 'kratos') === undefined, 'it could not be had here');

	// A figure, not a verdict: what a busy machine does to two timings would fail the build for nothing.
	test('goes up in the browser, timed beside raw sql.js in the same page', async ({ page }) => {
		const folder = readPeerFolder('kratos');
		const ratios: number[] = [];
		for (let round = 0; round < 5; round++) {
			await openSample(page, 'shop');
			await importZip(page, folder);
			await atRest(page);
			const raw = await rawSqlJs(page, folder);
			const ours = await timed(page, upgradeAll(page), /Upgraded [\d,]+ steps?, to/);
			await keeps(page, folder.versions.length);
			ratios.push(ours / raw);
			console.log(
				`kratos: ${Math.round(ours)} ms here, ${Math.round(raw)} ms raw sql.js, ${(ours / raw).toFixed(2)}×`
			);
		}
		const median = ratios.toSorted((a, b) => a - b)[2]!;
		console.log(`kratos: the median is ${median.toFixed(2)}×; 2× is wanted`);
	});
});
