import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { makeWheel } from '../wheels/make-wheel.ts';
import { axeViolations, expect as hasty, test } from './support.ts';

// Fifteen megabytes of Python come first.
const expect = hasty.configure({ timeout: 90_000 });

const { missing } = JSON.parse(
	readFileSync(new URL('../../.cache/prepared/python/state.json', import.meta.url), 'utf8')
) as { readonly missing?: string };

test.skip(missing !== undefined, `The site was built without Python: ${missing}`);

const pets = makeWheel({
	files: { 'pets/names.py': "names = ['Rex', 'Mia']\n" },
	says: ['Requires-Dist: food>=2']
});
const fast = makeWheel({ name: 'fast', tag: 'cp314-cp314-win_amd64' });

/** Picks wheels as from a folder of the machine. */
async function pick(page: Page, ...wheels: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
	await page
		.getByLabel('Import a folder or zip')
		.setInputFiles(wheels.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) })));
}

async function open(page: Page) {
	await page.goto('play/?sample=lecture');
	const folder = page.getByRole('navigation', { name: 'Folder' });
	await expect(folder).toContainText('app.py');
	const prompt = page.getByRole('combobox', { name: 'Command' });
	if (!(await prompt.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	const log = page.getByRole('log');
	const type = async (line: string) => {
		await prompt.fill(line);
		await prompt.press('Enter');
		await expect(log.locator('.entry').last()).toContainText(line);
		await expect(log.locator('.entry').last()).not.toContainText('running…');
	};
	return { folder, log, type };
}

test('a wheel that is picked is importable, listed, survives a reload, and can be removed and brought back', async ({
	page
}) => {
	const { folder, log, type } = await open(page);
	await pick(page, pets);
	await expect(page.locator('body')).toContainText(
		'Added pets 1.0: importable now, and listed in requirements.txt.'
	);
	await expect(page.locator('body')).toContainText('pets also asks for food>=2.');
	await expect(folder.getByRole('list', { name: 'Packages' })).toContainText('pets 1.0');
	await type('python -c "import pets.names; print(pets.names.names)"');
	await expect(log).toContainText("['Rex', 'Mia']");
	await type('cat requirements.txt');
	await expect(log.locator('.entry').last()).toContainText('pets==1.0');
	expect(await axeViolations(page)).toEqual([]);
	await page.getByText('Saved', { exact: true }).waitFor();
	await page.reload();
	await expect(folder.getByRole('list', { name: 'Packages' })).toContainText('pets 1.0');
	const terminal = page.getByRole('combobox', { name: 'Command' });
	if (!(await terminal.isVisible())) await page.getByRole('button', { name: /Terminal$/ }).click();
	await type('pip show pets');
	await expect(log).toContainText('Wheel: wheels/pets-1.0-py3-none-any.whl');
	await folder.getByRole('button', { name: 'pets 1.0', exact: true }).press('Delete');
	await expect(page.locator('body')).toContainText('Removed the package pets 1.0.');
	await type('python -c "import pets"');
	await expect(log.locator('.entry').last()).toContainText("ModuleNotFoundError: No module named 'pets'");
	await expect(log.locator('.entry').last()).toContainText('pets is not among the packages here');
	// What the program said has taken the place of the sentence with its button; the key still takes the removal back.
	await page.getByRole('button', { name: 'Take home' }).focus();
	await page.keyboard.press('ControlOrMeta+z');
	await expect(folder.getByRole('list', { name: 'Packages' })).toContainText('pets 1.0');
	await type('pip uninstall -y pets');
	await expect(folder).not.toContainText('pets 1.0');
});

test('a wheel that is not pure is refused with the reason, and does not hold up the others', async ({
	page
}) => {
	const { folder } = await open(page);
	await pick(page, fast);
	await expect(page.locator('body')).toContainText(
		'fast-1.0-cp314-cp314-win_amd64.whl was not added: it is not pure: it is made for win_amd64'
	);
	await pick(page, fast, pets);
	await expect(folder.getByRole('list', { name: 'Packages' })).toContainText('pets 1.0');
});
