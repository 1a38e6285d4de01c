import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

/** The sentence that says what happened. */
const status = (page: Page) => page.locator('.timeline .status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const upText = (page: Page) => page.getByRole('textbox', { name: /^Up of/ });
const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';

async function openPlay(page: Page): Promise<void> {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
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
