import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

/** The sample shop after one upgrade, with a view of its database open. */
async function openShop(page: Page, pane: 'Rows' | 'Diagram' | 'Schema' | 'SQL'): Promise<void> {
	await page.goto('play/');
	const upgrade = page.getByRole('button', { name: 'Upgrade', exact: true });
	await expect(upgrade).toBeEnabled({ timeout: 30_000 });
	await page.getByRole('tab', { name: 'Rows', exact: true }).click();
	await expect(page.getByRole('grid')).toBeVisible();
	await upgrade.click();
	await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked();
	if (pane !== 'Rows') await page.getByRole('tab', { name: pane, exact: true }).click();
}

test.describe('rows', () => {
	test('tell after a step what became of each, and show only one fate when asked', async ({ page }) => {
		await openShop(page, 'Rows');
		await page.getByLabel('Table', { exact: true }).selectOption('customers');
		await expect(page.getByRole('grid', { name: 'Rows of customers' })).toBeVisible();
		await expect(page.getByText('Rows matched by primary key (id)')).toBeVisible();
		const kept = page.getByRole('button', { name: /kept$/ });
		await kept.click();
		await expect(kept).toHaveAttribute('aria-pressed', 'true');
	});

	test('are walked with the arrow keys, opened whole with Enter and left with Escape', async ({ page }) => {
		await openShop(page, 'Rows');
		await page.getByLabel('Table', { exact: true }).selectOption('customers');
		const grid = page.getByRole('grid', { name: 'Rows of customers' });
		await grid.getByRole('columnheader').first().focus();
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('ArrowRight');
		const cell = grid.getByRole('row').nth(1).getByRole('gridcell').nth(1);
		await expect(cell).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('dialog', { name: /row 1$/ })).toBeVisible();
		await page.keyboard.press('Escape');
		await expect(cell).toBeFocused();
		await page.keyboard.press('Control+End');
		await page.keyboard.press('PageDown');
		await expect(page.getByText('101–200 of 1,000')).toBeVisible();
		await expect(grid.locator('[aria-rowindex="102"] [role=gridcell]:focus')).toHaveCount(1);
	});

	test('are found by a search that says when there is nothing', async ({ page }) => {
		await openShop(page, 'Rows');
		await page.getByLabel('Table', { exact: true }).selectOption('customers');
		await page.getByRole('searchbox', { name: 'Search the rows of customers' }).fill('nobody at all');
		await expect(page.getByText('contains “nobody at all”')).toBeVisible();
		await page.getByRole('button', { name: 'Show all rows' }).click();
		await expect(page.getByRole('grid', { name: 'Rows of customers' })).toBeVisible();
	});
});

test.describe('the diagram', () => {
	test('is walked with the arrow keys and leads to the rows of a table', async ({ page }) => {
		await openShop(page, 'Diagram');
		const customers = page.getByRole('button', { name: /^table customers;/ });
		const orders = page.getByRole('button', { name: /^table orders; added;/ });
		await expect(orders).toBeVisible();
		await customers.focus();
		await page.keyboard.press('ArrowRight');
		await expect(orders).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.getByRole('grid', { name: 'Rows of orders' })).toBeVisible();
	});

	test('says the same as tables', async ({ page }) => {
		await openShop(page, 'Diagram');
		await page.getByLabel('As tables').check();
		const orders = page.getByRole('region', { name: 'Table orders' });
		await expect(orders.getByRole('row', { name: /customer_id.*foreign key/ })).toBeVisible();
		await expect(orders.getByText(/Foreign key customer_id → customers \(id\)/)).toBeVisible();
	});
});

test('the schema shows the statements of a step before and after', async ({ page }) => {
	await openShop(page, 'Schema');
	await expect(page.getByRole('list', { name: /in words$/ })).toBeVisible();
	await expect(page.getByRole('table', { name: /^table/ }).first()).toBeVisible();
});

test.describe('the console', () => {
	test('stops a query without end, and the database is there as before', async ({ page }) => {
		await openShop(page, 'SQL');
		const editor = page.getByRole('textbox', { name: 'SQL to run' });
		await editor.fill(
			'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
		);
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await page.getByRole('button', { name: 'Stop', exact: true }).click();
		await expect(page.getByRole('alert').filter({ hasText: 'Stopped' })).toBeVisible();
		await editor.fill('SELECT count(*) AS customers FROM customers');
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await expect(
			page
				.getByRole('cell', { name: '1,000', exact: true })
				.or(page.getByRole('gridcell', { name: '1000', exact: true }))
		).toBeVisible();
	});

	test('runs SQL, pages through the answer, and says that a table made by hand is no migration', async ({
		page
	}) => {
		await openShop(page, 'SQL');
		await page
			.getByRole('textbox', { name: 'SQL to run' })
			.fill('SELECT * FROM customers;\nCREATE TABLE scratch (id);');
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await expect(page.getByText('2 statements ran.')).toBeVisible();
		await expect(page.getByText('This was not a migration.')).toBeVisible();
		const answer = page.getByRole('article', { name: 'Statement 1' });
		await answer.getByRole('button', { name: 'Next page' }).click();
		await expect(answer.getByText('101–200 of 1,000')).toBeVisible();
	});

	test('explains a refused statement at its place and gives it back from the history', async ({ page }) => {
		await openShop(page, 'SQL');
		const editor = page.getByRole('textbox', { name: 'SQL to run' });
		await editor.fill('SELECT nme FROM customers;');
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await expect(page.getByText('line 1, column 8')).toBeVisible();
		await editor.fill('');
		await page.getByRole('button', { name: 'History' }).click();
		await page.keyboard.type('nme');
		await page.keyboard.press('Enter');
		await expect(editor).toContainText('SELECT nme FROM customers;');
	});
});

for (const colorScheme of ['light', 'dark'] as const) {
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme });

		for (const pane of ['Rows', 'Diagram', 'Schema', 'SQL'] as const) {
			test(`axe has nothing against ${pane}`, async ({ page }) => {
				await openShop(page, pane);
				if (pane === 'SQL') {
					await page
						.getByRole('textbox', { name: 'SQL to run' })
						.fill('SELECT * FROM customers; SELECT nme;');
					await page.getByRole('button', { name: 'Run', exact: true }).click();
					await expect(page.getByText('then one was refused')).toBeVisible();
				}
				if (pane === 'Diagram') await expect(page.getByRole('application')).toBeVisible();
				expect(await axeViolations(page, '[data-region=database]')).toEqual([]);
			});
		}
	});
}

test.describe('at 320 pixels', () => {
	test.use({ viewport: { width: 320, height: 640 } });

	test('wide rows scroll inside of their pane and never the page', async ({ page }) => {
		await page.goto('play/');
		await page.getByRole('button', { name: 'Database', exact: true }).click();
		await expect(page.getByRole('grid')).toBeVisible();
		const grid = page.getByRole('grid');
		const [wide, pane] = await grid.evaluate((table) => [
			table.scrollWidth,
			table.closest('[data-region=database]')?.clientWidth ?? 0
		]);
		expect(wide).toBeGreaterThan(0);
		expect(pane).toBeLessThanOrEqual(320);
		expect(
			await page
				.locator('[data-region=database]')
				.evaluate((element) => element.getBoundingClientRect().right)
		).toBeLessThanOrEqual(320);
	});
});
