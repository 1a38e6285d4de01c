import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Queries of the app' });
const cell = (page: Page, query: string, at: number) =>
	dialog(page).getByRole('row', { name: query }).getByRole('cell').nth(at).getByRole('button');

test.setTimeout(240_000);

test('queries of the app are pinned by the keyboard, run at every version, and warn of the step that breaks them', async ({
	page
}) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await page.keyboard.press('Alt+q');
	await expect(dialog(page)).toContainText('No queries yet.');
	await dialog(page).getByRole('button', { name: 'Add a set' }).press('Enter');
	await expect(dialog(page).getByRole('textbox', { name: 'Name' })).toHaveValue('app v1');
	await dialog(page)
		.getByRole('textbox', { name: 'Queries of app v1' })
		.fill('-- names of customers\nSELECT id, name FROM customers;\n\n-- orders\nSELECT id FROM orders;');
	await dialog(page).getByRole('button', { name: 'Run them at every version' }).click();
	await expect(dialog(page).getByRole('table')).toBeVisible({ timeout: 120_000 });
	// At base there is no table; 0001 makes the customers, 0002 fills them in, 0003 makes the orders.
	await expect(cell(page, 'names of customers', 0)).toHaveText(/fails/);
	await expect(cell(page, 'names of customers', 1)).toHaveText(/works/);
	await expect(cell(page, 'names of customers', 2)).toHaveText(/differs/);
	await expect(cell(page, 'names of customers', 3)).toHaveText(/works/);
	await expect(cell(page, 'orders', 2)).toHaveText(/fails/);
	await expect(cell(page, 'orders', 3)).toHaveText(/works/);
	await cell(page, 'orders', 2).press('Enter');
	await expect(dialog(page)).toContainText('orders, at 0002');
	expect(await axeViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(dialog(page)).toHaveCount(0);

	// They are kept in the project, and asked before a step that breaks one.
	await page.keyboard.press('Alt+Comma');
	await expect(page.locator('[data-revision="0001"]')).toHaveAttribute('aria-current', 'step', {
		timeout: 60_000
	});
	await page.keyboard.press('Alt+Comma');
	const warning = page.getByRole('dialog', { name: 'This downgrade breaks 1 query of your app' });
	await expect(warning).toContainText('app v1: names of customers', { timeout: 60_000 });
	expect(await axeViolations(page)).toEqual([]);
	await warning.getByRole('button', { name: 'Cancel' }).click();
	await expect(page.locator('[data-revision="0001"]')).toHaveAttribute('aria-current', 'step');
	await page.keyboard.press('Alt+Comma');
	await warning.getByRole('button', { name: 'Downgrade all the same' }).click();
	await expect(page.locator('[data-revision="0001"]')).not.toHaveAttribute('aria-current', 'step', {
		timeout: 60_000
	});
});
