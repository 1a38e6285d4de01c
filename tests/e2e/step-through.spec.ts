import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const bar = (page: Page) => page.getByRole('region', { name: 'Step through' });
const database = (page: Page) => page.locator('[data-region="database"]');
const up = (page: Page) => page.getByRole('textbox', { name: /^Up of 0003_/ });

test.setTimeout(180_000);

async function open(page: Page, sample: string): Promise<void> {
	await page.goto(`play/?sample=${sample}`);
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
}

async function begin(page: Page): Promise<void> {
	await page.keyboard.press('Alt+s');
	await expect(bar(page)).toContainText(/none of \d statements has run/, { timeout: 60_000 });
}

/** Opens the SQL pane and asks; the answer stands in the database's pane. */
async function ask(page: Page, sql: string): Promise<void> {
	await database(page).getByRole('tab', { name: 'SQL', exact: true }).focus();
	await page.keyboard.press('Enter');
	const field = page.getByRole('textbox', { name: 'SQL to run' });
	await field.focus();
	await page.keyboard.press('Control+a');
	await page.keyboard.insertText(sql);
	await page.keyboard.press('Control+Enter');
}

for (const { sample, table, total } of [
	{ sample: 'shop', table: 'orders', total: 3 },
	{ sample: 'library', table: 'loans', total: 4 }
]) {
	test(`a step of the ${sample} is gone through by the keyboard, looked at inside, and committed`, async ({
		page
	}) => {
		await open(page, sample);
		await begin(page);
		await expect(bar(page)).toContainText('The transaction is open.');
		await expect(bar(page)).toContainText(`Next is statement 1 of ${total}`);
		await expect(up(page)).toHaveAttribute('aria-description', /Next is statement 1 of \d, line \d+/);
		await page.keyboard.press('Alt+s');
		await expect(bar(page)).toContainText(`Created table ${table}`, { timeout: 30_000 });
		await expect(database(page)).toContainText('inside 0003');
		await page.keyboard.press('Alt+s');
		await expect(bar(page)).toContainText('10,000 rows touched.', { timeout: 30_000 });
		await expect(database(page)).toContainText(/\+ ?10,000 ?added/, { timeout: 30_000 });
		expect(await axeViolations(page)).toEqual([]);

		await ask(page, `SELECT count(*) FROM ${table}`);
		await expect(database(page)).toContainText('10,000', { timeout: 30_000 });
		await ask(page, `DELETE FROM ${table}`);
		await expect(database(page)).toContainText('In the middle of a step the console only reads.', {
			timeout: 30_000
		});

		await page.keyboard.press('Alt+c');
		await expect(bar(page)).toHaveCount(0, { timeout: 60_000 });
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
		await expect(status(page)).toContainText('10,000 rows added.');
		await stop(page, '0003').focus();
		await page.keyboard.press('ArrowLeft');
		await expect(page.locator('.timeline .past')).toContainText('0002');
		await page.keyboard.press('Escape');
		await page.keyboard.press('Control+z');
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	});

	test(`a step of the ${sample} that is given up leaves nothing, and neither does a reload in the middle`, async ({
		page
	}) => {
		await open(page, sample);
		await begin(page);
		await page.keyboard.press('Alt+s');
		await expect(bar(page)).toContainText(`1 of ${total} statements has run`, { timeout: 30_000 });
		await page.keyboard.press('Alt+x');
		await expect(bar(page)).toHaveCount(0, { timeout: 30_000 });
		await expect(status(page)).toContainText('Nothing of it has stayed');
		await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');

		await begin(page);
		await page.keyboard.press('Alt+s');
		await expect(bar(page)).toContainText(`1 of ${total} statements has run`, { timeout: 30_000 });
		await page.reload();
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await expect(bar(page)).toHaveCount(0);
		await ask(page, `SELECT count(*) FROM ${table}`);
		await expect(database(page)).toContainText(
			new RegExp(`no such table: ${table}|"${table}" does not exist`),
			{
				timeout: 30_000
			}
		);
		await page.keyboard.press('Alt+.');
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
	});
}

