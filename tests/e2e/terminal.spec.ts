import type { Page } from '@playwright/test';
import { axeViolations, expect as hasty, test } from './support.ts';

// The first command waits for the engine, which on a busy machine takes its time.
const expect = hasty.configure({ timeout: 20_000 });

/** Opens the playground with its terminal, and gives what one deals with there. */
async function openTerminal(page: Page) {
	await page.goto('play/');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	const toggle = page
		.getByRole('button', { name: /Terminal$/ })
		.or(page.getByRole('tab', { name: 'Terminal' }));
	await expect(toggle.or(prompt).first()).toBeVisible();
	if (!(await prompt.isVisible())) await toggle.first().click();
	await expect(prompt).toBeVisible();
	const log = page.getByRole('log');
	return {
		prompt,
		log,
		words: page.getByRole('listbox', { name: 'Words that fit' }),
		type: async (line: string) => {
			await prompt.fill(line);
			await prompt.press('Enter');
		}
	};
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('role'));

test('what a lecture types runs on the database of the playground', async ({ page }) => {
	const { type, log } = await openTerminal(page);
	await type('flask db upgrade');
	await expect(log).toContainText('The database is at 0008 (head).');
	await type('flask db downgrade -1');
	await expect(log).toContainText('Here it simply works.');
	await expect(log).toContainText('Running downgrade 0008 -> 0007');
	await type('flask db histroy');
	await expect(log).toContainText('Did you mean `flask db history`?');
	await expect(log).toContainText('exit 2');
});

test('a button shows here the command it ran, and the focus stays with the button', async ({ page }) => {
	const { log } = await openTerminal(page);
	const upgrade = page.getByRole('button', { name: 'Upgrade', exact: true });
	await upgrade.click();
	await expect(log).toContainText('upgrade +1');
	await expect(upgrade).toBeFocused();
});

test('Tab completes while something fits, and after Esc it leaves', async ({ page }) => {
	const { prompt, words, type, log } = await openTerminal(page);
	await type('updown current');
	await expect(log).toContainText('0002');
	await prompt.fill('updown downg');
	await prompt.press('Tab');
	await expect(prompt).toHaveValue('updown downgrade ');
	await prompt.press('Tab');
	await expect(words.getByRole('option')).toHaveText([/^-1/, /^base/, /^0002/, /^0001/]);
	await prompt.press('Tab');
	await prompt.press('Tab');
	await prompt.press('Enter');
	await expect(prompt).toHaveValue('updown downgrade base ');
	await prompt.press('Escape');
	await prompt.press('Tab');
	expect(await focused(page)).not.toBe('combobox');
});

test('an empty line and Shift-Tab never hold the focus', async ({ page }) => {
	const { prompt } = await openTerminal(page);
	await prompt.press('Tab');
	expect(await focused(page)).not.toBe('combobox');
	await prompt.fill('upd');
	await prompt.press('Shift+Tab');
	expect(await focused(page)).not.toBe('combobox');
});

test('the arrows and Ctrl-R bring lines back', async ({ page }) => {
	const { prompt, type, log } = await openTerminal(page);
	await type('updown heads');
	await expect(log).toContainText('0008 (head)');
	await type('updown branches');
	await expect(log).toContainText('No branches');
	await prompt.fill('half a li');
	await prompt.press('ArrowUp');
	await expect(prompt).toHaveValue('updown branches');
	await prompt.press('ArrowUp');
	await expect(prompt).toHaveValue('updown heads');
	await prompt.press('ArrowDown');
	await prompt.press('ArrowDown');
	await expect(prompt).toHaveValue('half a li');
	await prompt.press('Control+r');
	await page.keyboard.type('head');
	await expect(page.getByText('updown heads').last()).toBeVisible();
	await page.keyboard.press('Escape');
	await prompt.press('Control+l');
	await expect(log).not.toContainText('No branches');
});

test('at 320 px every line wraps, and axe finds nothing', async ({ page }) => {
	await page.setViewportSize({ width: 320, height: 640 });
	const { type, log } = await openTerminal(page);
	await type('updown history -v');
	await expect(log).toContainText('Path:');
	const beyond = await log.evaluate((element) => element.scrollWidth - element.clientWidth);
	expect(beyond).toBe(0);
	expect(await axeViolations(page, '[role=log]')).toEqual([]);
});
