import { strToU8, zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

test.setTimeout(240_000);

const status = (page: Page) => page.locator('div.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const bar = (page: Page) => page.getByRole('region', { name: 'Two developers' });
const ways = (page: Page) => page.getByRole('dialog', { name: 'Two developers, one folder' });
const pulling = (page: Page) => page.getByRole('dialog', { name: /^Pull from/ });

/** A file without a word of what it follows, as dbmate writes it. */
function silent(table: string, column: string): string {
	return `-- migrate:up\nALTER TABLE ${table} ADD COLUMN ${column} TEXT;\n-- migrate:down\nALTER TABLE ${table} DROP COLUMN ${column};\n`;
}

async function importZip(page: Page, name: string, files: Readonly<Record<string, string>>): Promise<void> {
	const entries: Record<string, Uint8Array> = {};
	for (const [path, text] of Object.entries(files)) entries[`migrations/${path}`] = strToU8(text);
	await page.getByLabel('Import a folder or zip').setInputFiles({
		name: `${name}.zip`,
		mimeType: 'application/zip',
		buffer: Buffer.from(zipSync(entries))
	});
	await expect(status(page)).toContainText(`Imported ${Object.keys(files).length} migration`);
}

/** Forks the open project by the palette and waits for the second developer. */
async function fork(page: Page, name: string): Promise<void> {
	await page.keyboard.press('ControlOrMeta+k');
	const palette = page.getByRole('dialog', { name: 'Search everything' });
	await expect(palette.getByRole('combobox')).toBeFocused();
	await page.keyboard.type('fork');
	await palette.getByRole('option', { name: /Fork as a second developer/ }).click();
	const dialog = page.getByRole('dialog', { name: 'Fork as a second developer' });
	await dialog.getByRole('textbox').fill(name);
	expect(await axeViolations(page)).toEqual([]);
	await dialog.getByRole('button', { name: 'Fork' }).click();
	await expect(bar(page)).toContainText(`You: ${name}`);
}

/** Writes a new migration with its Up text. */
async function write(page: Page, message: string, up: string, down: string): Promise<void> {
	await page.keyboard.press('Alt+n');
	const dialog = page.getByRole('dialog', { name: 'New migration' });
	await dialog.getByLabel('What does it do?').fill(message);
	await dialog.getByRole('button', { name: 'Save migration' }).click();
	for (const [side, sql] of [
		['Up', up],
		['Down', down]
	] as const) {
		await page.getByRole('textbox', { name: new RegExp(`^${side} of .*${message}`) }).click();
		await page.keyboard.press('ControlOrMeta+Home');
		await page.keyboard.insertText(`${sql}\n`);
	}
}

const add = (table: string, column: string) => `ALTER TABLE ${table} ADD COLUMN ${column} TEXT;`;
const drop = (table: string, column: string) => `ALTER TABLE ${table} DROP COLUMN ${column};`;

test('the lesson: two write the same version, one pulls, sees it on the line, renumbers after a rehearsal, and upgrades', async ({
	page
}) => {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await importZip(page, 'team', {
		'0001_people.sql': `-- migrate:up\nCREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO people VALUES (1, 'Ada'), (2, 'Bo');\n-- migrate:down\nDROP TABLE people;\n`
	});
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');

	// The second developer adds a migration and runs it.
	await fork(page, 'Bo');
	await writeWhole(page, '0002_email.sql', silent('people', 'email'));
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');

	// So does the first, with the same version.
	await page.keyboard.press('Alt+o');
	await expect(bar(page)).toContainText('You: team');
	await expect(stop(page, '0002')).toHaveCount(0);
	await writeWhole(page, '0002_nick.sql', silent('people', 'nick'));
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await byHand(page, "UPDATE people SET nick = 'n' || id");

	// The pull brings the other file in; nothing is run.
	await expect(button(page, 'Pull 1 file…')).toBeVisible();
	await page.keyboard.press('Alt+Shift+O');
	await expect(pulling(page)).toContainText('0002_email.sql is new.');
	expect(await axeViolations(page)).toEqual([]);
	await pulling(page).getByRole('button', { name: 'Pull 1 file' }).click();
	await expect(status(page)).toContainText('Nothing was run.');
	await expect(bar(page)).toContainText('are both revision 0002');

	// Both stand on the line, each with its sign and whose it is.
	const mine = stop(page, 'file:0002_nick.sql');
	await expect(mine).toContainText('yours');
	await expect(mine).toContainText('duplicate version');
	await expect(mine).toHaveAttribute('aria-current', 'step');
	await expect(stop(page, '0002')).toContainText('theirs');
	await expect(stop(page, '0002')).not.toHaveAttribute('aria-current', 'step');

	// All of it outlives a reload.
	await expect(page.locator('header .saved')).toHaveText('Saved');
	await page.reload();
	await expect(bar(page)).toContainText('are both revision 0002', { timeout: 60_000 });

	await bar(page).getByRole('button', { name: 'Ways out…' }).click();
	await expect(ways(page)).toContainText('No table or column is changed by both.');
	const renumber = ways(page).getByRole('region', { name: 'Renumber yours' });
	await expect(renumber).toContainText('0002_nick.sql → 0003_nick.sql');
	// Taking mine back would lose what was typed by hand; keeping it would not. Both have been tried.
	await expect(renumber).toContainText('3 steps would work, and something would be lost.', {
		timeout: 60_000
	});
	await renumber.getByRole('radio', { name: /^Keep yours applied/ }).check();
	await expect(renumber).toContainText('1 step would work, and nothing would be lost.', { timeout: 60_000 });
	await expect(renumber).toContainText('Both end at the same structure.');
	await expect(ways(page).getByRole('button', { name: 'Close' }).last()).toBeVisible();
	expect(await axeViolations(page)).toEqual([]);
	await renumber.getByRole('button', { name: 'Renumber mine' }).click();
	await expect(status(page)).toContainText('0002_nick.sql → 0003_nick.sql');
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await expect(stop(page, '0003')).toContainText('yours');
	await expect(bar(page).getByRole('button', { name: 'Ways out…' })).toHaveCount(1);
	await expect(bar(page)).toContainText('Out of order');

	// One undo takes back files and ledger; done again, the upgrade runs theirs.
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(stop(page, 'file:0002_nick.sql')).toHaveAttribute('aria-current', 'step');
	await bar(page).getByRole('button', { name: 'Ways out…' }).click();
	await renumber.getByRole('radio', { name: /^Keep yours applied/ }).check();
	await expect(renumber.getByRole('button', { name: 'Renumber mine' })).toBeEnabled({ timeout: 60_000 });
	await renumber.getByRole('button', { name: 'Renumber mine' }).click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('Added email to people');
	await expect(bar(page).getByRole('button', { name: 'Ways out…' })).toHaveCount(0);
	await expect(folder(page)).toContainText('0003_nick.sql');

	// The other one pulls what is settled: nothing stands in the way any more.
	await page.keyboard.press('Alt+o');
	await expect(bar(page)).toContainText('You: Bo');
	await page.keyboard.press('Alt+Shift+O');
	await pulling(page).getByRole('button', { name: 'Pull 1 file' }).click();
	await expect(status(page)).toContainText('Pulled 1 file from team.');
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
});

for (const { sample, table, from } of [
	{ sample: 'school', table: 'students', from: '0003' },
	{ sample: 'library', table: 'members', from: '0003' }
]) {
	test(`two heads in the ${sample} meet in a merge revision`, async ({ page }) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText(`Next: ${from}`, { timeout: 90_000 });
		await page.keyboard.press('Alt+Shift+.');
		await expect(status(page)).toContainText('Upgraded', { timeout: 60_000 });
		await fork(page, 'Bo');
		await write(
			page,
			'town',
			`${add(table, 'town_name')}\n${add(table, 'shared_note')}`,
			`${drop(table, 'shared_note')}\n${drop(table, 'town_name')}`
		);
		await expect(page.locator('header .saved')).toHaveText('Saved');
		await page.keyboard.press('Alt+o');
		await expect(bar(page).getByRole('button', { name: 'Switch to Bo' })).toBeVisible({ timeout: 60_000 });
		await write(page, 'nick', add(table, 'nick'), drop(table, 'nick'));
		await button(page, 'Upgrade').click();
		await expect(status(page)).toContainText('Added nick', { timeout: 60_000 });
		await page.keyboard.press('Alt+Shift+O');
		await pulling(page).getByRole('button', { name: 'Pull 1 file' }).click();
		await bar(page).getByRole('button', { name: 'Ways out…' }).click();
		const merge = ways(page).getByRole('region', { name: 'Merge revision' });
		await expect(merge).toContainText('steps would work', { timeout: 120_000 });
		await expect(ways(page).getByRole('region', { name: 'Rebase yours onto their head' })).toContainText(
			'would work',
			{ timeout: 120_000 }
		);
		await expect(merge.getByRole('button', { name: 'Write the merge revision' })).toBeEnabled({
			timeout: 120_000
		});
		await merge.getByRole('button', { name: 'Write the merge revision' }).click();
		await expect(status(page)).toContainText('is new', { timeout: 60_000 });
		await page.keyboard.press('Alt+Shift+.');
		await expect(bar(page).getByRole('button', { name: 'Ways out…' })).toHaveCount(0, { timeout: 60_000 });
		await expect(page.locator('[aria-current="step"]')).toHaveCount(1);
		await expect(page.locator('[aria-current="step"]')).toContainText(/merge/i, { timeout: 60_000 });
	});
}

test('where both have written the same file, a person decides by the difference, and where both add a column it is said', async ({
	page
}) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await fork(page, 'Bo');
	await write(page, 'nick', 'ALTER TABLE customers ADD COLUMN nick VARCHAR(20);', drop('customers', 'nick'));
	await expect(page.locator('header .saved')).toHaveText('Saved');
	await page.keyboard.press('Alt+o');
	await expect(bar(page)).toContainText('You: Shop');
	await write(page, 'nick', add('customers', 'nick'), drop('customers', 'nick'));
	await page.keyboard.press('Alt+Shift+O');
	await expect(pulling(page)).toContainText('You and Bo have each written');
	const take = pulling(page).getByRole('button', { name: 'Pull 1 file' });
	await expect(take).toBeDisabled();
	await expect(pulling(page).getByRole('textbox', { name: /of Bo$/ })).toContainText('VARCHAR(20)');
	expect(await axeViolations(page)).toEqual([]);
	await pulling(page)
		.getByRole('radio', { name: /^Keep both/ })
		.check();
	await take.click();
	await expect(folder(page)).toContainText('0009_nick_2.sql');
	// It stands on the line before anybody asks.
	await expect(bar(page)).toContainText('Both change column nick of table customers.', { timeout: 60_000 });
	await bar(page).getByRole('button', { name: 'Ways out…' }).click();
	await expect(ways(page)).toContainText('Both change 1 thing.', { timeout: 60_000 });
	await expect(ways(page)).toContainText('column nick of table customers');
	const rebase = ways(page).getByRole('region', { name: 'Rebase yours onto their head' });
	await expect(rebase).toContainText('It would fail.', { timeout: 90_000 });
	await expect(rebase).toContainText('0010_nick_2.sql, line');
	await page.keyboard.press('Escape');
	await expect(ways(page)).toBeHidden();

	// One undo takes the pull back.
	await page.keyboard.press('Alt+h');
	await page.keyboard.press('ControlOrMeta+z');
	await expect(folder(page)).not.toContainText('0009_nick_2.sql');
	await expect(button(page, 'Pull 1 file…')).toBeVisible();
});

