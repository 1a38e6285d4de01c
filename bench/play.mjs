import { chromium } from '@playwright/test';
import { findBrowser, quietFlags } from '../scripts/browser.mjs';
import { startServer } from '../scripts/serve.mjs';
import { median } from './measure.mjs';
import { scrubLine } from './scrub.mjs';

/** @typedef {import('./main.mjs').Line} Line */

/**
 * What a person does who opens the page for the first time: presses Upgrade as soon as that can be pressed. Milliseconds
 * from navigation until the page that shows the finished step has been painted.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 */
async function firstUpgrade(browser, address) {
	// A context of its own has nothing in its caches.
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		const page = await context.newPage();
		await page.addInitScript(() => {
			const upgrade = () =>
				[...document.querySelectorAll('button')].find(
					(button) => button.textContent.trim() === 'Upgrade' && !button.disabled
				);
			const isDone = () => document.querySelector('[data-revision="0003"][aria-current=step]') !== null;
			const look = () => {
				if (isDone()) {
					// The message comes after the frame that this belongs to.
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => Object.assign(globalThis, { finished: performance.now() });
					port2.postMessage(undefined);
					return;
				}
				const button = 'pressed' in globalThis ? undefined : upgrade();
				if (button && document.querySelector('.status')?.textContent.includes('Next: 0003')) {
					Object.assign(globalThis, { pressed: performance.now() });
					button.click();
				}
				requestAnimationFrame(look);
			};
			requestAnimationFrame(look);
		});
		await page.goto(`${address}play/`);
		await page.waitForFunction(() => 'finished' in globalThis, undefined, { timeout: 60_000 });
		return await page.evaluate(() => /** @type {number} */ (Reflect.get(globalThis, 'finished')));
	} finally {
		await context.close();
	}
}

/**
 * Presses a button of the step bar and waits until its step is on the screen. Milliseconds from the click until the last
 * change that it made in the pane has been painted.
 * @param {import('@playwright/test').Locator} pane
 * @param {'Upgrade' | 'Downgrade'} name
 * @param {string} stop where the step leads
 */
function step(pane, name, stop) {
	return pane.evaluate((element, [name, stop]) => {
		const button = [...document.querySelectorAll('button')].find(
			(each) => each.textContent.trim() === name && !each.disabled
		);
		if (!button) throw new Error(`${name} cannot be pressed.`);
		return new Promise((done, failed) => {
			let isChanged = false;
			let painted = 0;
			const observer = new MutationObserver(() => (isChanged = true));
			observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
			const clicked = performance.now();
			button.click();
			const look = () => {
				if (isChanged) {
					isChanged = false;
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => (painted = performance.now());
					port2.postMessage(undefined);
				}
				const isThere = document.querySelector(`[data-revision="${stop}"][aria-current=step]`) !== null;
				if (isThere && painted > 0 && performance.now() - painted > 250) {
					observer.disconnect();
					done(painted - clicked);
				} else if (performance.now() - clicked > 10_000) {
					failed(new Error(`${name} was pressed, and ${stop} was not seen in the pane.`));
				} else requestAnimationFrame(look);
			};
			requestAnimationFrame(look);
		});
	}, /** @type {const} */ ([name, stop]));
}

/**
 * Going to and fro over a migration that changes the structure, with the pane of that name open.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @param {'Schema' | 'Diagram'} name
 */
async function warmSteps(browser, address, name) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		const page = await context.newPage();
		await page.goto(`${address}play/`);
		await page.locator('[data-revision="0002"][aria-current=step]').waitFor();
		// Over the tables with the many rows, to the first step that changes a table which is there.
		await page.locator('[data-revision="0004"]').click();
		await page.locator('[data-revision="0004"][aria-current=step]').waitFor();
		await page.getByRole('tab', { name, exact: true }).click();
		const pane = page.getByRole('tabpanel', { name, exact: true });
		/** @type {number[]} */
		const times = [];
		for (let round = -3; round < 8; round++) {
			const pair = [
				/** @type {number} */ (await step(pane, 'Downgrade', '0003')),
				/** @type {number} */ (await step(pane, 'Upgrade', '0004'))
			];
			if (round >= 0) times.push(...pair);
		}
		return median(times);
	} finally {
		await context.close();
	}
}

/**
 * What the page takes from a click or a navigation until the result is on the screen; there is no raw engine to hold
 * beside that. Undefined where there is no browser.
 * @returns {Promise<readonly Line[] | undefined>}
 */
export async function playLines() {
	const executablePath = await findBrowser();
	if (executablePath === undefined) return undefined;
	const server = await startServer();
	const browser = await chromium.launch({ executablePath, args: quietFlags });
	try {
		/** @type {number[]} */
		const opened = [];
		for (let round = 0; round < 7; round++) opened.push(await firstUpgrade(browser, server.address));
		const lines = [line('/play, from navigation to the first finished upgrade', median(opened), 1500)];
		for (const pane of /** @type {const} */ (['Schema', 'Diagram'])) {
			const time = await warmSteps(browser, server.address, pane);
			lines.push(line(`a warm step, from click to painted ${pane}`, time, 100));
		}
		lines.push(await scrubLine(browser, server.address));
		return lines;
	} finally {
		await browser.close();
		await server.close();
	}
}

/**
 * @param {string} what
 * @param {number} engine
 * @param {number} most
 * @returns {Line}
 */
function line(what, engine, most) {
	return { what, engine, limit: `≤ ${most} ms`, holds: engine <= most };
}
