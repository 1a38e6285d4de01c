import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { axeViolations, expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Pull the plug' });
const way = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'A step that was cut off' });
const here = (page: Page, revision: string) =>
	expect(page.locator(`[data-revision="${revision}"]`)).toHaveAttribute('aria-current', 'step');

async function openBlog(page: Page): Promise<void> {
	await page.goto('play/?sample=flask-blog');
	await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('app.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	await expect(prompt).toBeVisible();
}

async function type(page: Page, line: string): Promise<void> {
	const prompt = page.getByRole('combobox', { name: 'Command' });
	await prompt.fill(line);
	await prompt.press('Enter');
	const last = page.getByRole('log').locator('.entry').last();
	await expect(last).toContainText(line);
	await expect(last).not.toContainText('running…');
}

test('the plug is pulled in flask db upgrade by keys alone: half of it stays, and every way out does what it says', async ({
	page
}) => {
	await openBlog(page);
	await page.keyboard.press('Alt+Shift+X');
	const statements = dialog(page).getByRole('group', { name: 'At which statement?' });
	await expect(statements.getByRole('radio')).toHaveCount(3);
	await expect(dialog(page)).toContainText('Alembic runs migrations on SQLite outside of a transaction.');
	await statements.getByRole('radio', { name: /^1 CREATE TABLE users/ }).focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Tab');
	await page.keyboard.press('ArrowDown');
	await expect(dialog(page).getByRole('radio', { name: /^Right after it/ })).toBeChecked();
	await page.keyboard.press('Enter');
	await expect(dialog(page)).toContainText('2 of 3 statements remain.');
	await expect(dialog(page).getByRole('listitem').filter({ hasText: 'CREATE TABLE posts' })).toContainText(
		'in the database'
	);
	await expect(dialog(page).getByRole('listitem').filter({ hasText: 'CREATE INDEX' })).toContainText(
		'never ran'
	);
	await expect(dialog(page)).toContainText('It has not moved');
	expect(await axeViolations(page)).toEqual([]);

	await way(page, 'Upgrade again').click();
	await expect(dialog(page).getByRole('status').last()).toContainText('table users already exists');
	await expect(dialog(page)).toContainText('Where it met what was left of the step');
	await expect(dialog(page)).toContainText('Right only when you have run statement 3 by hand');
	await page.keyboard.press('Escape');
	await expect(bar(page)).toContainText(
		'2 of its 3 statements are in the database, and alembic_version knows of none.'
	);
	await page.getByText('Saved', { exact: true }).waitFor();
	await page.reload();
	await bar(page).getByRole('button', { name: 'Stamp it as applied' }).click();
	await here(page, '1a2f');
	await expect(page.locator('div.status')).toContainText('alembic_version now says 1a2f users and posts.');
	await expect(page.getByRole('log')).toContainText('flask db stamp 1a2f');
	await expect(bar(page)).toHaveCount(0);

	await page.getByRole('button', { name: 'Undo' }).first().click();
	await bar(page).getByRole('button', { name: 'See what is left' }).click();
	await way(page, 'Restore the checkpoint').click();
	await expect(dialog(page)).toContainText('version table are as they were before');
	await page.keyboard.press('Escape');
	await type(page, 'updown pull-plug --statement 3 --yes');
	const last = page.getByRole('log').locator('.entry').last();
	await expect(last).toContainText('✓ 2 is in the database: CREATE TABLE posts');
	await expect(last).toContainText('flask db stamp 1a2f');
	await type(page, 'flask db upgrade');
	await expect(last).toContainText('table users already exists');
});

test('on PostgreSQL all of the command is lost, and running it again begins anew', async ({ page }) => {
	await openBlog(page);
	await page.getByRole('button', { name: 'Database: SQLite' }).click();
	await page.getByRole('menuitem', { name: /PostgreSQL/ }).click();
	await expect(page.locator('body')).toContainText('Its database is now postgresql://');
	await page.keyboard.press('Alt+R');
	await page.getByRole('button', { name: 'Pull the plug…' }).click();
	await dialog(page)
		.getByRole('radio', { name: /^3 CREATE INDEX/ })
		.check();
	await dialog(page)
		.getByRole('radio', { name: /^Right after it/ })
		.check();
	await way(page, 'Pull the plug').click();
	await expect(dialog(page)).toContainText('Nothing remains.');
	await expect(dialog(page).getByRole('listitem').filter({ hasText: 'CREATE INDEX' })).toContainText(
		'ran, and is lost'
	);
	await expect(way(page, 'Stamp it as applied')).toBeDisabled();
	expect(await axeViolations(page)).toEqual([]);
	await way(page, 'Upgrade again').click();
	await expect(way(page, 'Upgrade again')).toBeDisabled();
	await here(page, '1a2f');
});
