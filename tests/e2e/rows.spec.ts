import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const rows = (page: Page) => page.getByRole('region', { name: 'Rows' });

test.setTimeout(240_000);

test('all rows of a step are exported, and one row is followed through the versions', async ({ page }) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	const downloading = page.waitForEvent('download');
	await rows(page).getByRole('button', { name: 'Export as CSV' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe('customers.csv');
	const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
	expect(lines[0]).toMatch(/^fate,id,name,/);
	expect(lines).toHaveLength(1002);
	await expect(rows(page)).toContainText('all 1,000 rows');

	await rows(page).getByRole('gridcell').first().click();
	await page.keyboard.press('Enter');
	await page.getByRole('button', { name: 'Follow this row' }).click();
	const dialog = page.getByRole('dialog', { name: 'customers, id 1' });
	await expect(dialog.getByRole('row', { name: /Fill in customers/ })).toContainText('added');
	await expect(dialog.getByRole('row', { name: /Fill in customers/ })).toContainText('Beatriz');
	await expect(dialog.getByRole('row', { name: /Create customers/ })).toContainText('It was not there.');
	expect(await axeViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
});
