import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { axeViolations, expect, test } from './support.ts';

const status = (page: Page) => page.locator('.status');
const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const pastBar = (page: Page) => page.locator('.timeline .past');
const database = (page: Page) => page.locator('[data-region="database"]');

test.setTimeout(120_000);

for (const { sample, title } of [
	{ sample: 'shop', title: 'SQLite' },
	{ sample: 'library', title: 'PostgreSQL' }
]) {
	test(`on ${title}, the arrow keys look at versions of the past, and Escape comes back`, async ({
		page
	}) => {
		await page.goto(`play/?sample=${sample}`);
		await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
		await button(page, 'Upgrade').click();
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });

		await stop(page, '0003').focus();
		await page.keyboard.press('ArrowLeft');
		const bar = pastBar(page);
		await expect(bar).toContainText('0002');
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
		await expect(database(page)).toContainText('Upgrade of 0002');
		expect(await axeViolations(page)).toEqual([]);

		await page.keyboard.press('ArrowLeft');
		await expect(bar).toContainText('0001');
		await page.keyboard.press('Escape');
		await expect(bar).toBeHidden();
		await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	});
}

test('a version of the past is compared with any other, and can still be looked at after a reload', async ({
	page
}) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await database(page).getByRole('tab', { name: 'Schema' }).click();
	await stop(page, '0002').focus();
	await page.keyboard.press('ArrowLeft');
	await expect(pastBar(page)).toContainText('0001');
	await page.getByLabel('Compared with').selectOption('the database now');
	await expect(database(page)).toContainText('now');

	// Frames are kept with the project.
	await page.reload();
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await stop(page, '0002').focus();
	await page.keyboard.press('ArrowLeft');
	await expect(pastBar(page)).toContainText('0001');
	await button(page, 'Back to now').click();
	await expect(pastBar(page)).toBeHidden();
});

test('after a reload, what the last step did can still be looked at', async ({ page }) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await button(page, 'Upgrade').click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await expect(page.getByText('Saved', { exact: true })).toBeVisible({ timeout: 30_000 });
	await page.reload();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
	await button(page, 'What the last step did').click();
	await expect(pastBar(page)).toContainText('You are looking at 0003');
	await expect(database(page)).toContainText('Upgrade of 0003');
	await page.keyboard.press('Escape');
	await expect(pastBar(page)).toBeHidden();
	await button(page, 'Downgrade').click();
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await expect(button(page, 'What the last step did')).toBeHidden();
});

