import type { Page } from '@playwright/test';
import { axeViolations, expect, test } from './support.ts';

const stop = (page: Page, revision: string) => page.locator(`[data-revision="${revision}"]`);

async function openPlay(page: Page): Promise<void> {
	await page.goto('play/');
	await expect(page.locator('.status')).toContainText('Next: 0003', { timeout: 30_000 });
}

test('the line is walked with the arrow keys and gone to with Enter', async ({ page }) => {
	await openPlay(page);
	await stop(page, '0002').focus();
	await page.keyboard.press('ArrowRight');
	await expect(stop(page, '0003')).toBeFocused();
	await page.keyboard.press('End');
	await expect(stop(page, '0008')).toBeFocused();
	await page.keyboard.press('Home');
	await expect(stop(page, '')).toBeFocused();
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('Enter');
	await expect(stop(page, '0001')).toHaveAttribute('aria-current', 'step');
	await expect(stop(page, '0001')).toBeFocused();
});

test('only one stop of the line takes the Tab key', async ({ page }) => {
	await openPlay(page);
	await expect(page.locator('[data-revision][tabindex="0"]')).toHaveCount(1);
});

test('Alt with the full stop and the comma steps, also while typing', async ({ page }) => {
	await openPlay(page);
	await page.getByRole('textbox', { name: /^Up of/ }).click();
	await page.keyboard.press('Alt+.');
	await expect(stop(page, '0003')).toHaveAttribute('aria-current', 'step');
	await page.keyboard.press('Alt+,');
	await expect(stop(page, '0002')).toHaveAttribute('aria-current', 'step');
});

test('Escape and then Tab leaves the editor', async ({ page }) => {
	await openPlay(page);
	const up = page.getByRole('textbox', { name: /^Up of/ });
	await up.click();
	await expect(up).toBeFocused();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await expect(up).not.toBeFocused();
});

test('the palette finds a revision by its words and goes there', async ({ page }) => {
	await openPlay(page);
	await page.keyboard.press('Control+k');
	const palette = page.getByRole('dialog', { name: 'Search everything' });
	await expect(palette.getByRole('combobox')).toBeFocused();
	await page.keyboard.type('@split');
	await expect(palette.getByRole('option')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await expect(stop(page, '0005')).toHaveAttribute('aria-current', 'step');
});

test('a question mark shows every key', async ({ page }) => {
	await openPlay(page);
	await page.keyboard.press('?');
	const map = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
	await expect(map).toContainText('Upgrade one step');
	expect(await axeViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(map).toHaveCount(0);
});

test('F6 goes round the parts of the screen', async ({ page }) => {
	await openPlay(page);
	const parts: (string | undefined)[] = [];
	for (let press = 0; press < 4; press++) {
		const before = parts.at(-1);
		await page.keyboard.press('F6');
		const here = () =>
			page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']);
		await expect.poll(here).not.toBe(before);
		parts.push(await here());
	}
	expect(parts).toEqual(['timeline', 'folder', 'editor', 'database']);
});

test('the plain text field edits the same text', async ({ page }) => {
	await openPlay(page);
	await page.getByRole('button', { name: 'Plain text' }).click();
	const up = page.getByRole('textbox', { name: /^Up of/ });
	await expect(up).toHaveJSProperty('tagName', 'TEXTAREA');
	await up.press('Control+Home');
	await page.keyboard.insertText('-- by hand\n');
	await page.getByRole('button', { name: 'Plain text' }).click();
	await expect(page.locator('.cm-content').first()).toContainText('-- by hand');
});

test('on a phone the panes are one at a time and the step buttons stay', async ({ page }) => {
	await page.setViewportSize({ width: 320, height: 568 });
	await openPlay(page);
	const panes = page.getByRole('navigation', { name: 'Panes' });
	for (const pane of ['Folder', 'Editor', 'Terminal', 'Database']) {
		await panes.getByRole('button', { name: pane }).click();
		await expect(page.getByRole('button', { name: 'Upgrade', exact: true })).toBeInViewport();
		await expect(page.getByRole('button', { name: 'Downgrade', exact: true })).toBeInViewport();
	}
});

test('Tab passes through the editors, and indents once something was typed', async ({ page }) => {
	await page.goto('play/');
	await expect(page.locator('.status').first()).toContainText('Next: 0003', { timeout: 30_000 });
	const up = page.getByRole('textbox', { name: /^Up of/ });
	await up.waitFor();
	await page.getByRole('button', { name: 'Plain text' }).focus();
	await page.keyboard.press('Tab');
	await expect(up).toBeFocused();
	await expect(page.getByText('Tab goes on. Once you type, it indents.')).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('textbox', { name: /^Down of/ })).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await expect(up).toBeFocused();
	await page.keyboard.insertText('x');
	await page.keyboard.press('Tab');
	await expect(up).toBeFocused();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Tab');
	await expect(up).not.toBeFocused();
});
