import type { Page } from '@playwright/test';
import { axeViolations, expect as hasty, test } from './support.ts';

// The first step waits for the engine, which on a busy machine takes its time.
const expect = hasty.configure({ timeout: 20_000 });

/** The parts of the miniature a visitor deals with. */
function miniature(page: Page) {
	const region = page.getByRole('region', { name: 'Try it: three migrations on a real database' });
	return {
		region,
		up: region.getByRole('button', { name: 'Upgrade' }),
		down: region.getByRole('button', { name: 'Downgrade' }),
		said: region.getByRole('status'),
		rows: region.getByRole('table'),
		station: (name: string) => region.getByRole('navigation').getByRole('button', { name }),
		here: region.locator('[aria-current="step"]')
	};
}

test.describe('the line on the front page', () => {
	test('really runs: a row and a column go with an upgrade, and only the column comes back', async ({
		page
	}) => {
		await page.goto('');
		const { up, down, said, rows, here } = miniature(page);
		await expect(rows.getByRole('row', { name: /Ada 555-01 ada@up\.test/ })).toBeVisible();
		await up.click();
		await expect(said).toHaveText('Dropped phone from users. 1 row lost. 3 values of phone lost.');
		await expect(rows.getByRole('row', { name: /Test.*lost/ })).toBeVisible();
		await expect(here).toHaveText(/Tidy up/);
		await expect(up).toBeDisabled();

		await down.click();
		await expect(said).toHaveText(
			'Added phone to users. phone is back, its values are not. Test does not come back.'
		);
		await expect(rows.getByRole('row', { name: /Ada ada@up\.test NULL/ })).toBeVisible();
	});

	test('a click on a station goes there, however far it is', async ({ page }) => {
		await page.goto('');
		const { station, said, region, here } = miniature(page);
		await station('base').click();
		await expect(said).toHaveText('Dropped table users. 4 rows went with it.');
		await expect(here).toHaveText(/base/);
		await station('Tidy up').click();
		await expect(said).toContainText('Dropped phone');
		await expect(region.getByRole('heading', { name: '0003_tidy_up.sql' })).toBeVisible();
	});

	test('can be ridden with the keyboard alone', async ({ page }) => {
		await page.goto('');
		const { up, down, said, station } = miniature(page);
		const reach = async (target: typeof up) => {
			for (let presses = 0; presses < 20; presses++) {
				if (await target.evaluate((element) => element === document.activeElement)) return;
				await page.keyboard.press('Tab');
			}
			throw new Error('Tab does not lead there.');
		};
		await reach(station('Create users'));
		await page.keyboard.press('Enter');
		await expect(said).toContainText('Dropped email from users. 4 values of email lost.');
		await reach(down);
		await page.keyboard.press('Enter');
		await expect(said).toContainText('Dropped table users.');
		// The button under the focus has nothing left to do; the focus stays where one can go on from.
		await reach(up);
		await page.keyboard.press(' ');
		await expect(said).toContainText('Created table users');
	});

	test('a step before the engine is there waits for it', async ({ page }) => {
		await page.goto('', { waitUntil: 'commit' });
		const { up, said } = miniature(page);
		await up.click();
		await expect(said).toContainText('Dropped phone from users.');
	});

	test('nothing moves while the database comes', async ({ page }) => {
		await page.addInitScript(() => {
			const shifts: number[] = [];
			Object.assign(globalThis, { shifts });
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
			}).observe({ type: 'layout-shift', buffered: true });
		});
		await page.goto('');
		await expect(miniature(page).rows).toBeVisible();
		const total = await page.evaluate(() =>
			(globalThis as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0)
		);
		expect(total).toBeLessThan(0.01);
	});

	test('the buttons and the station stay where they are from step to step', async ({ page }) => {
		for (const width of [320, 1280]) {
			await page.setViewportSize({ width, height: 800 });
			await page.goto('');
			const { up, said, station } = miniature(page);
			await expect(miniature(page).rows).toBeVisible();
			const before = await up.boundingBox();
			for (const name of ['base', 'Create users', 'Add email', 'Tidy up']) {
				await station(name).click();
				await expect(said).not.toContainText('Take a step');
				await expect(miniature(page).here).toContainText(name);
				expect((await up.boundingBox())?.y).toBe(before?.y);
			}
		}
	});
});

test.describe('who pays for what is loaded', () => {
	test('a visitor who saves data gets no engine until they step', async ({ page }) => {
		await page.addInitScript(() => {
			Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
		});
		const engines: string[] = [];
		page.context().on('request', (request) => {
			if (request.url().endsWith('.wasm')) engines.push(request.url());
		});
		await page.goto('');
		await page.waitForLoadState('networkidle');
		expect(engines).toEqual([]);
		await miniature(page).up.click();
		await expect(miniature(page).said).toContainText('Dropped phone');
		expect(engines).toHaveLength(1);
	});

	test.describe('when the engine does not come', () => {
		test.use({
			expectedErrors:
				/wasm|Failed to load resource|net::ERR_FAILED|both async and sync fetching|Aborted|falling back to ArrayBuffer/i
		});

		test('the page says so, and a second try works', async ({ page }) => {
			await page.context().route('**/*.wasm', (route) => route.abort());
			await page.goto('');
			const { up, said } = miniature(page);
			await up.click();
			await expect(said).toContainText('The database did not start');
			await page.context().unroute('**/*.wasm');
			await up.click();
			await expect(said).toContainText('Dropped phone');
		});
	});
});

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		for (const width of [320, 390, 768, 1440, 1920]) {
			test(`at ${width} px nothing is cut off, and axe finds nothing after a step`, async ({ page }) => {
				await page.setViewportSize({ width, height: 800 });
				await page.emulateMedia({ reducedMotion: 'reduce' });
				await page.goto('');
				await expect(miniature(page).rows).toBeVisible();
				await miniature(page).up.click();
				await expect(miniature(page).said).toContainText('Dropped phone');
				const beyond = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth
				);
				expect(beyond).toBe(0);
				expect(await axeViolations(page)).toEqual([]);
			});
		}
	});
}

test('the way to the playground is one click', async ({ page }) => {
	await page.goto('');
	await page.getByRole('link', { name: 'Open the playground' }).click();
	await expect(page).toHaveURL(/\/play\//);
});

test('the colours are chosen, and stay chosen', async ({ page }) => {
	await page.goto('');
	const colours = page.getByRole('button', { name: /Colours/ });
	await colours.click();
	await expect(colours).toHaveText(/light/);
	await colours.click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.reload();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