test('of many objects those in sight are in the page, and what was opened among them stays while the past is looked at', async ({
	page
}) => {
	const names = Array.from({ length: 120 }, (_, at) => `thing_${String(at + 1).padStart(3, '0')}`);
	const tables = names.map((name) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY);`).join('\n');
	const migration = (sql: string) => strToU8(`-- migrate:up\n${sql}\n-- migrate:down\nSELECT 1;\n`);
	const files = {
		'migrations/0001_things.sql': migration(tables),
		'migrations/0002_more.sql': migration('CREATE TABLE more (id INTEGER PRIMARY KEY);'),
		'migrations/0003_most.sql': migration('CREATE TABLE most (id INTEGER PRIMARY KEY);')
	};
	await page.goto('play/');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await page.getByLabel('Import a folder or zip').setInputFiles({
		name: 'things.zip',
		mimeType: 'application/zip',
		buffer: Buffer.from(zipSync(files))
	});
	await expect(status(page)).toContainText('Imported 3 migrations', { timeout: 60_000 });
	await page.getByRole('button', { name: 'Upgrade all the way to head' }).click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await database(page).getByRole('tab', { name: 'Schema' }).click();
	await expect(database(page)).toContainText('121 other objects, as before');

	const object = (name: string) => database(page).locator('summary', { hasText: `${name} table` });
	await expect(object('thing_001')).toBeVisible();
	expect(await database(page).locator('summary').count()).toBeLessThan(80);
	await database(page).getByRole('region', { name: 'Schema', exact: true }).hover();
	await page.mouse.wheel(0, 20_000);
	await expect(object('thing_120')).toBeVisible();
	await expect(object('thing_001')).toBeHidden();

	await object('thing_120').click();
	const statement = page.getByRole('table', { name: /^table thing_120,/ });
	await expect(statement).toBeVisible();
	await stop(page, '0003').focus();
	await page.keyboard.press('ArrowLeft');
	await expect(pastBar(page)).toContainText('0002');
	await expect(database(page)).toContainText('120 other objects, as before');
	await expect(statement).toBeVisible();
	await page.getByLabel('Find an object').fill('thing_00');
	await expect(object('thing_009')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(pastBar(page)).toBeHidden();
	await expect(page.getByLabel('Find an object')).toHaveValue('thing_00');
	expect(await axeViolations(page)).toEqual([]);
});

test('versions that are passed faster than the screen is drawn are not drawn: the newest is', async ({
	page
}) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await page.getByRole('button', { name: 'Upgrade all the way to head' }).click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	await stop(page, '0008').focus();
	await page.keyboard.press('ArrowLeft');
	await expect(database(page)).toContainText('Upgrade of 0007');
	const drawn = await database(page).evaluate(async (pane) => {
		const titles: string[] = [];
		const observer = new MutationObserver(() => titles.push(pane.querySelector('h3')?.textContent ?? ''));
		observer.observe(pane, { subtree: true, childList: true, characterData: true });
		const frame = () => new Promise(requestAnimationFrame);
		await frame();
		for (let press = 0; press < 5; press++) {
			document.activeElement?.dispatchEvent(
				new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true })
			);
			// As long as a key takes that is handled by itself.
			await Promise.resolve();
		}
		await frame();
		await frame();
		observer.disconnect();
		return titles.map((title) => /0\d+/.exec(title)?.[0]);
	});
	expect([...new Set(drawn)]).toEqual(['0002']);
	await expect(stop(page, '0002')).toBeFocused();
	await expect(pastBar(page)).toContainText('0002');
});

test('the train can be dragged along the line: nothing is run', async ({ page }) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	const box = async (revision: string) => {
		const found = await stop(page, revision).locator('.dot').boundingBox();
		if (!found) throw new Error(`${revision} is not on the line.`);
		return { x: found.x + found.width / 2, y: found.y + found.height / 2 };
	};
	const [from, to] = [await box('0002'), await box('0001')];
	await page.mouse.move(from.x, from.y);
	await page.mouse.down();
	await page.mouse.move((from.x + to.x) / 2, from.y, { steps: 4 });
	await page.mouse.move(to.x, to.y, { steps: 4 });
	await page.mouse.up();
	await expect(pastBar(page)).toContainText('0001');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Go there').click();
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
});

test('what a step has lost stays on the loss ledger over a reload, until somebody has taken note of it', async ({
	page
}) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await page.getByRole('button', { name: 'Upgrade all the way to head' }).click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step', { timeout: 30_000 });
	const ledger = page.getByRole('button', { name: /^Loss ledger: − [\d,]+ values lost$/ });
	await expect(ledger).toBeVisible();
	await page.waitForFunction(() => document.body.innerText.includes('Saved'));
	await page.reload();
	await ledger.click({ timeout: 60_000 });
	const dialog = page.getByRole('dialog', { name: 'Loss ledger' });
	await expect(dialog).toContainText('customers.phone is gone.');
	expect(await axeViolations(page)).toEqual([]);
	const note = dialog.getByRole('button', { name: /^Take note/ });
	await note.first().focus();
	while ((await note.count()) > 0) await page.keyboard.press('Enter');
	await expect(dialog.getByText('Close', { exact: true })).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(ledger).toBeHidden();
});

test('Play goes to head a step at a time, and Pause ends that', async ({ page }) => {
	await page.goto('play/?sample=shop');
	await expect(status(page)).toContainText('Next: 0003', { timeout: 60_000 });
	await button(page, 'Play').click();
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await button(page, 'Pause').click();
	await expect(button(page, 'Play')).toBeVisible();
	await expect(stop(page, '0008')).not.toHaveAttribute('aria-current', 'step');
	await button(page, 'Play').click();
	await expect(stop(page, '0008')).toHaveAttribute('aria-current', 'step', { timeout: 60_000 });
	await expect(button(page, 'Play')).toBeVisible();
});
