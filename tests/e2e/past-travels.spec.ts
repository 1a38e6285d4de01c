import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const database = (page: Page) => page.locator('[data-region="database"]');

test.setTimeout(180_000);

/** Takes the project home by the palette; the bytes of its zip. */
async function takeHome(page: Page): Promise<Uint8Array> {
	const coming = page.waitForEvent('download');
	await page.keyboard.press('Control+k');
	const palette = page.getByRole('dialog', { name: 'Search everything' });
	await expect(palette.getByRole('combobox')).toBeFocused({ timeout: 30_000 });
	await page.keyboard.type('take home');
	await expect(palette.getByRole('option').first()).toContainText('Take home');
	await page.keyboard.press('Enter');
	return new Uint8Array(readFileSync(await (await coming).path()));
}

async function bring(page: Page, zip: Uint8Array): Promise<void> {
	await page.getByLabel('Import a folder or zip').setInputFiles({
		name: 'shop.zip',
		mimeType: 'application/zip',
		buffer: Buffer.from(zip)
	});
}

for (const { sample, title } of [
	{ sample: 'shop', title: 'SQLite' },
	{ sample: 'library', title: 'PostgreSQL' }
]) {
	test(`the past of a project on ${title} travels in its zip and can be looked at before anything has run`, async ({
		page
	}) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await page.keyboard.press('Alt+.');
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
		const zip = await takeHome(page);
		const files = unzipSync(zip);
		expect(Object.keys(files)).toContain('updown-past.json');
		expect(strFromU8(files['README.md']!)).toContain('`updown-past.json`');

		await bring(page, zip);
		await expect(status(page)).toContainText('The past came along: look at 3 steps on the line.', {
			timeout: 60_000
		});
		await expect(stop(page, '0003')).not.toHaveAttribute('aria-current', 'step');
		await stop(page, '').focus();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await expect(page.locator('.timeline .past')).toContainText('0003');
		await expect(database(page)).toContainText('Upgrade of 0003');
		await expect(database(page)).toContainText('10,000');
		// The same past gives the same bytes, wherever it has been.
		await page.keyboard.press('Escape');
		const again = unzipSync(await takeHome(page));
		expect(strFromU8(again['updown-past.json']!)).toBe(strFromU8(files['updown-past.json']!));
	});
}

test('a past that was changed is left out with a note, and the project comes all the same', async ({
	page
}) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	const files = unzipSync(await takeHome(page));
	const past = files['updown-past.json']!;
	const broken = zipSync({ ...files, 'updown-past.json': past.slice(0, past.length - 40) });
	await bring(page, broken);
	await expect(status(page)).toContainText('updown-past.json was changed or cut short', { timeout: 60_000 });
	await expect(stop(page, '0008')).toBeVisible();
	await page.keyboard.press('Alt+.');
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
});
