import { expect, test } from './support.ts';

test.use({ serviceWorkers: 'allow' });

test.setTimeout(240_000);

// A page that reloads without a network says so itself.
test.describe('without a network', () => {
	test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ });

	test('a Python project that was open once opens again, and its tools answer', async ({ page, context }) => {
		await page.goto('play/?sample=lecture');
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		// The first page was there before its service worker: this one is loaded through it.
		await page.reload();
		const prompt = page.getByRole('combobox', { name: 'Command' });
		const folder = page.getByRole('navigation', { name: 'Folder' });
		await expect(folder).toContainText('app.py', { timeout: 60_000 });
		await page.getByRole('button', { name: /Terminal$/ }).click();
		await prompt.fill('flask db init');
		await prompt.press('Enter');
		await expect(folder).toContainText('env.py', { timeout: 120_000 });

		await context.setOffline(true);
		await page.reload();
		await expect(folder).toContainText('env.py', { timeout: 60_000 });
		await prompt.fill('flask db current');
		await prompt.press('Enter');
		const entry = page.getByRole('log').locator('.entry').last();
		await expect(entry.locator('.exit')).toHaveText(/0/, { timeout: 120_000 });
	});
});
