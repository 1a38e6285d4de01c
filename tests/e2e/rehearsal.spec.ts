import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test.setTimeout(120_000);

const samples = [
	{ sample: 'shop', title: 'SQLite' },
	{ sample: 'library', title: 'PostgreSQL' }
];

for (const { sample, title } of samples) {
	test(`a step is rehearsed on ${title}: what would become of the rows is told, and nothing stays`, async ({
		page
	}) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await button(page, 'Rehearse').click();
		const dialog = page.getByRole('dialog', { name: 'Rehearsal of an upgrade' });
		await expect(dialog).toContainText('1 step would work, and nothing would be lost.', { timeout: 60_000 });
		expect(await axeViolations(page)).toEqual([]);
		await dialog.getByRole('button', { name: 'Close' }).last().click();
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
		await button(page, 'Upgrade').click();
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	});

	test(`every migration of a folder goes on a round trip on ${title}`, async ({ page }) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await button(page, 'Round trip').click();
		const dialog = page.getByRole('dialog', { name: 'Round trip' });
		await expect(dialog).toContainText(/\d+ of \d+ migrations came back whole/, { timeout: 60_000 });
		expect(await axeViolations(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	});
}

test('a rehearsal on PostgreSQL shows the locks that were taken, and what others would wait with', async ({
	page
}) => {
	await page.goto('play/?sample=library');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await button(page, 'Rehearse').click();
	const dialog = page.getByRole('dialog', { name: 'Rehearsal of an upgrade' });
	await dialog.getByText(/^Locks on \d+ tables?$/).click({ timeout: 60_000 });
	await expect(dialog.getByRole('listitem').filter({ hasText: 'SHARE ROW EXCLUSIVE' }).first()).toContainText(
		'others can read it, but not write'
	);
	const table = dialog.getByRole('table', { name: /simulated/ });
	await expect(table.getByRole('row', { name: /^read rows/ })).toContainText('goes on');
	await expect(table.getByRole('row', { name: /^write rows/ })).toContainText(/waits/);
	expect(await axeViolations(page)).toEqual([]);
});

test('a rehearsed downgrade says what would be lost before it is', async ({ page }) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
	await page.keyboard.press('Alt+Shift+R');
	const dialog = page.getByRole('dialog', { name: 'Rehearsal of a downgrade' });
	await expect(dialog).toContainText('something would be lost');
	await expect(dialog.getByRole('button', { name: 'Downgrade for real' })).toBeEnabled();
	await page.keyboard.press('Escape');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});
