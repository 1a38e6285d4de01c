import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Pull the plug' });
const way = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
const side = (page: Page, name: string) =>
	dialog(page)
		.locator('section')
		.filter({ has: page.getByRole('heading', { name: new RegExp(`^${name}`) }) });

test.setTimeout(180_000);

async function open(page: Page, sample: string): Promise<void> {
	await page.goto(`play/?sample=${sample}`);
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
}

/** Gives the next migration, 0003, the options of its up section. */
async function withoutTransaction(page: Page): Promise<void> {
	await page
		.getByRole('navigation', { name: 'Folder' })
		.getByRole('button', { name: /0003_/ })
		.first()
		.click();
	await page.getByRole('button', { name: 'Whole file' }).click();
	await page.getByRole('textbox', { name: /0003_/ }).getByText('-- migrate:up', { exact: true }).click();
	await page.keyboard.press('End');
	await page.keyboard.insertText(' transaction:false');
	await page.getByRole('button', { name: 'Whole file' }).click();
}

async function choose(page: Page, statement: number, when: string): Promise<void> {
	await page.keyboard.press('Alt+Shift+X');
	await dialog(page)
		.getByRole('radio', { name: new RegExp(`^${statement} `) })
		.check({ timeout: 60_000 });
	await dialog(page)
		.getByRole('radio', { name: new RegExp(`^${when}`) })
		.check();
	await way(page, 'Pull the plug').click();
	await expect(dialog(page)).toContainText('The ways out', { timeout: 90_000 });
}

for (const { sample, table } of [
	{ sample: 'shop', table: 'orders' },
	{ sample: 'library', table: 'loans' }
]) {
	test(`the plug is pulled in a transaction of the ${sample}: nothing remains of it, and without one half of it would`, async ({
		page
	}) => {
		await open(page, sample);
		await choose(page, 2, 'Right after it');
		await expect(side(page, 'In a transaction')).toContainText('Nothing remains.');
		await expect(side(page, 'In a transaction')).toContainText('as your file has it');
		await expect(side(page, 'Without a transaction')).toContainText(`Created table ${table}`);
		await expect(side(page, 'Without a transaction')).toContainText('10,000 rows');
		await expect(side(page, 'Without a transaction')).toContainText('It is behind');
		expect(await axeViolations(page)).toEqual([]);
		await expect(way(page, 'Repair the ledger')).toBeDisabled();
		await way(page, 'Upgrade again').click();
		await expect(way(page, 'Upgrade again')).toBeDisabled({ timeout: 60_000 });
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
		await way(page, 'Restore the checkpoint').click();
		await expect(dialog(page)).toContainText('The checkpoint is restored', { timeout: 60_000 });
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	});

	test(`without a transaction the ledger of the ${sample} is behind: running again stumbles, until it is repaired`, async ({
		page
	}) => {
		await open(page, sample);
		await withoutTransaction(page);
		await choose(page, 1, 'Right after it');
		await expect(side(page, 'Without a transaction')).toContainText('as your file has it');
		await expect(side(page, 'Without a transaction')).toContainText('remains');
		await way(page, 'Upgrade again').click();
		await expect(dialog(page).getByRole('status').last()).toContainText('already', { timeout: 60_000 });
		await way(page, 'Repair the ledger').click();
		await expect(dialog(page)).toContainText('The ledger now says that 1 statement', { timeout: 60_000 });
		await expect(dialog(page)).toContainText('It goes on with statement 2');
		await way(page, 'Upgrade again').click();
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
		await page.keyboard.press('Escape');
		await expect(dialog(page)).toBeHidden();
	});
}

test('the wreck stays when the dialog is closed, and Undo brings the checkpoint back', async ({ page }) => {
	await open(page, 'shop');
	await withoutTransaction(page);
	await choose(page, 2, 'While it runs');
	await expect(side(page, 'Without a transaction')).toContainText('1 of 3 statements remains.');
	await page.keyboard.press('Escape');
	await expect(status(page)).toContainText('The plug was pulled in 0003');
	await expect(
		page.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: /partly/ })
	).toBeVisible();
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(
		page.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: /partly/ })
	).toHaveCount(0);
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
});

test('a way down is cut off as well', async ({ page }) => {
	await open(page, 'shop');
	await page.keyboard.press('Alt+Shift+X');
	await dialog(page)
		.getByRole('radio', { name: /^Downgrade of/ })
		.check({ timeout: 30_000 });
	await expect(dialog(page).getByRole('radio', { name: /^1 / })).toBeVisible({ timeout: 30_000 });
	await dialog(page).getByRole('radio', { name: /^1 / }).check();
	await way(page, 'Pull the plug').click();
	await expect(side(page, 'In a transaction')).toContainText('Nothing remains.', { timeout: 60_000 });
	await way(page, 'Downgrade again').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
});

test('the ways out stay in sight when the dialog is closed, over a reload too, until one is taken', async ({
	page
}) => {
	await open(page, 'shop');
	await withoutTransaction(page);
	await choose(page, 2, 'Right after it');
	await page.keyboard.press('Escape');
	const bar = page.getByRole('region', { name: 'A step that was cut off' });
	const left = '2 of its 3 statements are in the database, and the ledger knows of 1.';
	await expect(bar).toContainText('was cut off right after statement 2 of 3.');
	await expect(bar).toContainText(left);
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText(left);
	expect(await axeViolations(page)).toEqual([]);
	await page.reload();
	await expect(bar).toContainText(left, { timeout: 60_000 });
	await bar.getByRole('button', { name: 'Repair the ledger' }).click();
	await expect(bar).toContainText('2 of its 3 statements are in the database, and the ledger says so.');
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText('and the ledger says so');
	// A stuck step is left before another is cut off: its dialog leads to the ways out.
	await page.keyboard.press('Alt+Shift+X');
	await expect(dialog(page)).toContainText('The ways out');
	await page.keyboard.press('Escape');
	await bar.getByRole('button', { name: 'Restore the checkpoint' }).click();
	await expect(bar).toHaveCount(0);
	await expect(
		page.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: /partly/ })
	).toHaveCount(0);
	await page.getByRole('button', { name: 'Upgrade', exact: true }).click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
});
