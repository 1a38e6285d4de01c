import { defineConfig, devices } from '@playwright/test';
import { findBrowser, quietFlags } from './scripts/browser.mjs';

const executablePath = await findBrowser();
const report = process.env.UPDOWN_REPORT;

export default defineConfig({
	fullyParallel: true,
	workers: 2,
	forbidOnly: process.env.CI !== undefined,
	// A machine that stalls fails a test once; the report calls it flaky and says what it saw.
	retries: 1,
	timeout: 240_000,
	// A busy machine with two cores is slow, not wrong.
	expect: { timeout: 30_000 },
	outputDir: 'test-results',
	reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
	use: {
		...devices['Desktop Chrome'],
		viewport: { width: 1280, height: 800 },
		// What a test aborts must not come from what another page has kept; tests/e2e/offline.spec.ts allows them.
		serviceWorkers: 'block',
		trace: 'retain-on-failure',
		launchOptions: {
			args: quietFlags,
			...(executablePath === undefined ? {} : { executablePath })
		}
	},
	projects: [
		{ name: 'e2e', testDir: 'tests/e2e' },
		// The peers measure: nothing may run beside them, and a trace would film the page while it works.
		{
			name: 'peers',
			testDir: 'tests/peers',
			testMatch: '**/*.spec.ts',
			timeout: 900_000,
			fullyParallel: false,
			workers: 1,
			use: { trace: 'off' }
		}
	]
});