test('Run to here halts before the statement at the cursor, and a click on its sign does the same', async ({
	page
}) => {
	await open(page, 'shop');
	await begin(page);
	await up(page).focus();
	await page.keyboard.press('Control+End');
	await page.keyboard.press('Alt+Enter');
	await expect(bar(page)).toContainText('2 of 3 statements have run', { timeout: 30_000 });
	await page.keyboard.press('Alt+Enter');
	await expect(status(page)).toContainText('Statement 3 is the next one already.');
	await page.keyboard.press('Alt+x');
	await expect(bar(page)).toHaveCount(0, { timeout: 30_000 });
	await begin(page);
	await page.getByTitle('Run to here', { exact: true }).first().click();
	await expect(bar(page)).toContainText('1 of 3 statements has run', { timeout: 30_000 });
});

test('a statement that is refused shows why at its place, and the step can only be given up', async ({
	page
}) => {
	await open(page, 'shop');
	await page
		.getByRole('navigation', { name: 'Folder' })
		.getByRole('button', { name: /0003_/ })
		.first()
		.click();
	await up(page).focus();
	await page.keyboard.press('Control+End');
	await page.keyboard.insertText('\nALTER TABLE customers ADD COLUMN vip INTEGER NOT NULL;\n');
	await page.keyboard.press('Alt+s');
	await expect(bar(page)).toContainText('none of 4 statements', { timeout: 30_000 });
	await page.keyboard.press('Alt+c');
	await expect(bar(page)).toContainText('Statement 4 of 4 was refused', { timeout: 30_000 });
	await expect(bar(page)).toContainText('1,000 of 1,000 rows');
	await expect(bar(page).getByRole('button')).toHaveText(['Give up']);
	// What ran before it is still to be seen.
	await expect(database(page)).toContainText('inside 0003');
	expect(await axeViolations(page)).toEqual([]);
	await page.keyboard.press('Alt+x');
	await expect(bar(page)).toHaveCount(0, { timeout: 30_000 });
	await expect(page.getByRole('region', { name: 'Editor' })).toContainText('was refused');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});

test('in the middle of a step everything else is refused with the reason, and the reason offers to give up', async ({
	page
}) => {
	await open(page, 'shop');
	await begin(page);
	for (const chord of ['Alt+.', 'Alt+Shift+,', 'Alt+r', 'Alt+n', 'Control+z']) {
		await page.keyboard.press(chord);
		await expect(status(page), chord).toContainText('You are in the middle of the upgrade of 0003.');
		await page.keyboard.press('Alt+s');
		await expect(status(page), chord).not.toContainText('You are in the middle');
		await page.keyboard.press('Alt+x');
		await expect(bar(page)).toHaveCount(0, { timeout: 30_000 });
		await begin(page);
	}
	await page.keyboard.press('Alt+.');
	const giveUp = status(page).getByRole('button', { name: 'Give up' });
	await giveUp.focus();
	await page.keyboard.press('Enter');
	await expect(bar(page)).toHaveCount(0, { timeout: 30_000 });
});

test('another tab is told of the step, and taking the project over gives it up', async ({
	page,
	context
}) => {
	await open(page, 'shop');
	await page.waitForFunction(() => document.body.innerText.includes('Saved'));
	await begin(page);
	await page.keyboard.press('Alt+s');
	await expect(bar(page)).toContainText('1 of 3 statements has run', { timeout: 30_000 });
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(status(other)).toContainText('is in the middle of the upgrade of 0003', { timeout: 60_000 });
	await status(other).getByRole('button', { name: 'Take over' }).focus();
	await other.keyboard.press('Enter');
	await expect(status(other)).toContainText('This tab has the project now.', { timeout: 60_000 });
	await expect(bar(page)).toHaveCount(0);
	await expect(stop(other, '0002')).toHaveAttribute('aria-current', 'step');
	await other.keyboard.press('Alt+.');
	await expect(stop(other, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
});
