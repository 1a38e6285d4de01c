import { zipSync, strToU8 } from 'fflate';
import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

/** The sentence that says what happened. */
const status = (page: Page) => page.locator('.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const folder = (page: Page) => page.getByRole('navigation', { name: 'Folder' });
const upText = (page: Page) => page.getByRole('textbox', { name: /^Up of/ });

async function openPlay(page: Page): Promise<void> {
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 30_000 });
}

function migration(revision: string, revises: string, message: string): string {
	return (
		`-- ${message}\n-- revision: ${revision}\n-- revises: ${revises}\n-- migrate:up\n` +
		`CREATE TABLE t${revision} (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE t${revision};\n`
	);
}

async function importZip(page: Page, name: string, files: Record<string, string>): Promise<void> {
	const entries: Record<string, Uint8Array> = {};
	for (const [path, text] of Object.entries(files)) entries[`migrations/${path}`] = strToU8(text);
	await page.getByLabel('Import a folder or zip').setInputFiles({
		name: `${name}.zip`,
		mimeType: 'application/zip',
		buffer: Buffer.from(zipSync(entries))
	});
	await expect(status(page)).toContainText(`Imported ${Object.keys(files).length} migrations`);
}

test('a first visit shows a shop at its second version with the next step one press away', async ({
	page
}) => {
	await openPlay(page);
	await expect(page).toHaveTitle('Shop · Updown');
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await expect(status(page)).toContainText('10,000 rows added');
	await expect(page.getByRole('tabpanel', { name: 'Rows' })).toContainText('orders');
});

test('going back and on again works by the buttons, and Undo takes a step back', async ({ page }) => {
	await openPlay(page);
	await button(page, 'Downgrade').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');
	await expect(status(page)).toContainText('rows lost');
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Upgrade all the way to head').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Downgrade all the way to base').click();
	await expect(stop(page, '')).toHaveAttribute('aria-current', 'step');
});

test('one press on any stop of the line goes there, up or down', async ({ page }) => {
	await openPlay(page);
	await stop(page, '0006').click();
	await expect(stop(page, '0006')).toHaveAttribute('aria-current', 'step');
	await stop(page, '0001').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');
});

test('everything is there again after a reload', async ({ page }) => {
	await openPlay(page);
	await stop(page, '0005').click();
	await expect(stop(page, '0005')).toHaveAttribute('aria-current', 'step');
	await upText(page).click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.insertText('-- mine\n');
	await page.getByRole('tab', { name: 'Schema' }).click();
	await expect(page.locator('header .saved')).toHaveText('Saved');
	await page.reload();
	await expect(stop(page, '0005')).toHaveAttribute('aria-current', 'step');
	await expect(upText(page)).toContainText('-- mine');
	await expect(page.getByRole('tab', { name: 'Schema' })).toHaveAttribute('aria-selected', 'true');
});

