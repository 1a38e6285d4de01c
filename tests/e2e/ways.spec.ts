import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);

const samples = [
	{ sample: 'shop', title: 'SQLite' },
	{ sample: 'library', title: 'PostgreSQL' }
];

for (const { sample, title } of samples) {
	test(`what people do without migrations stands beside the next migration on ${title}, with the rows it loses`, async ({
		page
	}) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await page.keyboard.press('Alt+w');
		const dialog = page.getByRole('dialog', { name: 'With migrations, and without' });
		const migrated = dialog.getByRole('region', { name: 'With the migration', exact: true });
		const recreated = dialog.getByRole('region', { name: 'Without migrations', exact: true });
		await expect(migrated).toContainText('Every row and every value is still there.', { timeout: 60_000 });
		await expect(recreated).toContainText(/[\d,]+ rows are lost\./);
		await expect(dialog.getByRole('cell', { name: 'lost' }).first()).toBeVisible();
		expect(await axeViolations(page)).toEqual([]);
		await dialog.getByText('The SQL that drops everything').click();
		await expect(dialog.getByLabel('SQL', { exact: true })).toContainText(/DROP TABLE[\s\S]*CREATE TABLE/);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	});
}

test('at head, the key for what people do without migrations says why there is nothing to compare', async ({
	page
}) => {
	await page.goto('play/');
	const status = page.locator('.status').first();
	await expect(status).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('button', { name: 'Upgrade all the way to head', exact: true }).click();
	await expect(page.locator('[data-revision="0008"]')).toHaveAttribute('aria-current', 'step');
	await page.keyboard.press('Alt+w');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(status).toContainText('every migration of the folder is applied');
});

test('a rehearsal leads to what the same change would do without migrations', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 800 });
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await page.keyboard.press('Alt+r');
	await page.getByRole('button', { name: 'Without migrations?' }).click();
	const dialog = page.getByRole('dialog', { name: 'With migrations, and without' });
	await expect(dialog).toContainText(/[\d,]+ rows are lost\./);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
