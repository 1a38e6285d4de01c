import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

/** The sentence that says what happened. */
const status = (page: Page) => page.locator('.timeline .status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const upText = (page: Page) => page.getByRole('textbox', { name: /^Up of/ });
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

async function openPlay(page: Page): Promise<void> {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
}

async function runByHand(page: Page, sql: string): Promise<void> {
	await page.getByRole('tab', { name: 'SQL' }).click();
	await page.getByRole('textbox', { name: 'SQL to run' }).click();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(sql);
	await page.keyboard.press('Control+Enter');
}

test('Escape stops what runs while the focus is in the editor, and says which statement it was', async ({
	page
}) => {
	await openPlay(page);
	await folder(page)
		.getByRole('button', { name: /0003_create_orders/ })
		.first()
		.click();
	await upText(page).click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.insertText(`CREATE TABLE near (id);\nCREATE TABLE far AS ${endless};\n`);
	await page.keyboard.press('Control+Enter');
	await expect(status(page)).toContainText('Running 0003');
	await expect(status(page)).toContainText('statement 2 of');
	await expect(upText(page)).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(status(page)).toContainText('Stopped');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});

test('Escape stops what runs while the focus is in the SQL console', async ({ page }) => {
	await openPlay(page);
	await runByHand(page, endless);
	await expect(status(page).getByRole('button', { name: 'Stop' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(status(page)).toContainText('Stopped');
	await expect(button(page, 'Upgrade')).not.toHaveAttribute('aria-disabled', 'true');
});

test('the database is in one place again when the deletion of an applied file is undone', async ({
	page
}) => {
	await openPlay(page);
	await button(page, 'Upgrade all the way to head').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
	await folder(page).getByRole('button', { name: /0006_/ }).first().focus();
	await page.keyboard.press('Delete');
	await button(page, 'Downgrade all the way to base').click();
	await expect(status(page)).toContainText('Nothing was run');
	await expect(status(page).getByRole('button', { name: 'Undo' })).toBeVisible();
	await expect(status(page).getByRole('button', { name: 'Bring the file back' })).toBeVisible();
	await stop(page, '0008').focus();
	await page.keyboard.press('Control+z');
	await expect(folder(page).getByRole('button', { name: /^missing/ })).toHaveCount(0);
	await expect(page.locator('[aria-current="step"]')).toHaveCount(1);
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
});

test('what was typed in the moment before a reload is there again', async ({ page }) => {
	await openPlay(page);
	await expect(page.locator('header .saved')).toHaveText('Saved');
	await upText(page).click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.insertText('-- typed and gone\n');
	await page.reload();
	await expect(upText(page)).toContainText('-- typed and gone', { timeout: 30_000 });
	await expect(page.locator('header .saved')).toHaveText('Saved');
	const drafts = () =>
		page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('updown:draft:')));
	await expect.poll(drafts).toEqual([]);
});

test('what was not a migration is taken back where it is told of', async ({ page }) => {
	await openPlay(page);
	await runByHand(page, 'CREATE TABLE by_hand (id INTEGER PRIMARY KEY);');
	const note = page.getByRole('note').filter({ hasText: 'This was not a migration' });
	await expect(note).toContainText('table by_hand');
	await note.getByRole('button', { name: 'Undo' }).click();
	await expect(status(page)).toContainText('Undid');
	await expect(note).toHaveCount(0);
});

test('a lost record of what is applied is warned of, and the database is not called empty', async ({
	page
}) => {
	await openPlay(page);
	await runByHand(page, 'DROP TABLE updown_migrations;');
	const note = page.getByRole('note').filter({ hasText: 'This was not a migration' });
	await expect(note).toContainText('has lost everything it held');
	await expect(status(page)).not.toContainText('The database is empty');
	await note.getByRole('button', { name: 'Undo' }).click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});