test('a step that fails says why and where, and leaves the database as it was', async ({ page }) => {
	await openPlay(page);
	await folder(page)
		.getByRole('button', { name: /0003_create_orders/ })
		.first()
		.click();
	await upText(page).click();
	await page.keyboard.press('Control+End');
	await page.keyboard.insertText('\nINSERT INTO nowhere VALUES (1);');
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('failed');
	await expect(status(page)).toContainText('nowhere');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await expect(page.locator('.cm-lintRange-error')).toHaveText(/nowhere/);
	await expect(status(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('an applied file that is edited says so, shows what differs, and can be put back', async ({ page }) => {
	await openPlay(page);
	await folder(page)
		.getByRole('button', { name: /0001_create/ })
		.first()
		.click();
	await upText(page).click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.insertText('-- another thought\n');
	const row = folder(page).getByRole('button', { name: /edited since applied/ });
	await expect(row).toBeVisible();
	await expect(stop(page, '0001')).toHaveAccessibleName(/edited since applied/);
	await page.getByRole('button', { name: 'See what differs' }).click();
	const dialog = page.getByRole('dialog', { name: 'Edited since it was applied' });
	await expect(dialog).toContainText('another thought');
	await dialog.getByRole('button', { name: 'Restore the applied text' }).click();
	await expect(row).toHaveCount(0);
	await button(page, 'Undo').click();
	await expect(row).toBeVisible();
});

test('a deleted file comes back with Undo; a deleted applied one is shown as missing until then', async ({
	page
}) => {
	await openPlay(page);
	const file = folder(page).getByRole('button', { name: /0002_/ }).first();
	await file.focus();
	await page.keyboard.press('Delete');
	await expect(folder(page).getByRole('button', { name: /^missing/ })).toBeVisible();
	await status(page).getByRole('button', { name: 'Undo' }).click();
	await expect(folder(page).getByRole('button', { name: /^missing/ })).toHaveCount(0);
	await expect(file).toBeVisible();
});

test('a new migration is written, runs, and runs back', async ({ page }) => {
	await openPlay(page);
	await button(page, 'Upgrade all the way to head').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
	await button(page, 'New migration').click();
	await page.getByLabel('What does it do?').fill('Add wishes');
	await button(page, 'Save migration').click();
	await expect(page.getByRole('heading', { name: '0009_add_wishes.sql' })).toBeVisible();
	await upText(page).click();
	await page.keyboard.insertText('CREATE TABLE wishes (id INTEGER PRIMARY KEY, text TEXT);');
	await page.getByRole('textbox', { name: /^Down of/ }).click();
	await page.keyboard.insertText('DROP TABLE wishes;');
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('Created table wishes');
	await button(page, 'Downgrade').click();
	await expect(status(page)).toContainText('Dropped table wishes');
});

test('autogenerate shows the script it read off schema.sql before it is saved', async ({ page }) => {
	await openPlay(page);
	await button(page, 'Upgrade all the way to head').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step');
	await folder(page).getByRole('button', { name: 'schema.sql', exact: true }).click();
	await page.getByRole('textbox', { name: 'schema.sql' }).click();
	await page.keyboard.press('Control+End');
	await page.keyboard.insertText('\nCREATE TABLE wishes (id INTEGER PRIMARY KEY, text TEXT);\n');
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
	const dialog = page.getByRole('dialog', { name: 'New migration' });
	await expect(dialog.getByRole('list', { name: 'What it changes' })).toContainText('wishes');
	await expect(dialog.getByRole('textbox', { name: 'Up, as it will be saved' })).toContainText('wishes');
	await dialog.getByLabel('What does it do?').fill('Catch up');
	await dialog.getByRole('button', { name: 'Save migration' }).click();
	await button(page, 'Upgrade').click();
	await expect(status(page)).toContainText('wishes');
	await folder(page).getByRole('button', { name: 'Autogenerate' }).click();
	await expect(page.getByRole('dialog')).toContainText('Nothing to do');
});

test('a button shows the command it ran, and the terminal runs the same', async ({ page }) => {
	await openPlay(page);
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await page.keyboard.press('Control+`');
	const terminal = page.getByRole('region', { name: 'Terminal', exact: true });
	await expect(terminal).toContainText('updown upgrade +1');
	await expect(terminal).toContainText('Running upgrade 0002 -> 0003');
	await terminal.getByRole('combobox').or(terminal.getByRole('textbox')).first().click();
	await page.keyboard.type('flask db downgrade');
	await page.keyboard.press('Enter');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});

test('a project leaves as a zip and comes in again as it was', async ({ page }) => {
	await openPlay(page);
	const download = page.waitForEvent('download');
	await button(page, 'Take home').click();
	const zip = await download;
	expect(zip.suggestedFilename()).toBe('shop.zip');
	await page.getByLabel('Import a folder or zip').setInputFiles(await zip.path());
	await expect(status(page)).toContainText('Imported 8 migrations');
});

test('branches run side by side on the line, and head means both of them', async ({ page }) => {
	await openPlay(page);
	await importZip(page, 'branchy', {
		'0001_a.sql': migration('0001', 'base', 'Start'),
		'0002_b.sql': migration('0002', '0001', 'One way'),
		'0003_c.sql': migration('0003', '0001', 'Another way'),
		'0004_d.sql': migration('0004', '0002, 0003', 'Together again'),
		'0005_e.sql': migration('0005', '0004', 'One end'),
		'0006_f.sql': migration('0006', '0004', 'Other end')
	});
	await button(page, 'Upgrade all the way to head').click();
	await expect(stop(page, '0005')).toHaveAttribute('aria-current', 'step');
	await expect(stop(page, '0006')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Downgrade').click();
	await expect(page.locator('[aria-current="step"]')).toHaveCount(1);
});

test('seven hundred migrations are found by search, and the document holds only those in sight', async ({
	page
}) => {
	await openPlay(page);
	const files = Array.from({ length: 700 }, (_, at) => {
		const revision = String(20190000000000 + at);
		return [
			`${revision}_step_${at}.sql`,
			`-- migrate:up\nCREATE TABLE t${at} (id);\n-- migrate:down\nDROP TABLE t${at};\n`
		];
	});
	await importZip(page, 'large', Object.fromEntries(files) as Record<string, string>);
	expect(await page.locator('[data-revision]').count()).toBeLessThan(60);
	await page.getByLabel('Find a revision on the line').fill('step 567');
	await expect(stop(page, '20190000000567')).toBeInViewport();
	await button(page, 'Upgrade all the way to head').click();
	await expect(status(page)).toContainText('Upgraded 700 steps', { timeout: 30_000 });
	await expect(stop(page, '20190000000699')).toBeInViewport();
});

test('a statement without end is stopped, and nothing else is lost', async ({ page }) => {
	await openPlay(page);
	await folder(page)
		.getByRole('button', { name: /0003_create_orders/ })
		.first()
		.click();
	await upText(page).click();
	await page.keyboard.press('Control+Home');
	await page.keyboard.insertText(
		'CREATE TABLE far AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n'
	);
	await button(page, 'Upgrade').click();
	await status(page).getByRole('button', { name: 'Stop' }).click();
	await expect(status(page)).toContainText('Stopped');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Downgrade').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');
});

test('a second tab may look, and change something only after taking over', async ({ page, context }) => {
	await openPlay(page);
	await expect(page.locator('header .saved')).toHaveText('Saved');
	const second = await context.newPage();
	await second.goto(page.url());
	await expect(status(second)).toContainText('Another tab has this project open');
	await expect(button(second, 'Upgrade')).toHaveAttribute('aria-disabled', 'true');
	await status(second).getByRole('button', { name: 'Take over' }).click();
	await expect(status(second)).toContainText('This tab has the project now');
	await button(second, 'Upgrade').click();
	await expect(stop(second, '0003')).toHaveAttribute('aria-current', 'step');
	await expect(status(page)).toContainText('Another tab has this project open');
});

for (const scheme of ['light', 'dark'] as const) {
	for (const width of [1440, 768, 390, 320]) {
		test(`axe finds nothing wrong at ${width} pixels, ${scheme}`, async ({ page }) => {
			await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
			await page.setViewportSize({ width, height: width < 700 ? 720 : 900 });
			await openPlay(page);
			await button(page, 'Upgrade').click();
			await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
			expect(await axeViolations(page)).toEqual([]);
			expect(
				await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
				'nothing sticks out to the side'
			).toBeLessThanOrEqual(0);
		});
	}
}
