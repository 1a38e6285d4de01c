import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status').first();
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New migration' });
const schemaSql = (page: Page) => page.getByRole('textbox', { name: 'schema.sql' });

/** The shop at its head, with another text in `schema.sql`. */
async function openWith(page: Page, sql: string): Promise<void> {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('button', { name: 'Upgrade all the way to head', exact: true }).click();
	await expect(page.locator('[data-revision="0008"]')).toHaveAttribute('aria-current', 'step');
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await schemaSql(page).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(sql);
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
}

test('a mistake in schema.sql is placed, led to and underlined', async ({ page }) => {
	await openWith(page, 'CREAT TABLE users(id INTEGER);');
	await expect(dialogOf(page)).toContainText('Line 1, column 1:');
	await expect(dialogOf(page)).not.toContainText('migration which');
	await dialogOf(page).getByRole('button', { name: 'Show' }).click();
	await expect(dialogOf(page)).toHaveCount(0);
	await expect(page.locator('.cm-lintRange-error')).toHaveText('CREAT');
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText('Line 1, column 1:');
});

test('an empty schema.sql is filled from the database instead of dropping everything', async ({ page }) => {
	await openWith(page, '-- My shop');
	await expect(dialogOf(page)).toContainText('schema.sql is empty');
	await expect(page.getByLabel('What does it do?')).toBeFocused();
	await dialogOf(page).getByRole('button', { name: 'Fill it from the database' }).click();
	await expect(dialogOf(page)).toContainText('Nothing to do');
	// The button that was pressed is gone, and the first Escape still closes.
	await page.keyboard.press('Escape');
	await expect(dialogOf(page)).toHaveCount(0);
	await expect(schemaSql(page)).toContainText('-- My shop');
	await expect(schemaSql(page)).toContainText('CREATE TABLE');
});

test('a table and its column are asked about one after the other, and nothing is taken for granted', async ({
	page
}) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.getByRole('tab', { name: 'SQL' }).click();
	await page.getByRole('textbox', { name: /SQL/ }).click();
	await page.keyboard.insertText('CREATE TABLE guests (id INTEGER PRIMARY KEY, nmae TEXT, city TEXT);');
	await page.keyboard.press('Control+Enter');
	await page.getByRole('button', { name: 'Upgrade all the way to head', exact: true }).click();
	await expect(page.locator('[data-revision="0008"]')).toHaveAttribute('aria-current', 'step');
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await schemaSql(page).click();
	await page.keyboard.press('Control+End');
	await page.keyboard.insertText('\nCREATE TABLE visitors (id INTEGER PRIMARY KEY, name TEXT, city TEXT);\n');
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
	const dialog = dialogOf(page);
	const save = dialog.getByRole('button', { name: 'Save migration' });
	const table = dialog.getByRole('group', { name: /table guests renamed to visitors/ });
	await expect(table).toBeVisible();
	await expect(table.getByRole('radio', { checked: true })).toHaveCount(0);
	await dialog.getByLabel('What does it do?').fill('Guests are visitors');
	await expect(save).toHaveAttribute('aria-disabled', 'true');
	await expect(save).toHaveAccessibleDescription('Answer the question first.');
	await table.getByRole('radio', { name: /^Renamed/ }).check();
	const column = dialog.getByRole('group', { name: /column nmae of visitors renamed to name/ });
	await column.getByRole('radio', { name: /^Renamed/ }).check();
	await expect(save).not.toHaveAttribute('aria-disabled');
	await save.click();
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(status(page)).toContainText('Renamed table guests to visitors');
});
