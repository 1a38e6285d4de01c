import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test.setTimeout(120_000);

async function openLibrary(page: Page): Promise<void> {
	await page.goto('play/?sample=library');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
}

test('a project on PostgreSQL goes up and down, and says what became of the rows', async ({ page }) => {
	await openLibrary(page);
	await expect(page.getByRole('button', { name: 'Database: PostgreSQL' })).toBeVisible();
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('10,000 rows added', { timeout: 30_000 });
	await stop(page, '0006').click();
	await expect(stop(page, '0006')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	const rows = page.getByRole('tabpanel', { name: 'Rows' });
	await rows.getByRole('combobox').first().selectOption('members');
	await expect(rows).toContainText('160changed');
	await button(page, 'Downgrade all the way to base').click();
	await expect(stop(page, '')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	expect(await axeViolations(page)).toEqual([]);
});

test('a project on PostgreSQL is there again after a reload', async ({ page }) => {
	await openLibrary(page);
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('10,000 rows added', { timeout: 30_000 });
	await expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 30_000 });
	await page.reload();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
	await expect(page.getByRole('tabpanel', { name: 'Rows' })).toContainText('1–100 of', { timeout: 30_000 });
});

test('an error on PostgreSQL is shown at its place, and nothing of the step stays', async ({ page }) => {
	await openLibrary(page);
	await stop(page, '0003').click();
	await expect(status(page)).toContainText('10,000 rows added', { timeout: 30_000 });
	await page.getByRole('tab', { name: 'SQL' }).click();
	const text = page.getByRole('textbox', { name: 'SQL to run' });
	await text.fill('SELECT nothing FROM members');
	await text.press('ControlOrMeta+Enter');
	await expect(page.getByRole('tabpanel', { name: 'SQL' })).toContainText('nothing', { timeout: 30_000 });
	await expect(page.getByRole('tabpanel', { name: 'SQL' })).toContainText('PostgreSQL says');
});

test('a folder for SQLite can be opened on PostgreSQL, and what does not carry over is listed first', async ({
	page
}) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('button', { name: 'Database: SQLite' }).click();
	await page.getByRole('menuitem', { name: /PostgreSQL/ }).click();
	const dialog = page.getByRole('dialog', { name: 'Open on PostgreSQL' });
	await expect(dialog).toContainText(/do(es)? not carry over/, { timeout: 60_000 });
	await expect(dialog).toContainText('.sql, line');
	expect(await axeViolations(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Open a copy on PostgreSQL' }).click();
	await expect(page).toHaveTitle('Shop on PostgreSQL · Updown', { timeout: 60_000 });
	await expect(page.getByRole('button', { name: 'Database: PostgreSQL' })).toBeVisible();
});
