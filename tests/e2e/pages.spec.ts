import { axeViolations, expect, test } from './support.ts';

const pages = [
	{ name: 'the front page', path: '' },
	{ name: 'the playground', path: 'play/' }
];

for (const { name, path } of pages) {
	for (const colorScheme of ['light', 'dark'] as const) {
		test.describe(`${name} in ${colorScheme}`, () => {
			test.use({ colorScheme });

			test('opens under the production headers and asks nobody else for anything', async ({ page, site }) => {
				const response = await page.goto(path);
				expect(response?.status()).toBe(200);
				expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'self'");
				await expect(page).toHaveTitle(/Updown/);
				await expect(page.locator('main, [role=main]').first()).toBeVisible();
				await page.waitForLoadState('networkidle');
				expect(new URL(page.url()).origin).toBe(site.origin);
			});

			test('has nothing that axe objects to', async ({ page }) => {
				await page.goto(path);
				await page.waitForLoadState('networkidle');
				expect(await axeViolations(page)).toEqual([]);
			});
		});
	}
}

test.describe('an address that is not there', () => {
	test.use({ expectedErrors: /404|Not found/ });

	test('says so and leads on', async ({ page }) => {
		const response = await page.goto('no/such/page');
		expect(response?.status()).toBe(404);
		await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
		await page.getByRole('link', { name: 'Open the playground' }).click();
		await expect(page).toHaveURL(/\/play\/?/);
	});
});