test('a fork can be undone, and the bar is to be had on a phone', async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await fork(page, 'Bo');
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(bar(page)).toHaveCount(0);
	await expect(page).toHaveTitle('Shop · Updown');
});

/** Gives the folder a file whose text is wholly that of another tool. */
async function writeWhole(page: Page, name: string, text: string): Promise<void> {
	await page.keyboard.press('Alt+n');
	const dialog = page.getByRole('dialog', { name: 'New migration' });
	await dialog.getByLabel('What does it do?').fill(name.replace(/^\d+_|\.sql$/g, ''));
	await dialog.getByRole('button', { name: 'Save migration' }).click();
	const whole = page.getByRole('textbox', { name, exact: true });
	await expect(whole.or(page.getByRole('textbox', { name: `Up of ${name}` }))).toBeVisible();
	if (!(await whole.isVisible())) await button(page, 'Whole file').click();
	await whole.click();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.insertText(text);
}

async function byHand(page: Page, sql: string): Promise<void> {
	await page.getByRole('tab', { name: 'SQL', exact: true }).click();
	await page.getByRole('textbox', { name: 'SQL to run' }).fill(sql);
	await button(page, 'Run').click();
	await expect(page.getByRole('tabpanel', { name: 'SQL' })).toContainText('2 rows');
}
