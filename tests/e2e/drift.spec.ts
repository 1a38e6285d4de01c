import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const sign = (page: Page) => page.getByRole('button', { name: /Drift/ });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'The database beside the folder' });

async function open(page: Page, sample: string): Promise<void> {
	await page.goto(`play/?sample=${sample}`);
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
}

async function byHand(page: Page, sql: string): Promise<void> {
	await page.getByRole('tab', { name: 'SQL', exact: true }).click();
	await page.getByRole('textbox', { name: 'SQL to run' }).fill(sql);
	await page.getByRole('button', { name: 'Run', exact: true }).click();
}

/** Adds to sections of 0002, which is applied, and opens what says that they were edited since. */
async function edit(page: Page, added: Readonly<Partial<Record<'Up' | 'Down', string>>>) {
	const folder = page.getByRole('navigation', { name: 'Folder' });
	await folder.getByRole('button', { name: /0002_/ }).first().click();
	for (const [direction, sql] of Object.entries(added)) {
		await page.getByRole('textbox', { name: new RegExp(`^${direction} of`) }).click();
		await page.keyboard.press('ControlOrMeta+End');
		await page.keyboard.insertText(sql);
	}
	await page.getByRole('button', { name: 'See what differs' }).click();
	return page.getByRole('dialog', { name: 'Edited since it was applied' });
}

/** Types a line into the terminal and waits for its answer. */
async function type(page: Page, line: string, answer: string): Promise<void> {
	const prompt = page.getByRole('combobox', { name: 'Command' });
	const toggle = page
		.getByRole('button', { name: /Terminal$/ })
		.or(page.getByRole('tab', { name: 'Terminal' }));
	if (!(await prompt.isVisible())) await toggle.first().click();
	await prompt.fill(line);
	await prompt.press('Enter');
	await expect(page.getByRole('log', { name: 'What was run' })).toContainText(answer, { timeout: 30_000 });
}

for (const { sample, table } of [
	{ sample: 'shop', table: 'customers' },
	{ sample: 'library', table: 'members' }
]) {
	test(`what is done by hand in the ${sample} is noticed, shown, put back, and can be undone`, async ({
		page
	}) => {
		await open(page, sample);
		await expect(sign(page)).toHaveCount(0);
		await byHand(page, `ALTER TABLE ${table} ADD COLUMN nick TEXT; UPDATE ${table} SET nick = 'x';`);
		await expect(sign(page)).toHaveAccessibleName('Drift: 1 change', { timeout: 30_000 });

		await page.keyboard.press('Alt+d');
		await expect(dialog(page)).toContainText(`Added nick to ${table}.`, { timeout: 30_000 });
		await dialog(page).getByText('The statements, as the folder').click();
		await expect(dialog(page).getByRole('table')).toContainText('nick');
		await dialog(page)
			.getByRole('radio', { name: /^The folder/ })
			.check();
		await expect(dialog(page)).toContainText('values are lost with it', { timeout: 30_000 });
		expect(await axeViolations(page)).toEqual([]);
		await dialog(page).getByRole('button', { name: 'Put back, and lose these' }).click();
		await expect(dialog(page)).toBeHidden({ timeout: 30_000 });
		await expect(status(page)).toContainText('again what the folder makes');
		await expect(sign(page)).toHaveCount(0, { timeout: 30_000 });

		await status(page).getByRole('button', { name: 'Undo' }).click();
		await expect(sign(page)).toBeVisible({ timeout: 30_000 });
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	});
}

test('what was done by hand becomes a migration, and the database is at it already', async ({ page }) => {
	await open(page, 'shop');
	await stop(page, '0008').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await byHand(page, 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);');
	await sign(page).click();
	await dialog(page)
		.getByRole('radio', { name: /^The database/ })
		.check();
	await dialog(page).getByLabel('What does it do?').fill('Keep the notes');
	await dialog(page).getByRole('button', { name: 'Save and stamp' }).click();
	await expect(page.getByRole('button', { name: /0009_keep_the_notes/ }).first()).toBeVisible();
	await expect(stop(page, '0009')).toHaveAttribute('aria-current', 'step');
	await expect(sign(page)).toHaveCount(0, { timeout: 30_000 });
	await page.keyboard.press('Alt+,');
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
	await page.keyboard.press('Alt+.');
	await expect(stop(page, '0009')).toHaveAttribute('aria-current', 'step');
});

test('a migration waits where others have not run, and says so', async ({ page }) => {
	await open(page, 'shop');
	await byHand(page, 'CREATE TABLE notes (id INTEGER);');
	await sign(page).click();
	await dialog(page)
		.getByRole('radio', { name: /^The database/ })
		.check();
	await expect(dialog(page)).toContainText('Upgrade to head first');
});

test('an edited file that is accepted is no longer called edited, and what it says otherwise is drift', async ({
	page
}) => {
	await open(page, 'shop');
	const edited = await edit(page, { Up: '\nCREATE TABLE extra (id INTEGER);\n' });
	expect(await axeViolations(page)).toEqual([]);
	await edited.getByRole('button', { name: 'Accept the new text' }).click();
	await expect(status(page)).toContainText('Accepted as it is');
	await expect(page.getByRole('button', { name: 'See what differs' })).toHaveCount(0);
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await sign(page).click();
	await expect(dialog(page)).toContainText('Dropped table extra.');
});

test('an edited file is run again from there, and the way back is that of the text that ran', async ({
	page
}) => {
	await open(page, 'shop');
	const edited = await edit(page, {
		Up: '\nCREATE TABLE extra (id INTEGER);\n',
		Down: '\nDROP TABLE extra;\n'
	});
	await edited.getByRole('button', { name: 'Go back and run the new text' }).click();
	await expect(page.getByRole('button', { name: 'See what differs' })).toHaveCount(0);
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await expect(status(page)).toContainText('Created table extra');
	await expect(sign(page)).toHaveCount(0);
});

test('where the new text is refused, the sentence says how far back the database is, and that can be undone', async ({
	page
}) => {
	await open(page, 'shop');
	const edited = await edit(page, { Up: '\nINSERT INTO nowhere VALUES (1);\n' });
	await edited.getByRole('button', { name: 'Go back and run the new text' }).click();
	await expect(status(page)).toContainText('The database has gone back to 0001');
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});

test('a deleted migration is undone after all, by the text that ran', async ({ page }) => {
	await open(page, 'shop');
	const row = page.getByRole('button', { name: /0002_/ }).first();
	await row.focus();
	await page.keyboard.press('Delete');
	await page
		.getByRole('button', { name: /^More for 0002_/ })
		.first()
		.click();
	await page.getByRole('menuitem', { name: /ways out/ }).click();
	const gone = page.getByRole('dialog', { name: 'Deleted since it was applied' });
	await gone.getByRole('button', { name: 'Undo what it did' }).click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await expect(page.getByRole('button', { name: /^More for 0002_/ })).toHaveCount(0);
	await expect(sign(page)).toHaveCount(0);
});

test('the terminal checks all of it, and says so in numbers', async ({ page }) => {
	await open(page, 'shop');
	await byHand(page, 'CREATE TABLE notes (id INTEGER);');
	await type(page, 'updown check', 'Found: pending migrations (4), drift (8)');
	await type(page, 'updown drift --put-back --yes', 'Put back: the database is what the folder makes.');
	await expect(sign(page)).toHaveCount(0);
});
