import { zipSync } from 'fflate';
import { smallMigrations } from './folders.mjs';
import { median } from './measure.mjs';

/** @typedef {import('./main.mjs').Line} Line */

const frames = 200;

/**
 * Looks back over two hundred frames, one press of a key in each frame of the screen. Gives the longest task that the page's
 * thread had meanwhile, in milliseconds, and where the line then stood.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 */
async function scrub(browser, address) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	try {
		const page = await context.newPage();
		await page.goto(`${address}play/?sample=shop`);
		await page.waitForURL(/#./);
		const before = page.url();
		const encoder = new TextEncoder();
		const files = smallMigrations(frames).map(({ name, text }) => [
			`migrations/${name}`,
			encoder.encode(text)
		]);
		await page.getByLabel('Import a folder or zip').setInputFiles({
			name: 'small.zip',
			mimeType: 'application/zip',
			buffer: Buffer.from(zipSync(Object.fromEntries(files)))
		});
		await page.waitForURL((url) => url.href !== before);
		await page.getByRole('button', { name: 'Upgrade all the way to head' }).click();
		const head = page.locator('[aria-current=step][data-revision]');
		await page.getByText(`Upgraded ${frames} steps`).first().waitFor({ timeout: 120_000 });
		await page.getByRole('tab', { name: 'Schema', exact: true }).click();
		await head.focus();
		return await page.evaluate(async (count) => {
			let longest = 0;
			const observer = new PerformanceObserver((list) => {
				for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
			});
			observer.observe({ type: 'longtask' });
			const painted = () =>
				new Promise((done) =>
					requestAnimationFrame(() => {
						// The message comes after the frame that this belongs to.
						const { port1, port2 } = new MessageChannel();
						port1.onmessage = done;
						port2.postMessage(undefined);
					})
				);
			for (let press = 0; press < count - 1; press++) {
				document.activeElement?.dispatchEvent(
					new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true })
				);
				await painted();
			}
			await new Promise((done) => setTimeout(done, 500));
			observer.disconnect();
			const reached = document.querySelector('.timeline .past')?.textContent ?? '';
			return { longest, reached };
		}, frames);
	} finally {
		await context.close();
	}
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} address
 * @returns {Promise<Line>}
 */
export async function scrubLine(browser, address) {
	/** @type {number[]} */
	const longest = [];
	for (let round = 0; round < 3; round++) {
		const { longest: task, reached } = await scrub(browser, address);
		if (!reached.includes('at items 1,')) throw new Error(`The line was looked back on to: ${reached}`);
		longest.push(task);
	}
	const engine = median(longest);
	return {
		what: `looking back over ${frames} frames, the longest task (0: none over 50 ms)`,
		engine,
		limit: '≤ 50 ms',
		holds: engine <= 50
	};
}
