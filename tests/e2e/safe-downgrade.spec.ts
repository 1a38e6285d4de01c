import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog', { name: /^A safe downgrade of/ });

test.setTimeout(180_000);

async function open(page: Page, sample: string): Promise<void> {
	await page.goto(`play/?sample=${sample}`);
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
}

/** Runs SQL by hand and gives the text of the answer. */
async function byHand(page: Page, sql: string, answer: string): Promise<void> {
	await page.getByRole('tab', { name: 'SQL', exact: true }).click();
	await page.getByRole('textbox', { name: 'SQL to run' }).fill(sql);
	await button(page, 'Run').click();
	await expect(page.getByRole('tabpanel', { name: 'SQL' })).toContainText(answer, { timeout: 30_000 });
}

for (const { sample, revision, column, table } of [
	{ sample: 'shop', revision: '0004', column: 'email', table: 'customers' },
	{ sample: 'library', revision: '0003', column: undefined, table: 'loans' }
]) {
	test(`a downgrade in the ${sample} is made safe from its rehearsal, and the upgrade brings everything back`, async ({
		page
	}) => {
		await open(page, sample);
		await stop(page, revision).click();
		await expect(stop(page, revision)).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
		if (column) await byHand(page, `UPDATE ${table} SET ${column} = 'own' || id WHERE id < 9`, '8 rows');
		else await byHand(page, `UPDATE ${table} SET due_on = date '2030-01-01' WHERE id < 9`, '8 rows');
		await page.keyboard.press('Alt+Shift+R');
		const rehearsal = page.getByRole('dialog', { name: 'Rehearsal of a downgrade' });
		await expect(rehearsal).toContainText('something would be lost', { timeout: 60_000 });
		await rehearsal.getByRole('button', { name: /^Make it safe…/ }).click();
		await expect(dialog(page)).toContainText('every row and value comes back', { timeout: 60_000 });
		// What puts aside stands in the down section, at the end of the file.
		await dialog(page).getByRole('textbox').click();
		await page.keyboard.press('Control+End');
		await expect(dialog(page).getByRole('textbox')).toContainText(
			`CREATE TABLE updown_stash_${revision}_${table}`
		);
		expect(await axeViolations(page)).toEqual([]);
		await button(page, 'Write it and downgrade').click();
		await expect(status(page)).toContainText('Put aside', { timeout: 60_000 });
		// Neither lost, nor edited, nor drift.
		await expect(page.getByRole('button', { name: /^Loss ledger/ })).toHaveCount(0);
		await expect(page.getByRole('button', { name: /Drift/ })).toHaveCount(0);
		await button(page, 'Upgrade').click();
		await expect(stop(page, revision)).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
		const lost = column
			? `SELECT 'all ' || count(*) AS n FROM ${table} WHERE ${column} = 'own' || id`
			: `SELECT 'all ' || count(*) AS n FROM ${table} WHERE due_on = date '2030-01-01'`;
		await byHand(page, lost, 'all 8');
		await expect(page.getByText('Edited since it was applied')).toHaveCount(0);
	});
}

test('a downgrade that has lost something is taken back and done safely, and the file can be had back', async ({
	page
}) => {
	await open(page, 'shop');
	await button(page, 'Downgrade').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await byHand(page, "UPDATE customers SET town = 'Own' WHERE id = 1", '1 row');
	await button(page, 'Downgrade').click();
	await button(page, 'Do it safely…').click();
	await expect(dialog(page)).toContainText('every row and value comes back', { timeout: 60_000 });
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Write it').click();
	await expect(status(page)).toContainText('now puts aside what it takes');
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await page.keyboard.press('Alt+Shift+R');
	await expect(page.getByRole('dialog')).toContainText('something would be lost', { timeout: 30_000 });
});

test('whoever wants it is shown what a downgrade loses before it runs', async ({ page }) => {
	await open(page, 'shop');
	await page.keyboard.press('Alt+Shift+R');
	const rehearsal = page.getByRole('dialog', { name: 'Rehearsal of a downgrade' });
	await rehearsal.getByLabel('Show this before every downgrade that loses something').check();
	await page.keyboard.press('Escape');
	await button(page, 'Downgrade').click();
	await expect(rehearsal).toContainText('something would be lost', { timeout: 30_000 });
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await rehearsal.getByRole('button', { name: 'Downgrade for real' }).click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
});
