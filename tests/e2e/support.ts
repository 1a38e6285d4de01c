/**
 * What every browser test stands on: the built site under its production headers, a page that lets nothing
 * go wrong in silence, and axe. Tests import `test` and `expect` from here.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, type ConsoleMessage, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { basePath, startServer } from '../../scripts/serve.mjs';

export { expect } from '@playwright/test';

/** Everything a page did that it must not do, in sentences. */
export interface Watch {
	readonly complaints: readonly string[];
}

interface Options {
	/** The console errors and page errors that a test brings about on purpose. */
	expectedErrors: RegExp | undefined;
}

interface Site {
	readonly address: string;
	readonly origin: string;
}

export const test = base.extend<Options & { watch: Watch }, { site: Site }>({
	expectedErrors: [undefined, { option: true }],

	site: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a function needs from this pattern
		async ({}, use) => {
			const server = await startServer({ base: basePath() });
			await use({ address: server.address, origin: new URL(server.address).origin });
			await server.close();
		},
		{ scope: 'worker' }
	],

	baseURL: async ({ site }, use) => {
		await use(site.address);
	},

	watch: [
		async ({ context, site, expectedErrors }, use) => {
			const complaints: string[] = [];
			const complain = (text: string) => {
				if (expectedErrors?.test(text) !== true) complaints.push(text.slice(0, 600));
			};
			context.on('console', (message: ConsoleMessage) => {
				if (message.type() === 'error') {
					complain(`console error: ${message.text()} (${message.location().url})`);
				}
			});
			context.on('weberror', (error) =>
				complain(`page error: ${error.error().stack ?? error.error().message}`)
			);
			context.on('request', (request) => {
				const url = new URL(request.url());
				if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== site.origin) {
					complaints.push(`request outside of the site: ${request.method()} ${request.url()}`);
				}
			});
			await context.exposeBinding('reportViolation', (_source, text: string) =>
				complain(`content security policy: ${text}`)
			);
			await context.addInitScript(() => {
				document.addEventListener('securitypolicyviolation', (event) => {
					const report = (globalThis as unknown as { reportViolation: (text: string) => void })
						.reportViolation;
					report(`${event.effectiveDirective} blocked ${event.blockedURI} in ${event.sourceFile}`);
				});
			});
			await use({ complaints });
			base.expect(complaints, 'The page must do nothing of this').toEqual([]);
		},
		{ auto: true }
	]
});

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong with the page as it is now: one line an element, empty where all is well.
 * @param selector the part to look at
 */
export async function axeViolations(page: Page, selector = 'html'): Promise<string[]> {
	// In the page's own world by the debugger, so the policy of the page stays as it is.
	await page.evaluate(axeSource);
	const results = await page.evaluate(async (where) => {
		const { axe } = globalThis as unknown as { axe: { run: (where: string) => Promise<AxeResults> } };
		return axe.run(where);
	}, selector);
	return results.violations.flatMap((violation) =>
		violation.nodes.map(
			(node) =>
				`${violation.id} (${violation.impact ?? 'unknown'}): ${violation.help}: ${node.target.join(' ')}`
		)
	);
}
